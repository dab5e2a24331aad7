package org.datanet.node.libp2p.jvm;

import io.libp2p.core.Host;
import io.libp2p.core.dsl.Builder;
import io.libp2p.core.dsl.BuilderJKt;
import io.libp2p.core.mux.StreamMuxerProtocol;
import io.libp2p.security.noise.NoiseXXSecureChannel;
import io.libp2p.transport.tcp.TcpTransport;
import java.time.Duration;
import org.datanet.node.libp2p.swarm.HostConfig;

/** jvm-libp2p put together: TCP, Noise and Yamux, and nothing besides. */
final class Library {

  /**
   * What one connection may hold of writes that wait for window or socket: gossip's bound and four
   * streams at theirs. A stream that overflows it is reset.
   */
  private static final int CONNECTION_SEND_BYTES_MAX = 32 << 20;

  private Library() {}

  static Host host(HostConfig config) {
    JvmIdentity key = new JvmIdentity(config.identity());
    Host host =
        BuilderJKt.hostJ(
            Builder.Defaults.None,
            builder -> {
              builder.getIdentity().setFactory(() -> key);
              builder
                  .getTransports()
                  .add(
                      upgrader -> {
                        TcpTransport tcp = new TcpTransport(upgrader);
                        tcp.setConnectTimeout(Duration.ofMillis(config.timeouts().dialMs()));
                        return tcp;
                      });
              builder
                  .getSecureChannels()
                  .add((privateKey, muxers) -> new NoiseXXSecureChannel(privateKey));
              builder
                  .getMuxers()
                  .add(
                      StreamMuxerProtocol.getYamux(
                          CONNECTION_SEND_BYTES_MAX, config.yamux().unackedStreamsMax()));
              builder
                  .getDebug()
                  .getMuxFramesHandler()
                  .addHandler(connection -> YamuxGate.install(connection, config.yamux()));
            });
    host.addStreamVisitor(YamuxGate::enter);
    return host;
  }
}
