package org.datanet.node.libp2p.multiformats;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A libp2p address such as {@code /ip4/127.0.0.1/tcp/4001/p2p/12D3Koo…}: a list of protocol and
 * value, in its text and its binary form (multiformats/multiaddr). Knows the protocols this host
 * can use, and refuses others.
 */
public record Multiaddr(List<Component> components) {

  /** More than any address of ours needs; longer ones are refused unread. */
  public static final int BYTES_MAX = 512;

  private static final int COMPONENTS_MAX = 8;
  private static final Pattern DNS_NAME = Pattern.compile("[A-Za-z0-9._-]{1,253}");

  public Multiaddr {
    components = List.copyOf(components);
    if (components.isEmpty() || components.size() > COMPONENTS_MAX) {
      throw new IllegalArgumentException("a multiaddr has 1 to 8 parts, not " + components.size());
    }
  }

  /** What a part of an address names, with its code in the multicodec table. */
  public enum Protocol {
    IP4("ip4", 4, 4),
    TCP("tcp", 6, 2),
    IP6("ip6", 41, 16),
    DNS("dns", 53, Protocol.PREFIXED),
    DNS4("dns4", 54, Protocol.PREFIXED),
    DNS6("dns6", 55, Protocol.PREFIXED),
    UDP("udp", 273, 2),
    P2P("p2p", 421, Protocol.PREFIXED),
    QUIC_V1("quic-v1", 461, 0);

    private static final int PREFIXED = -1;

    private final String label;
    private final int code;
    private final int valueBytes;

    Protocol(String label, int code, int valueBytes) {
      this.label = label;
      this.code = code;
      this.valueBytes = valueBytes;
    }

    private static Optional<Protocol> find(Predicate<Protocol> predicate) {
      for (Protocol protocol : values()) {
        if (predicate.test(protocol)) {
          return Optional.of(protocol);
        }
      }
      return Optional.empty();
    }
  }

  /** One part; the value is in its canonical text form and empty for a protocol without one. */
  public record Component(Protocol protocol, String value) {
    public Component {
      value = canonical(protocol, value);
    }
  }

  /**
   * Reads the text form; {@code /ipfs/<id>} is taken for {@code /p2p/<id>}, as of old.
   *
   * @throws IllegalArgumentException saying which part is wrong
   */
  public static Multiaddr parse(String text) {
    if (!text.startsWith("/") || text.length() > 2 * BYTES_MAX) {
      throw new IllegalArgumentException(
          "a multiaddr starts with '/' and has at most 1024 characters");
    }
    String[] parts = text.substring(1).split("/", -1);
    List<Component> components = new ArrayList<>();
    for (int i = 0; i < parts.length; ) {
      String label = parts[i++].replace("ipfs", "p2p");
      int number = i;
      Protocol protocol =
          Protocol.find(p -> p.label.equals(label))
              .orElseThrow(
                  () -> new IllegalArgumentException("part " + number + " is unknown in " + text));
      if (protocol.valueBytes != 0 && i == parts.length) {
        throw new IllegalArgumentException("part " + number + " lacks its value in " + text);
      }
      components.add(new Component(protocol, protocol.valueBytes == 0 ? "" : parts[i++]));
    }
    return new Multiaddr(components);
  }

  /**
   * Reads the binary form; empty where it is malformed or has a part that this host does not know.
   */
  public static Optional<Multiaddr> decode(byte[] bytes) {
    if (bytes.length == 0 || bytes.length > BYTES_MAX) {
      return Optional.empty();
    }
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    List<Component> components = new ArrayList<>();
    while (in.isReadable()) {
      Component component = components.size() < COMPONENTS_MAX ? decodeComponent(in) : null;
      if (component == null) {
        return Optional.empty();
      }
      components.add(component);
    }
    return Optional.of(new Multiaddr(components));
  }

  private static @Nullable Component decodeComponent(ByteBuf in) {
    long code = Varint.read(in);
    Optional<Protocol> protocol = Protocol.find(p -> p.code == code);
    if (protocol.isEmpty()) {
      return null;
    }
    int fixedBytes = protocol.get().valueBytes;
    long valueBytes = fixedBytes == Protocol.PREFIXED ? Varint.read(in) : fixedBytes;
    if (valueBytes < 0 || valueBytes > in.readableBytes()) {
      return null;
    }
    byte[] value = new byte[(int) valueBytes];
    in.readBytes(value);
    try {
      return new Component(protocol.get(), text(protocol.get(), value));
    } catch (IllegalArgumentException notCanonical) {
      return null;
    }
  }

  /** {@code /ip4|ip6/…/tcp/…} of a resolved socket address. */
  public static Multiaddr ofTcp(InetSocketAddress address) {
    return of(address, new Component(Protocol.TCP, Integer.toString(address.getPort())));
  }

  /** {@code /ip4|ip6/…/udp/…/quic-v1} of a resolved socket address. */
  public static Multiaddr ofQuic(InetSocketAddress address) {
    return of(
        address,
        new Component(Protocol.UDP, Integer.toString(address.getPort())),
        new Component(Protocol.QUIC_V1, ""));
  }

  private static Multiaddr of(InetSocketAddress address, Component... tail) {
    byte[] ip = address.getAddress().getAddress();
    Protocol family = ip.length == 4 ? Protocol.IP4 : Protocol.IP6;
    List<Component> components = new ArrayList<>();
    components.add(new Component(family, text(family, ip)));
    components.addAll(List.of(tail));
    return new Multiaddr(components);
  }

