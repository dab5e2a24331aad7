package org.datanet.node.libp2p.swarm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;

/** Carries datagrams between one client and a server on loopback, and loses some when told to. */
final class LossyRelay implements AutoCloseable {

  private static final long QUIET_MS = 300;

  private final DatagramSocket toClient;
  private final DatagramSocket toServer;
  private final SocketAddress server;
  private volatile SocketAddress client;
  private volatile long lastNanos = System.nanoTime();

  /** Datagrams from the server, up to the one that is lost; 0 where none is. */
  private int untilLost;

  private boolean deafToClient;

  LossyRelay(int serverPort) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    server = new InetSocketAddress(loopback, serverPort);
    client = server; // until there is one
    toClient = new DatagramSocket(0, loopback);
    toServer = new DatagramSocket(0, loopback);
    Thread.ofVirtual().start(() -> pump(toClient, this::fromClient));
    Thread.ofVirtual().start(() -> pump(toServer, this::fromServer));
  }

  /** Where clients go. */
  int port() {
    return toClient.getLocalPort();
  }

  /** Nothing has come for a while. */
  boolean isQuiet() {
    return System.nanoTime() - lastNanos > TimeUnit.MILLISECONDS.toNanos(QUIET_MS);
  }

  /**
   * Of the next datagrams from the server, the first arrives and the second is lost, and so is what
   * the client sends until the third.
   */
  synchronized void loseTheSecond() {
    untilLost = 2;
  }

  private synchronized void fromServer(DatagramPacket packet) throws IOException {
    boolean lost = untilLost == 1;
    deafToClient = untilLost > 0;
    untilLost = Math.max(0, untilLost - 1);
    if (!lost) {
      packet.setSocketAddress(client);
      toClient.send(packet);
    }
  }

  private synchronized void fromClient(DatagramPacket packet) throws IOException {
    client = packet.getSocketAddress();
    if (!deafToClient) {
      packet.setSocketAddress(server);
      toServer.send(packet);
    }
  }

  private interface Carrier {
    void carry(DatagramPacket packet) throws IOException;
  }

  private void pump(DatagramSocket from, Carrier carrier) {
    byte[] buffer = new byte[65_536];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        from.receive(packet);
        lastNanos = System.nanoTime();
        carrier.carry(packet);
      }
    } catch (SocketException closed) {
      // The test is over.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    toClient.close();
    toServer.close();
  }
}
