package org.datanet.testnet.gossipsim;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.datanet.node.libp2p.multiformats.PeerId;

/** Names and addresses of simulated peers. */
public final class SimIdentities {

  private SimIdentities() {}

  /** An id that no key belongs to. */
  public static PeerId peer(int number) {
    byte[] key = new byte[PeerId.ED25519_KEY_BYTES];
    ByteBuffer.wrap(key).putInt(number);
    return PeerId.ofEd25519(key);
  }

  /** An address of its own for each number: {@code 10.x.y.z}. */
  public static InetAddress address(int number) {
    try {
      return InetAddress.getByAddress(
          new byte[] {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number});
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
