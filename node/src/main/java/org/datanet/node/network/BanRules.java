package org.datanet.node.network;

import java.util.List;
import org.datanet.node.libp2p.gossipsub.score.AddressBlock;

/**
 * How peers are banned that abuse the protocol.
 *
 * @param banMs for which such a peer is not spoken to
 * @param peersPerAddress so many of them that came from one IPv4 address, or one /64 of IPv6, and
 *     nobody is let in from there until less are banned
 * @param spared addresses from which everybody is always let in
 */
public record BanRules(long banMs, int peersPerAddress, List<AddressBlock> spared) {

  /**
   * A ban outlasts what the score remembers, ten minutes, and ends by itself should a faulty
   * release make honest nodes reject each other. Half a household's peers at an address do not shut
   * it out, and nobody fills the memory of a machine with identities that cost nothing.
   */
  public static final BanRules DEFAULT = new BanRules(900_000, 4, AddressBlock.LOOPBACK);

  public BanRules {
    if (banMs < 1 || peersPerAddress < 1) {
      throw new IllegalArgumentException("a ban lasts, and is of somebody");
    }
    spared = List.copyOf(spared);
  }
}
