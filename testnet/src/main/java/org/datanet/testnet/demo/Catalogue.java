package org.datanet.testnet.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.api.model.ApiLimits;
import org.datanet.node.api.model.Paged;
import org.datanet.node.api.model.RecordInfo;
import org.datanet.node.client.PageQuery;

/**
 * The datanet's records as of the last refresh, read once for all members. Written by one thread
 * between epochs, read by others during them.
 */
final class Catalogue {

  private static final String ACCEPTED = "ACCEPTED";
  private static final List<String> OPEN = List.of("SEALED", "CURATING");

  private final NodePool pool;
  private final Bytes32 datanet;
  private volatile List<RecordInfo> records = List.of();
  private volatile List<Bytes32> accepted = List.of();
  private volatile long recordBondMicros;

  Catalogue(NodePool pool, Bytes32 datanet) {
    this.pool = pool;
    this.datanet = datanet;
  }

  /** {@code turn} spreads the work over the nodes. */
  void refresh(int turn) throws IOException {
    String name = datanet.toUnprefixedHexString();
    recordBondMicros = pool.call(turn, node -> node.datanet(name)).recordBondMicros();
    List<RecordInfo> all = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      PageQuery page =
          after
              .map(next -> PageQuery.after(ApiLimits.PAGE_ITEMS_MAX, next))
              .orElseGet(() -> PageQuery.first(ApiLimits.PAGE_ITEMS_MAX));
      Paged<RecordInfo> part =
          pool.call(turn, node -> node.records(name, Optional.empty(), Optional.empty(), page));
      all.addAll(part.items());
      after = part.next();
    } while (after.isPresent());
    records = List.copyOf(all);
    accepted =
        all.stream()
            .filter(record -> record.state().equals(ACCEPTED))
            .map(record -> Bytes32.fromHexString(record.record()))
            .toList();
  }

  /** In the order sealed. */
  List<RecordInfo> records() {
    return records;
  }

  /** In the order sealed. */
  List<Bytes32> accepted() {
    return accepted;
  }

  long recordBondMicros() {
    return recordBondMicros;
  }

  int settled() {
    return (int) records.stream().filter(record -> !OPEN.contains(record.state())).count();
  }
}
