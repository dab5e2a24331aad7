package org.datanet.node.libp2p.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors of libp2p/specs, peer-ids. */
class PeerIdTest {

  private static final String RSA_ID = "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N";
  private static final String ED25519_ID = "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA";

  @Test
  void readsBothBase58FormsAndWritesThemBack() {
    assertThat(PeerId.parse(RSA_ID)).hasToString(RSA_ID);
    assertThat(PeerId.parse(ED25519_ID)).hasToString(ED25519_ID);
  }

  @Test
  void readsTheCidFormsOfTheSpecification() {
    PeerId rsa = PeerId.parse("bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe");

    assertThat(rsa).hasToString(RSA_ID);
    assertThat(PeerId.parse(rsa.toCid())).isEqualTo(rsa);
    assertThat(rsa.toCid()).startsWith("k");
  }

  @Test
  void carriesTheEd25519KeyInTheId() {
    byte[] key =
        HexFormat.of().parseHex("1ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e");

    PeerId id = PeerId.ofEd25519(key);

    assertThat(HexFormat.of().formatHex(id.bytes()))
        .isEqualTo("002408011220" + HexFormat.of().formatHex(key));
    assertThat(id.ed25519PublicKey()).hasValueSatisfying(k -> assertThat(k).isEqualTo(key));
    assertThat(id.toString()).startsWith("12D3KooW");
    assertThat(PeerId.parse(id.toString())).isEqualTo(id).hasSameHashCodeAs(id);
  }

  @Test
  void namesALongKeyByItsHashWhichGivesNoKeyBack() {
    byte[] hash = new byte[32];

    PeerId id = PeerId.ofPublicKey(new byte[43], hash);

    assertThat(id.toString()).startsWith("Qm");
    assertThat(id.inlinePublicKey()).isEmpty();
    assertThat(id.ed25519PublicKey()).isEmpty();
  }

  @Test
  void ordersByUnsignedBytes() {
    byte[] high = new byte[32];
    high[0] = (byte) 0xff;

    assertThat(PeerId.ofEd25519(new byte[32])).isLessThan(PeerId.ofEd25519(high));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "Qm",
        "12D3KooW0",
        "bafybeig",
        "k51",
        "z",
        "x12",
        "b1",
        "Qmé",
        "12D3KooWD3eckifWpRn9wQpMG9R9"
      })
  void refusesTextThatIsNoPeerId(String text) {
    assertThatThrownBy(() -> PeerId.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesBinaryOfAnotherHashOrLength() {
    assertThat(PeerId.decode(new byte[] {0x13, 1, 1})).isEqualTo(Optional.empty());
    assertThat(PeerId.decode(new byte[] {0x12, 1, 1})).isEqualTo(Optional.empty());
    assertThat(PeerId.decode(new byte[] {0, 2, 1})).isEqualTo(Optional.empty());
    assertThat(PeerId.decode(new byte[0])).isEqualTo(Optional.empty());
  }

  @Test
  void refusesAnInlineKeyOver42Bytes() {
    byte[] longest = new byte[2 + 42];
    longest[1] = 42;
    byte[] tooLong = new byte[2 + 43];
    tooLong[1] = 43;
    byte[] muchTooLong = new byte[2 + 200];
    muchTooLong[1] = (byte) 200;

    assertThat(PeerId.decode(longest)).isPresent();
    assertThat(PeerId.decode(tooLong)).isEmpty();
    assertThat(PeerId.decode(muchTooLong)).isEmpty();
  }
}
