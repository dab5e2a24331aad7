package org.datanet.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.datanet.node.libp2p.gossipsub.score.AddressBlock;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.junit.jupiter.api.Test;

class ShutAddressesTest {

  private static final InetAddress SOMEWHERE = ip("/ip4/203.0.113.9/tcp/1");
  private static final InetAddress ELSEWHERE = ip("/ip4/203.0.113.10/tcp/1");

  private final ShutAddresses shut =
      new ShutAddresses(new BanRules(1_000, 3, List.of(AddressBlock.parse("10.0.0.0/8"))));

  private static InetAddress ip(String multiaddr) {
    return Multiaddr.parse(multiaddr).ipAddress().orElseThrow();
  }

  private static PeerId peer(int number) {
    byte[] key = new byte[PeerId.ED25519_KEY_BYTES];
    key[0] = (byte) number;
    return PeerId.ofEd25519(key);
  }

  @Test
  void shutsAnAddressThatSentAFewAbusersAsLongAsTheyAreBanned() {
    shut.add(SOMEWHERE, peer(1), 1_000);
    shut.add(SOMEWHERE, peer(2), 2_000);
    assertThat(shut.isShut(SOMEWHERE, 0)).isFalse();

    shut.add(SOMEWHERE, peer(3), 3_000);

    assertThat(shut.isShut(SOMEWHERE, 0)).isTrue();
    assertThat(shut.isShut(ELSEWHERE, 0)).isFalse();
    assertThat(shut.isShut(SOMEWHERE, 1_000)).isFalse();
  }

  @Test
  void oneAbuserBannedAgainAndAgainShutsNobodyElseOut() {
    for (int i = 0; i < 9; i++) {
      shut.add(SOMEWHERE, peer(1), 1_000 + i);
    }

    assertThat(shut.isShut(SOMEWHERE, 0)).isFalse();
  }

  @Test
  void furtherAbusersKeepItShutLonger() {
    for (int i = 1; i <= 5; i++) {
      shut.add(SOMEWHERE, peer(i), 1_000 * i);
    }

    assertThat(shut.isShut(SOMEWHERE, 2_999)).isTrue();
    assertThat(shut.isShut(SOMEWHERE, 3_000)).isFalse();
  }

  @Test
  void aLiftedBanOpensIt() {
    for (int i = 1; i <= 3; i++) {
      shut.add(SOMEWHERE, peer(i), 1_000);
    }

    shut.forget(peer(2));

    assertThat(shut.isShut(SOMEWHERE, 0)).isFalse();
  }

  @Test
  void countsIpv6ByTheLeastThatASubscriberHas() {
    for (int i = 1; i <= 3; i++) {
      shut.add(ip("/ip6/2001:db8:0:1::" + i + "/tcp/1"), peer(i), 1_000);
    }

    assertThat(shut.isShut(ip("/ip6/2001:db8:0:1:ffff::1/tcp/1"), 0)).isTrue();
    assertThat(shut.isShut(ip("/ip6/2001:db8:0:2::1/tcp/1"), 0)).isFalse();
  }

  @Test
  void sparesWhatTheRulesSpare() {
    InetAddress spared = ip("/ip4/10.1.2.3/tcp/1");
    for (int i = 1; i <= 9; i++) {
      shut.add(spared, peer(i), 1_000);
    }

    assertThat(shut.isShut(spared, 0)).isFalse();
  }

  @Test
  void remembersABoundedNumberOfAddresses() {
    for (int i = 1; i <= 3; i++) {
      shut.add(SOMEWHERE, peer(i), 1_000);
    }
    for (int i = 0; i < ShutAddresses.ADDRESSES_MAX - 1; i++) {
      shut.add(ip("/ip4/198.18.%d.%d/tcp/1".formatted(i / 256, i % 256)), peer(9), 1_000);
    }
    assertThat(shut.isShut(SOMEWHERE, 0)).isTrue();

    shut.add(ELSEWHERE, peer(9), 1_000);

    assertThat(shut.isShut(SOMEWHERE, 0)).isFalse();
  }
}
