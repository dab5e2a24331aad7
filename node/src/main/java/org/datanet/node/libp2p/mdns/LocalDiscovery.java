package org.datanet.node.libp2p.mdns;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a local network where a host is, and listens for others. A peer's addresses stand in TXT
 * records {@code dnsaddr=<multiaddr with /p2p>}; its instance name is random, so that it says
 * nothing of who it is. One JmDNS an interface address, each with threads of its own.
 */
public final class LocalDiscovery implements AutoCloseable {

  /** Multiaddrs of a few interfaces; a DNS label holds 255 bytes of each. */
  static final int ADDRESSES_MAX = 16;

  static final int TEXT_BYTES_MAX = 255;

  private static final Logger LOG = LoggerFactory.getLogger(LocalDiscovery.class);

  private static final Pattern SERVICE = Pattern.compile("[a-z0-9-]{1,14}");
  private static final String KEY = "dnsaddr";

  private final List<JmDNS> responders = new ArrayList<>();

  private LocalDiscovery() {}

  /**
   * @param service of 1 to 14 letters, digits and hyphens; hosts of the same service find each
   *     other
   * @param interfaces addresses of this machine to speak on
   * @param announced of this host
   * @param onFound called on threads of JmDNS, possibly again for the same peer; must return at
   *     once
   */
  public static LocalDiscovery start(
      String service,
      PeerId self,
      List<InetAddress> interfaces,
      List<Multiaddr> announced,
      BiConsumer<PeerId, List<Multiaddr>> onFound)
      throws IOException {
    if (!SERVICE.matcher(service).matches()) {
      throw new IllegalArgumentException("not a service name: '" + service + "'");
    }
    String type = "_" + service + "._udp.local.";
    LocalDiscovery discovery = new LocalDiscovery();
    boolean complete = false;
    try {
      for (InetAddress ip : interfaces) {
        JmDNS responder = JmDNS.create(ip, instanceName());
        discovery.responders.add(responder);
        responder.addServiceListener(type, new Listener(responder, self, onFound));
        responder.registerService(
            ServiceInfo.create(type, instanceName(), port(announced), 0, 0, text(self, announced)));
      }
      complete = true;
      return discovery;
    } finally {
      if (!complete) {
        discovery.close();
      }
    }
  }

  private static String instanceName() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** Nobody reads it, but a service has one. */
  private static int port(List<Multiaddr> announced) {
    return announced.stream()
        .flatMap(address -> address.tcpAddress().or(address::quicAddress).stream())
        .mapToInt(socket -> socket.getPort())
        .findFirst()
        .orElse(1);
  }

  /**
   * A TXT record of one string an address. JmDNS takes them as they stand on the wire: each behind
   * its length, since its own properties know a key only once.
   */
  private static byte[] text(PeerId self, List<Multiaddr> announced) {
    java.io.ByteArrayOutputStream text = new java.io.ByteArrayOutputStream();
    announced.stream()
        .map(address -> KEY + "=" + address.withPeerId(self))
        .map(line -> line.getBytes(StandardCharsets.US_ASCII))
        .filter(line -> line.length <= TEXT_BYTES_MAX)
        .limit(ADDRESSES_MAX)
        .forEach(
            line -> {
              text.write(line.length);
              text.writeBytes(line);
            });
    return text.toByteArray();
  }

  /** The addresses that a TXT record names, by peer; whatever else it holds is passed over. */
  static Map<PeerId, List<Multiaddr>> parse(byte[] text) {
    Map<PeerId, List<Multiaddr>> found = new TreeMap<>();
    int addresses = 0;
    for (int at = 0; at < text.length && addresses < ADDRESSES_MAX; ) {
      int length = text[at] & 0xff;
      int end = at + 1 + length;
      if (end > text.length) {
        break;
      }
      Optional<Multiaddr> address =
          address(new String(text, at + 1, length, StandardCharsets.US_ASCII));
      Optional<PeerId> peer = address.flatMap(Multiaddr::peerId);
      if (peer.isPresent()) {
        found
            .computeIfAbsent(peer.get(), p -> new ArrayList<>())
            .add(address.get().withoutPeerId());
        addresses++;
      }
      at = end;
    }
    return found;
  }

  private static Optional<Multiaddr> address(String line) {
    if (!line.startsWith(KEY + "=")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Multiaddr.parse(line.substring(KEY.length() + 1)));
    } catch (IllegalArgumentException unknown) {
      return Optional.empty(); // of a kind that this host does not speak, or nonsense
    }
  }

  /** Says good-bye to the network. */
  @Override
  public void close() {
    for (JmDNS responder : responders) {
      try {
        responder.close();
      } catch (IOException e) {
        LOG.debug("mDNS did not close well: {}", e.toString());
      }
    }
    responders.clear();
  }

  private record Listener(JmDNS responder, PeerId self, BiConsumer<PeerId, List<Multiaddr>> onFound)
      implements ServiceListener {

    @Override
    public void serviceAdded(ServiceEvent event) {
      responder.requestServiceInfo(event.getType(), event.getName());
    }

    @Override
    public void serviceRemoved(ServiceEvent event) {
      // The peer book finds out by dialling.
    }

    @Override
    public void serviceResolved(ServiceEvent event) {
      byte[] text = event.getInfo().getTextBytes();
      if (text != null) {
        parse(text)
            .forEach(
                (peer, addresses) -> {
                  if (!peer.equals(self)) {
                    onFound.accept(peer, addresses);
                  }
                });
      }
    }
  }
}
