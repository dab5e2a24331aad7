package org.datanet.node.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
    List<KnownPeer> peers = new ArrayList<>();
    database.scan(
        Column.PEERS,
        KeyLayout.ALL,
        KeyLayout.ALL,
        (key, value) -> {
          peers.add(decode(Bytes.wrap(key), ByteBuffer.wrap(value)));
          return true;
        });
    peers.sort(LAST_SEEN_FIRST);
    return peers;
  }

  private static byte[] encode(KnownPeer peer) {
    requireField(peer.peerId().size());
    if (peer.addresses().size() > ADDRESSES_MAX) {
      throw new IllegalArgumentException(peer.addresses().size() + " addresses");
    }
    List<byte[]> addresses = peer.addresses().stream().map(a -> a.getBytes(UTF_8)).toList();
    addresses.forEach(address -> requireField(address.length));
    int bytes = addresses.stream().mapToInt(address -> Short.BYTES + address.length).sum();
    ByteBuffer value = ByteBuffer.allocate(Long.BYTES + bytes).putLong(peer.lastSeenMs());
    addresses.forEach(address -> value.putShort((short) address.length).put(address));
    return value.array();
  }

  private static void requireField(int bytes) {
    if (bytes == 0 || bytes > FIELD_BYTES_MAX) {
      throw new IllegalArgumentException("a field of " + bytes + " bytes");
    }
  }

  private static KnownPeer decode(Bytes peerId, ByteBuffer value) {
    long lastSeenMs = value.getLong();
    List<String> addresses = new ArrayList<>();
    while (value.hasRemaining()) {
      byte[] address = new byte[value.getShort()];
      value.get(address);
      addresses.add(new String(address, UTF_8));
    }
    return new KnownPeer(peerId, addresses, lastSeenMs);
  }
}
