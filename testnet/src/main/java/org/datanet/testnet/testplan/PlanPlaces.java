package org.datanet.testnet.testplan;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.datanet.node.libp2p.multiformats.Multiaddr;

/** Where the nodes of a run are. */
public sealed interface PlanPlaces {

  /** This node's number. */
  int own() throws UnknownHostException;

  Multiaddr listen() throws UnknownHostException;

  /** Where a node listens, without its id. */
  Multiaddr of(int node) throws UnknownHostException;

  /** As the plan has it under Shadow: host {@code node7}, port 9000. */
  record Hosts() implements PlanPlaces {

    private static final int PORT = 9_000;
    private static final Pattern NAME = Pattern.compile("node(\\d{1,9})");

    @Override
    public int own() throws UnknownHostException {
      return number(InetAddress.getLocalHost().getHostName());
    }

    static int number(String hostname) throws UnknownHostException {
      Matcher name = NAME.matcher(hostname);
      if (!name.lookingAt()) {
        throw new UnknownHostException(
            "the plan's hosts are named node0, node1, …; not " + hostname);
      }
      return Integer.parseInt(name.group(1));
    }

    @Override
    public Multiaddr listen() {
      return tcp("0.0.0.0", PORT);
    }

    @Override
    public Multiaddr of(int node) throws UnknownHostException {
      String name = "node" + node;
      return Arrays.stream(InetAddress.getAllByName(name))
          .filter(Inet4Address.class::isInstance)
          .findFirst()
          .map(address -> tcp(address.getHostAddress(), PORT))
          .orElseThrow(() -> new UnknownHostException(name + " has no IPv4 address"));
    }
  }

  /**
   * All on this machine, for a try without Shadow.
   *
   * @param portBase port of node 0; the others follow
   */
  record Loopback(int own, int portBase) implements PlanPlaces {

    @Override
    public Multiaddr listen() {
      return of(own);
    }

    @Override
    public Multiaddr of(int node) {
      return tcp("127.0.0.1", portBase + node);
    }
  }

  private static Multiaddr tcp(String host, int port) {
    return Multiaddr.parse("/ip4/" + host + "/tcp/" + port);
  }
}
