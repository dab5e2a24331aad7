package org.datanet.node.libp2p.swarm;

import java.util.List;
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
 * @param connectionsMax sockets at any moment, those in handshake included: each may hold a few MiB
 * @param inboundPerIpMax sockets accepted from one address: one machine cannot take all places
 * @param dialTimeoutMs until TCP is connected
 * @param handshakeTimeoutMs from there until Yamux runs: three round trips of the worst link, and
 *     slow machines
 * @param negotiationTimeoutMs until both sides agree on a stream's protocol
 * @param pingIntervalMs between two measurements of a connection; 0 turns them off
 * @param pingTimeoutMs a peer silent for that long is disconnected
 * @param threads event loops
 * @param transports names of those to listen on and to dial by, the preferred first
 */
public record HostConfig(
    Identity identity,
    String agentVersion,
    String protocolVersion,
    int connectionsMax,
    int inboundPerIpMax,
    int dialTimeoutMs,
    int handshakeTimeoutMs,
    int negotiationTimeoutMs,
    int pingIntervalMs,
    int pingTimeoutMs,
    int threads,
    YamuxLimits yamux,
    QuicLimits quic,
    List<String> transports) {

  public HostConfig {
    transports = List.copyOf(transports);
  }

  /** Bounds for a node of a few hundred peers. */
  public static HostConfig defaults(Identity identity, String agentVersion) {
    return new HostConfig(
        identity,
        agentVersion,
        "/datanet/1",
        256,
        64,
        5_000,
        10_000,
        10_000,
        15_000,
        20_000,
        Math.max(2, Runtime.getRuntime().availableProcessors() / 2),
        YamuxLimits.defaults(),
        QuicLimits.defaults(),
        List.of(QuicTransport.NAME, TcpTransport.NAME));
  }

  public HostConfig withConnectionLimits(int connectionsMax, int inboundPerIpMax) {
    return new HostConfig(
        identity,
        agentVersion,
        protocolVersion,
        connectionsMax,
        inboundPerIpMax,
        dialTimeoutMs,
        handshakeTimeoutMs,
        negotiationTimeoutMs,
        pingIntervalMs,
        pingTimeoutMs,
        threads,
        yamux,
        quic,
        transports);
  }

  public HostConfig withTimeouts(
      int dialTimeoutMs, int handshakeTimeoutMs, int negotiationTimeoutMs) {
    return new HostConfig(
        identity,
        agentVersion,
        protocolVersion,
        connectionsMax,
        inboundPerIpMax,
        dialTimeoutMs,
        handshakeTimeoutMs,
        negotiationTimeoutMs,
        pingIntervalMs,
        pingTimeoutMs,
        threads,
        yamux,
        quic,
        transports);
  }

  public HostConfig withPing(int pingIntervalMs, int pingTimeoutMs) {
    return new HostConfig(
        identity,
        agentVersion,
        protocolVersion,
        connectionsMax,
        inboundPerIpMax,
        dialTimeoutMs,
        handshakeTimeoutMs,
        negotiationTimeoutMs,
        pingIntervalMs,
        pingTimeoutMs,
        threads,
        yamux,
        quic,
        transports);
  }

  public HostConfig withYamux(YamuxLimits yamux) {
    return new HostConfig(
        identity,
        agentVersion,
        protocolVersion,
        connectionsMax,
        inboundPerIpMax,
        dialTimeoutMs,
        handshakeTimeoutMs,
        negotiationTimeoutMs,
        pingIntervalMs,
        pingTimeoutMs,
        threads,
        yamux,
        quic,
        transports);
  }

  public HostConfig withQuic(QuicLimits quic) {
    return new HostConfig(
        identity,
        agentVersion,
        protocolVersion,
        connectionsMax,
        inboundPerIpMax,
        dialTimeoutMs,
        handshakeTimeoutMs,
        negotiationTimeoutMs,
        pingIntervalMs,
        pingTimeoutMs,
        threads,
        yamux,
        quic,
        transports);
  }

  public HostConfig withTransports(List<String> transports) {
    return new HostConfig(
        identity,
        agentVersion,
        protocolVersion,
        connectionsMax,
        inboundPerIpMax,
        dialTimeoutMs,
        handshakeTimeoutMs,
        negotiationTimeoutMs,
        pingIntervalMs,
        pingTimeoutMs,
        threads,
        yamux,
        quic,
        transports);
  }
}