  /** The binary form. */
  public byte[] bytes() {
    ByteBuf out = Unpooled.buffer();
    for (Component component : components) {
      Varint.write(out, component.protocol.code);
      byte[] value = binary(component);
      if (component.protocol.valueBytes == Protocol.PREFIXED) {
        Varint.write(out, value.length);
      }
      out.writeBytes(value);
    }
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    return bytes;
  }

  /** The peer that the address ends in, where it names one. */
  public Optional<PeerId> peerId() {
    Component last = components.getLast();
    return last.protocol == Protocol.P2P ? Optional.of(PeerId.parse(last.value)) : Optional.empty();
  }

  /**
   * The address without its {@code /p2p} end; itself where it has none or nothing would be left.
   */
  public Multiaddr withoutPeerId() {
    return components.size() > 1 && peerId().isPresent()
        ? new Multiaddr(components.subList(0, components.size() - 1))
        : this;
  }

  /** The address of that peer; replaces another {@code /p2p} end. */
  public Multiaddr withPeerId(PeerId peer) {
    List<Component> joined = new ArrayList<>(withoutPeerId().components);
    joined.add(new Component(Protocol.P2P, peer.toString()));
    return new Multiaddr(joined);
  }

  /**
   * Host and TCP port of {@code /ip4|ip6|dns*}{@code /…/tcp/…}; unresolved where it names a host.
   */
  public Optional<InetSocketAddress> tcpAddress() {
    return withoutPeerId().components.size() == 2 ? socketAddress(Protocol.TCP) : Optional.empty();
  }

  /** Host and UDP port of {@code /…/udp/…/quic-v1}; unresolved where it names a host. */
  public Optional<InetSocketAddress> quicAddress() {
    List<Component> parts = withoutPeerId().components;
    return parts.size() == 3 && parts.get(2).protocol == Protocol.QUIC_V1
        ? socketAddress(Protocol.UDP)
        : Optional.empty();
  }

  /** The IP address that it begins with; empty where it names a host. */
  public Optional<InetAddress> ipAddress() {
    Component host = components.getFirst();
    return switch (host.protocol) {
      case IP4, IP6 -> Optional.of(ipAddress(binary(host)));
      case DNS, DNS4, DNS6, TCP, UDP, P2P, QUIC_V1 -> Optional.empty();
    };
  }

  private Optional<InetSocketAddress> socketAddress(Protocol transport) {
    Component host = components.get(0);
    if (components.get(1).protocol != transport) {
      return Optional.empty();
    }
    int port = Integer.parseInt(components.get(1).value);
    return switch (host.protocol) {
      case IP4, IP6 -> Optional.of(new InetSocketAddress(ipAddress(binary(host)), port));
      case DNS, DNS4, DNS6 -> Optional.of(InetSocketAddress.createUnresolved(host.value, port));
      case TCP, UDP, P2P, QUIC_V1 -> Optional.empty();
    };
  }

  @Override
  public String toString() {
    return components.stream()
        .map(c -> "/" + c.protocol.label + (c.value.isEmpty() ? "" : "/" + c.value))
        .collect(Collectors.joining());
  }

  private static String canonical(Protocol protocol, String value) {
    return switch (protocol) {
      case IP4, IP6 -> text(protocol, ipBytes(protocol, value));
      case TCP, UDP -> Integer.toString(port(value));
      case P2P -> PeerId.parse(value).toString();
      case DNS, DNS4, DNS6 -> {
        if (!DNS_NAME.matcher(value).matches()) {
          throw new IllegalArgumentException("not a DNS name: '" + value + "'");
        }
        yield value;
      }
      case QUIC_V1 -> "";
    };
  }

  private static byte[] binary(Component component) {
    return switch (component.protocol) {
      case IP4, IP6 -> ipBytes(component.protocol, component.value);
      case TCP, UDP -> {
        int port = port(component.value);
        yield new byte[] {(byte) (port >>> 8), (byte) port};
      }
      case P2P -> PeerId.parse(component.value).bytes();
      case DNS, DNS4, DNS6 -> component.value.getBytes(StandardCharsets.UTF_8);
      case QUIC_V1 -> new byte[0];
    };
  }

  private static String text(Protocol protocol, byte[] value) {
    return switch (protocol) {
      case IP4, IP6 -> NetUtil.toAddressString(ipAddress(value));
      case TCP, UDP -> Integer.toString((value[0] & 0xff) << 8 | (value[1] & 0xff));
      case P2P ->
          PeerId.decode(value)
              .map(PeerId::toString)
              .orElseThrow(() -> new IllegalArgumentException("not a peer id"));
      case DNS, DNS4, DNS6 -> new String(value, StandardCharsets.UTF_8);
      case QUIC_V1 -> "";
    };
  }

  private static int port(String value) {
    if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65_535) {
      throw new IllegalArgumentException("not a port: '" + value + "'");
    }
    return Integer.parseInt(value);
  }

  private static byte[] ipBytes(Protocol protocol, String value) {
    boolean valid =
        protocol == Protocol.IP4
            ? NetUtil.isValidIpV4Address(value)
            : NetUtil.isValidIpV6Address(value) && value.indexOf('%') < 0 && value.indexOf('[') < 0;
    byte[] bytes = valid ? NetUtil.createByteArrayFromIpAddressString(value) : null;
    if (bytes == null || bytes.length != protocol.valueBytes) {
      throw new IllegalArgumentException("not an " + protocol.label + " address: '" + value + "'");
    }
    return bytes;
  }

  /**
   * An IPv4-mapped IPv6 address stays one, which {@link InetAddress#getByAddress} alone would not
   * keep.
   */
  private static InetAddress ipAddress(byte[] bytes) {
    try {
      return bytes.length == 16
          ? Inet6Address.getByAddress(null, bytes, -1)
          : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an IP address has 4 or 16 bytes, not " + bytes.length, e);
    }
  }
}
