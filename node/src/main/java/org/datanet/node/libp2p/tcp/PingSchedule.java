package org.datanet.node.libp2p.tcp;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.datanet.node.libp2p.host.Host.ProtocolUnsupportedException;
import org.datanet.node.libp2p.ping.Ping;

/** Pings one connection for as long as it is open, and closes it when the peer falls silent. */
final class PingSchedule {

  private final TcpConnection connection;
  private final int intervalMs;
  private final int timeoutMs;

  PingSchedule(TcpConnection connection, int intervalMs, int timeoutMs) {
    this.connection = connection;
    this.intervalMs = intervalMs;
    this.timeoutMs = timeoutMs;
  }

  /** Event loop of the connection only. */
  void start() {
    if (intervalMs > 0) {
      ping();
    }
  }

  private void ping() {
    if (!connection.channel().isActive()) {
      return;
    }
    ScheduledFuture<?> silence =
        connection
            .channel()
            .eventLoop()
            .schedule(
                () -> connection.close("no answer to ping"), timeoutMs, TimeUnit.MILLISECONDS);
    Ping.measure(connection::openStream)
        .whenComplete(
            (micros, failure) -> {
              silence.cancel(false);
              if (failure == null) {
                connection.measured(micros);
              }
              if (!(failure instanceof ProtocolUnsupportedException)) {
                again();
              }
            });
  }

  private void again() {
    if (connection.channel().isActive()) {
      connection.channel().eventLoop().schedule(this::ping, intervalMs, TimeUnit.MILLISECONDS);
    }
  }
}
