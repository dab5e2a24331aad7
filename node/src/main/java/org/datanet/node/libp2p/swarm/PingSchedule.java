package org.datanet.node.libp2p.swarm;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.datanet.node.libp2p.host.Host.ProtocolUnsupportedException;
import org.datanet.node.libp2p.ping.Ping;

/** Pings one connection for as long as it is open, and closes it when the peer falls silent. */
final class PingSchedule {

  private final PeerLink link;
  private final HostConfig.Ping rhythm;

  PingSchedule(PeerLink link, HostConfig.Ping rhythm) {
    this.link = link;
    this.rhythm = rhythm;
  }

  /** Event loop of the connection only. */
  void start() {
    if (rhythm.intervalMs() > 0) {
      ping();
    }
  }

  private void ping() {
    if (!link.isOpen()) {
      return;
    }
    ScheduledFuture<?> silence =
        link.eventLoop()
            .schedule(
                () -> link.close("no answer to ping"), rhythm.timeoutMs(), TimeUnit.MILLISECONDS);
    Ping.measure(link::openStream)
        .whenComplete(
            (micros, failure) -> {
              silence.cancel(false);
              if (failure == null) {
                link.measured(micros);
              }
              if (!(failure instanceof ProtocolUnsupportedException)) {
                again();
              }
            });
  }

  private void again() {
    if (link.isOpen()) {
      link.eventLoop().schedule(this::ping, rhythm.intervalMs(), TimeUnit.MILLISECONDS);
    }
  }
}
