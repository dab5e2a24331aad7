package org.datanet.node.libp2p.quic;

/**
 * Bounds of QUIC connections.
 *
 * @param inboundStreamsMax streams the remote may have open, as with Yamux; QUIC itself holds it to
 *     that
 * @param sendBufferBytesMax what one stream may hold of writes that wait for window or socket; over
 *     it the stream is reset. Four blocks of 1 MiB, as with Yamux
 * @param streamWindowBytes credit the remote has on a stream at first; quiche lets it grow up to 16
 *     MiB while we read as fast as it comes
 * @param connectionWindowBytes credit over all streams of a connection at first, so 32 streams that
 *     are not read do not hold up the others; grows up to 24 MiB in the same way
 * @param idleTimeoutMs a connection on which nothing comes for so long is over; ping keeps it alive
 * @param unvalidatedHandshakesMax inbound handshakes at any moment whose address has not been
 *     validated; from there on, newcomers must show a token first that only their address could get
 * @param resetStreamsMax streams of one connection that may end by a reset, after which it is
 *     closed: Netty remembers each until then, in about 1 KiB
 */
public record QuicLimits(
    int inboundStreamsMax,
    int sendBufferBytesMax,
    int streamWindowBytes,
    int connectionWindowBytes,
    int idleTimeoutMs,
    int unvalidatedHandshakesMax,
    int resetStreamsMax) {

  /** Safe on any path: IPv6 carries 1,280 bytes everywhere, less 48 of its and UDP's headers. */
  static final int UDP_PAYLOAD_BYTES_MAX = 1_232;

  public static QuicLimits defaults() {
    return new QuicLimits(1_024, 4 * 1024 * 1024, 256 * 1024, 8 * 1024 * 1024, 30_000, 16, 4_096);
  }
}
