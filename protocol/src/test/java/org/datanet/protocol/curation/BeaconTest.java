package org.datanet.protocol.curation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

/** Figures with a hash in them come from a script that shares no code with this package. */
class BeaconTest {

  private static final Bytes32 COUNTING =
      Bytes32.fromHexString("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  private static final long FIRST_EPOCH = 40;

  @Test
  void beaconsChainFromGenesis() {
    Bytes32 genesis = Beacon.genesis(Bytes32.repeat((byte) 7));

    assertThat(genesis.toUnprefixedHexString())
        .isEqualTo("9949d6efef3daa655dd5c8ca8eac68fa41b34d4fe5798ef685bb346685ff2e27");
    assertThat(Beacon.next(genesis, COUNTING).toUnprefixedHexString())
        .isEqualTo("4c739d41a19108669880328661421881932c798dcd7cc92997b302a472f365d6");
  }

  @Test
  void tipIsTheSeedHashedOnceForEachLayer() {
    assertThat(HashOnion.of(COUNTING, 5_000).tip().toUnprefixedHexString())
        .isEqualTo("f5bb5c1788c87f2db2ee94608e4b0b95c7273516e01a6d5a189a1dd3400cd544");
  }

  @Test
  void everyLayerBelongsToItsEpochAndToNoOther() {
    for (int layers : new int[] {1, 2, 319, 320, 321, 641}) {
      HashOnion onion = HashOnion.of(COUNTING, layers);
      for (int index = 0; index < layers; index += 1 + index / 8) {
        Bytes32 layer = onion.layer(index);
        long epoch = FIRST_EPOCH + index;

        assertThat(HashOnion.belongs(layer, epoch, onion.tip(), FIRST_EPOCH, layers)).isTrue();
        assertThat(HashOnion.belongs(layer, epoch + 1, onion.tip(), FIRST_EPOCH, layers)).isFalse();
        assertThat(HashOnion.belongs(layer, epoch - 1, onion.tip(), FIRST_EPOCH, layers)).isFalse();
      }
    }
  }

  @Test
  void lastLayerIsTheSeed() {
    assertThat(HashOnion.of(COUNTING, 700).layer(699)).isEqualTo(COUNTING);
  }

  @Test
  void laterLayerFollowsAnEarlierOne() {
    HashOnion onion = HashOnion.of(COUNTING, 100);

    assertThat(HashOnion.follows(onion.layer(30), 70, onion.layer(10), 50)).isTrue();
    assertThat(HashOnion.follows(onion.layer(30), 71, onion.layer(10), 50)).isFalse();
    assertThat(HashOnion.follows(onion.layer(10), 50, onion.layer(10), 50)).isFalse();
    assertThat(HashOnion.follows(onion.layer(10), 50, onion.layer(30), 70)).isFalse();
    assertThat(HashOnion.follows(onion.layer(30), Long.MAX_VALUE, onion.layer(10), 50)).isFalse();
    assertThat(HashOnion.follows(onion.layer(30), Long.MAX_VALUE, onion.layer(10), -1)).isFalse();
  }

  @Test
  void exhaustedOnionHasNoLayer() {
    HashOnion onion = HashOnion.of(COUNTING, 10);
    Bytes32 seed = onion.layer(9);

    assertThatThrownBy(() -> onion.layer(10)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> onion.layer(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(HashOnion.belongs(seed, FIRST_EPOCH + 9, onion.tip(), FIRST_EPOCH, 9)).isFalse();
    assertThat(HashOnion.belongs(onion.tip(), FIRST_EPOCH - 1, onion.tip(), FIRST_EPOCH, 10))
        .isFalse();
  }

  @Test
  void refusesOnionsWithoutLayersOrBeyondTheBound() {
    assertThatThrownBy(() -> HashOnion.of(COUNTING, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> HashOnion.of(COUNTING, HashOnion.LAYERS_MAX + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
