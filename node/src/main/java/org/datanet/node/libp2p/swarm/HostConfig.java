package org.datanet.node.libp2p.swarm;

import java.util.List;
import java.util.function.Consumer;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.quic.QuicLimits;
import org.datanet.node.libp2p.quic.QuicTransport;
import org.datanet.node.libp2p.tcp.TcpTransport;
import org.datanet.node.libp2p.yamux.YamuxLimits;

/**
 * How a host behaves, with its bounds.
 *
 * @param agentVersion what identify tells, such as {@code datanet/0.1.0}
 * @param protocolVersion the family of protocols, such as {@code /datanet/1}
 * @param connectionsMax sockets at any moment, those in handshake included: each may hold a few
 *     MiB. An eighth is kept for those that this host dials
 * @param inboundPerIpMax sockets accepted from one address: one machine cannot take all places
 * @param threads event loops
 * @param transports names of those to listen on and to dial by, the preferred first
 */
public record HostConfig(
    Identity identity,
    String agentVersion,
    String protocolVersion,
    int connectionsMax,
    int inboundPerIpMax,
    Timeouts timeouts,
    Ping ping,
    int threads,
    YamuxLimits yamux,
    QuicLimits quic,
    List<String> transports) {

  public HostConfig {
    transports = List.copyOf(transports);
  }

  /**
   * How long a host waits.
   *
   * @param headStartMs for an address before the next one of the same peer is dialled beside it
   * @param dialMs until the far end answers at all
   * @param handshakeMs from there until streams can be opened: three round trips of the worst link,
   *     and slow machines
   * @param negotiationMs until both sides agree on a stream's protocol
   */
  public record Timeouts(int headStartMs, int dialMs, int handshakeMs, int negotiationMs) {

    /** RFC 8305 recommends the head start. */
    public static final Timeouts DEFAULT = new Timeouts(250, 5_000, 10_000, 10_000);
  }

  /**
   * Measuring of connections.
   *
   * @param intervalMs between two measurements; 0 turns them off
   * @param timeoutMs a peer silent for that long is disconnected
   */
  public record Ping(int intervalMs, int timeoutMs) {

    /** Twice in the time after which QUIC gives a silent connection up. */
    public static final Ping DEFAULT = new Ping(15_000, 20_000);
  }

  /** Bounds for a node of a few hundred peers. */
  public static HostConfig defaults(Identity identity, String agentVersion) {
    return new HostConfig(
        identity,
        agentVersion,
        "/datanet/1",
        256,
        64,
        Timeouts.DEFAULT,
        Ping.DEFAULT,
        Math.max(2, Runtime.getRuntime().availableProcessors() / 2),
        YamuxLimits.defaults(),
        QuicLimits.defaults(),
        List.of(QuicTransport.NAME, TcpTransport.NAME));
  }

  public HostConfig withConnectionLimits(int connectionsMax, int inboundPerIpMax) {
    return with(
        draft -> {
          draft.connectionsMax = connectionsMax;
          draft.inboundPerIpMax = inboundPerIpMax;
        });
  }

  public HostConfig withTimeouts(int dialMs, int handshakeMs, int negotiationMs) {
    return with(
        draft ->
            draft.timeouts =
                new Timeouts(timeouts.headStartMs, dialMs, handshakeMs, negotiationMs));
  }

  public HostConfig withHeadStart(int headStartMs) {
    return with(
        draft ->
            draft.timeouts =
                new Timeouts(
                    headStartMs, timeouts.dialMs, timeouts.handshakeMs, timeouts.negotiationMs));
  }

  public HostConfig withPing(int intervalMs, int timeoutMs) {
    return with(draft -> draft.ping = new Ping(intervalMs, timeoutMs));
  }

  public HostConfig withYamux(YamuxLimits yamux) {
    return with(draft -> draft.yamux = yamux);
  }

  public HostConfig withQuic(QuicLimits quic) {
    return with(draft -> draft.quic = quic);
  }

  public HostConfig withTransports(List<String> transports) {
    return with(draft -> draft.transports = transports);
  }

  private HostConfig with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return new HostConfig(
        identity,
        agentVersion,
        protocolVersion,
        draft.connectionsMax,
        draft.inboundPerIpMax,
        draft.timeouts,
        draft.ping,
        threads,
        draft.yamux,
        draft.quic,
        draft.transports);
  }

  /** What may be changed, while it is. */
  private static final class Draft {
    private int connectionsMax;
    private int inboundPerIpMax;
    private Timeouts timeouts;
    private Ping ping;
    private YamuxLimits yamux;
    private QuicLimits quic;
    private List<String> transports;

    Draft(HostConfig from) {
      connectionsMax = from.connectionsMax;
      inboundPerIpMax = from.inboundPerIpMax;
      timeouts = from.timeouts;
      ping = from.ping;
      yamux = from.yamux;
      quic = from.quic;
      transports = from.transports;
    }
  }
}
