package org.datanet.node.libp2p.kad;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Public addresses that are likely in one hand.
 *
 * @param prefix the address's leading bits, left-aligned, the rest zero
 */
record IpGroup(Width width, boolean v6, long prefix) {

  enum Width {
    /** What a hoster rents out: /24, or /48 of IPv6. */
    NARROW(24, 48),
    /** What a hoster or provider has: /16, or /32 of IPv6. */
    WIDE(16, 32);

    private final int bits4;
    private final int bits6;

    Width(int bits4, int bits6) {
      this.bits4 = bits4;
      this.bits6 = bits6;
    }
  }

  /** One group of each width. */
  static List<IpGroup> of(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean v6 = bytes.length != 4;
    long leading =
        v6 ? ByteBuffer.wrap(bytes).getLong() : (long) ByteBuffer.wrap(bytes).getInt() << 32;
    return List.of(of(Width.NARROW, v6, leading), of(Width.WIDE, v6, leading));
  }

  private static IpGroup of(Width width, boolean v6, long leading) {
    int bits = v6 ? width.bits6 : width.bits4;
    return new IpGroup(width, v6, leading & -1L << (Long.SIZE - bits));
  }
}
