package org.datanet.node.libp2p.kad;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;

/** Peers that tests name by number. */
final class Peers {

  private Peers() {}

  static PeerId peer(int number) {
    byte[] key = new byte[PeerId.ED25519_KEY_BYTES];
    new SplittableRandom(number).nextBytes(key);
    return PeerId.ofEd25519(key);
  }

  static KadKey key(int number) {
    return KadKey.of(peer(number));
  }

  /** A public address in a /16 of its own. */
  static Multiaddr address(int number) {
    return Multiaddr.parse(
        "/ip4/%d.%d.%d.1/tcp/4001"
            .formatted(11 + number / 256 % 80, number % 256, number / 20_480 % 256));
  }

  static Contact contact(int number) {
    return Contact.of(peer(number), List.of(address(number)));
  }

  /** The first numbers whose keys have so many leading bits in common with that of number 0. */
  static List<Integer> inBucket(int commonBits, int count) {
    return IntStream.iterate(1, number -> number + 1)
        .filter(number -> key(0).commonBits(key(number)) == commonBits)
        .limit(count)
        .boxed()
        .toList();
  }

  /** A connection that this peer was dialled over. */
  static Link linkTo(int number) {
    return new Link(address(number), true, List.of(address(number)));
  }
}
