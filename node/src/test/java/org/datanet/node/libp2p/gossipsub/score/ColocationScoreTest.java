package org.datanet.node.libp2p.gossipsub.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Gossipsub v1.1, P6: IP Colocation Factor. */
class ColocationScoreTest extends ScoreFixture {

  @Test
  void peersBeyondTheAllowedNumberAtOneAddressCostTheSquareOfTheSurplus() {
    PeerScores scores = scores();
    for (int i = 1; i <= 5; i++) {
      scores.connected(peer(i), ip("/ip4/192.0.2.1"));
    }
    scores.connected(peer(9), ip("/ip4/192.0.2.2"));

    // Three are allowed, the weight is -1.
    assertThat(scores.score(peer(1))).isEqualTo(-4, CLOSE);
    assertThat(scores.score(peer(5))).isEqualTo(-4, CLOSE);
    assertThat(scores.score(peer(9))).isEqualTo(0.0);

    scores.disconnected(peer(5), 0);
    scores.disconnected(peer(4), 0);
    assertThat(scores.score(peer(1))).isEqualTo(0.0);
  }

  @Test
  void ipv6AddressesOfOneNetworkAreOnePlace() {
    PeerScores scores = scores();
    for (int i = 1; i <= 4; i++) {
      scores.connected(peer(i), ip("/ip6/2001:db8:0:1::" + i));
    }
    scores.connected(peer(5), ip("/ip6/2001:db8:0:2::1"));

    assertThat(scores.score(peer(1))).isEqualTo(-1, CLOSE);
    assertThat(scores.score(peer(5))).isEqualTo(0.0);
  }

  @Test
  void anIpv4AddressIsTheSamePlaceWhenItComesAsIpv6() {
    PeerScores scores = scores();
    scores.connected(peer(1), ip("/ip4/192.0.2.1"));
    scores.connected(peer(2), ip("/ip4/192.0.2.1"));
    scores.connected(peer(3), ip("/ip6/::ffff:192.0.2.1"));
    scores.connected(peer(4), ip("/ip6/::ffff:c000:201"));

    assertThat(scores.score(peer(1))).isEqualTo(-1, CLOSE);
    assertThat(scores.score(peer(4))).isEqualTo(-1, CLOSE);
  }

  @Test
  void addressesThatAreExemptMayBeSharedByMany() {
    params =
        params.with(
            new ScoreParams.Colocation(
                -1, 3, List.of(AddressBlock.parse("127.0.0.0/8"), AddressBlock.parse("::1/128"))));
    PeerScores scores = scores();
    for (int i = 1; i <= 20; i++) {
      scores.connected(peer(i), ip("/ip4/127.0.0." + i % 2));
    }
    for (int i = 21; i <= 30; i++) {
      scores.connected(peer(i), ip("/ip6/::1"));
    }

    assertThat(scores.score(peer(1))).isEqualTo(0.0);
    assertThat(scores.score(peer(25))).isEqualTo(0.0);
  }

  @Test
  void aPeerThatReturnsFromAnotherAddressLeavesItsOldPlace() {
    PeerScores scores = scores();
    for (int i = 1; i <= 4; i++) {
      scores.connected(peer(i), ip("/ip4/192.0.2.1"));
    }

    scores.connected(peer(4), ip("/ip4/192.0.2.9"));

    assertThat(scores.score(peer(1))).isEqualTo(0.0);
  }
}
