package org.datanet.testnet.launcher;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Ports that nobody listens on, over TCP or UDP. They lie below the range from which systems take
 * the near end of outgoing connections, so that a node that was killed finds its port free again.
 */
final class FreePorts {

  private static final int LOWEST = 12_000;
  private static final int HIGHEST = 32_000;

  /** With a tenth of the range taken, the chance that so many tries find none is nil. */
  private static final int TRIES_PER_PORT = 100;

  private FreePorts() {}

  static SortedSet<Integer> find(int count, Random random) throws IOException {
    SortedSet<Integer> ports = new TreeSet<>();
    for (int tries = 0; ports.size() < count; tries++) {
      if (tries > count * TRIES_PER_PORT) {
        throw new IOException("too few free ports between " + LOWEST + " and " + HIGHEST);
      }
      int port = random.nextInt(LOWEST, HIGHEST);
      if (isFree(port)) {
        ports.add(port);
      }
    }
    return ports;
  }

  private static boolean isFree(int port) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (ServerSocket tcp = new ServerSocket();
        DatagramSocket udp = new DatagramSocket(address)) {
      tcp.bind(address);
      return udp.isBound();
    } catch (IOException e) {
      return false; // whatever the reason, a node could not listen there either
    }
  }
}
