package org.datanet.node.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;

/** Known peers: last seen 8 bytes, then each address behind 2 bytes of length. */
final class RocksPeers implements PeerStore {

  private static final Comparator<KnownPeer> LAST_SEEN_FIRST =
      Comparator.comparingLong(KnownPeer::lastSeenMs).reversed().thenComparing(KnownPeer::peerId);

  private final Database database;
  private final Object writing = new Object();

  RocksPeers(Database database) {
    this.database = database;
  }

  @Override
  public void put(KnownPeer peer) throws IOException {
    byte[] value = encode(peer);
    synchronized (writing) {
      List<KnownPeer> known = peers();
      boolean replaces = known.stream().anyMatch(p -> p.peerId().equals(peer.peerId()));
      database.write(
          false,
          writes -> {
            if (!replaces && known.size() >= PEERS_MAX) {
              Bytes forgotten = known.get(known.size() - 1).peerId();
              writes.delete(Column.PEERS, KeyLayout.peer(forgotten));
            }
            writes.put(Column.PEERS, KeyLayout.peer(peer.peerId()), value);
          });
    }
  }

  @Override
  public void remove(Bytes peerId) throws IOException {
    synchronized (writing) {
      database.write(false, writes -> writes.delete(Column.PEERS, KeyLayout.peer(peerId)));
    }
  }

  @Override
  public List<KnownPeer> peers() throws IOException {
    Map<Bytes, byte[]> stored = new LinkedHashMap<>();
    database.scan(
        Column.PEERS,
        KeyLayout.ALL,
        KeyLayout.ALL,
        (key, value) -> {
          stored.put(Bytes.wrap(key), value);
          return true;
        });
    List<KnownPeer> peers = new ArrayList<>();
    for (Map.Entry<Bytes, byte[]> entry : stored.entrySet()) {
      peers.add(decode(entry.getKey(), entry.getValue()));
    }
    peers.sort(LAST_SEEN_FIRST);
    return peers;
  }

  static byte[] encode(KnownPeer peer) {
    requireField(peer.peerId().size());
    requireCount(peer.addresses().size());
    List<byte[]> addresses = peer.addresses().stream().map(a -> a.getBytes(UTF_8)).toList();
    addresses.forEach(address -> requireField(address.length));
    int bytes = addresses.stream().mapToInt(address -> Short.BYTES + address.length).sum();
    ByteBuffer value = ByteBuffer.allocate(Long.BYTES + bytes).putLong(peer.lastSeenMs());
    addresses.forEach(address -> value.putShort((short) address.length).put(address));
    return value.array();
  }

  private static void requireCount(int addresses) {
    if (addresses > ADDRESSES_MAX) {
      throw new IllegalArgumentException(addresses + " addresses");
    }
  }

  private static void requireField(int bytes) {
    if (bytes == 0 || bytes > FIELD_BYTES_MAX) {
      throw new IllegalArgumentException("a field of " + bytes + " bytes");
    }
  }

  static KnownPeer decode(Bytes peerId, byte[] stored) throws IOException {
    ByteBuffer value = ByteBuffer.wrap(stored);
    List<String> addresses = new ArrayList<>();
    try {
      long lastSeenMs = value.getLong();
      while (value.hasRemaining()) {
        int bytes = Short.toUnsignedInt(value.getShort());
        byte[] address = new byte[Math.min(bytes, FIELD_BYTES_MAX + 1)];
        value.get(address);
        requireField(address.length);
        addresses.add(new String(address, UTF_8));
      }
      requireCount(addresses.size());
      return new KnownPeer(peerId, addresses, lastSeenMs);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new IOException("a stored peer does not parse: the store is damaged", e);
    }
  }
}
