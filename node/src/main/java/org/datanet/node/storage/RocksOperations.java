package org.datanet.node.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.operation.OperationId;

/** Pending envelopes by id, each behind its place in the order of admission. */
final class RocksOperations implements OperationStore {

  private static final int PLACE_BYTES = Long.BYTES;

  private final Database database;
  private final Object writing = new Object();
  private long nextPlace;

  private RocksOperations(Database database, long nextPlace) {
    this.database = database;
    this.nextPlace = nextPlace;
  }

  static RocksOperations over(Database database) throws IOException {
    TreeMap<Long, OperationId> order = order(database);
    return new RocksOperations(database, order.isEmpty() ? 0 : order.lastKey() + 1);
  }

  @Override
  public void add(List<Pending> operations) throws IOException {
    synchronized (writing) {
      Map<OperationId, Bytes> fresh = new LinkedHashMap<>();
      for (Pending operation : operations) {
        Bytes envelope = operation.envelope();
        if (envelope.size() > ENVELOPE_BYTES_MAX) {
          throw new IllegalArgumentException("envelope of " + envelope.size() + " bytes");
        }
        if (database.get(Column.OPERATIONS, KeyLayout.pending(operation.id())).isEmpty()) {
          fresh.putIfAbsent(operation.id(), envelope);
        }
      }
      database.write(false, writes -> put(writes, fresh));
      nextPlace += fresh.size();
    }
  }

  private void put(Writes writes, Map<OperationId, Bytes> fresh) throws IOException {
    long place = nextPlace;
    for (Map.Entry<OperationId, Bytes> operation : fresh.entrySet()) {
      Bytes envelope = operation.getValue();
      byte[] value =
          ByteBuffer.allocate(PLACE_BYTES + envelope.size())
              .putLong(place++)
              .put(envelope.toArrayUnsafe())
              .array();
      writes.put(Column.OPERATIONS, KeyLayout.pending(operation.getKey()), value);
    }
  }

  @Override
  public void remove(Collection<OperationId> ids) throws IOException {
    database.write(
        false,
        writes -> {
          for (OperationId id : ids) {
            writes.delete(Column.OPERATIONS, KeyLayout.pending(id));
          }
        });
  }

  @Override
  public void forEachPending(BiConsumer<OperationId, Bytes> visitor) throws IOException {
    for (OperationId id : order(database).values()) {
      Optional<byte[]> value = database.get(Column.OPERATIONS, KeyLayout.pending(id));
      value.ifPresent(bytes -> visitor.accept(id, Bytes.wrap(bytes).slice(PLACE_BYTES)));
    }
  }

  /** Only ids and places are held at once, not the envelopes. */
  private static TreeMap<Long, OperationId> order(Database database) throws IOException {
    TreeMap<Long, OperationId> order = new TreeMap<>();
    database.scan(
        Column.OPERATIONS,
        KeyLayout.ALL,
        KeyLayout.ALL,
        (key, value) -> {
          order.put(KeyLayout.numberOf(value), new OperationId(Bytes32.wrap(key)));
          return true;
        });
    return order;
  }
}
