package org.datanet.node.api;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.api.model.AttributionInfo;
import org.datanet.node.api.model.EpochInfo;
import org.datanet.node.api.model.NetworkInfo;
import org.datanet.node.api.model.OperationInfo;
import org.datanet.node.api.model.OperationRef;
import org.datanet.node.api.model.Paged;
import org.datanet.node.api.model.RewardInfo;
import org.datanet.node.api.model.TablePage;
import org.datanet.node.storage.OperationPlace;
import org.datanet.node.storage.RowRange;
import org.datanet.node.storage.StoreView;
import org.datanet.protocol.datanet.ManifestCodec;
import org.datanet.protocol.genesis.GenesisLedger;
import org.datanet.protocol.operation.OperationCodec;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.ParseResult;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.wire.AttributionRow;
import org.datanet.protocol.wire.DecidedEpoch;
import org.datanet.protocol.wire.Genesis;
import org.datanet.protocol.wire.NetworkParameters;
import org.datanet.protocol.wire.RewardRow;

/** Decided epochs, their tables and operations, and genesis. */
final class EpochAnswers {

  NetworkInfo parameters(StoreView view) throws IOException, RefusedException {
    Genesis genesis = genesisOf(view);
    NetworkParameters parameters = genesis.getParameters();
    return new NetworkInfo(
        genesis.getNetwork(),
        GenesisLedger.networkId(genesis).toUnprefixedHexString(),
        genesis.getCreatedMs(),
        parameters.getOpFeeMicros(),
        parameters.getByteFeeMicros(),
        parameters.getMinEpochMs(),
        parameters.getMinValidatorStakeMicros(),
        parameters.getValidatorUnbondEpochs(),
        parameters.getMinCuratorsFloor(),
        parameters.getTestNetwork(),
        ManifestCodec.fromWire(parameters.getDefaults()));
  }

  /** A canonical {@code Genesis}, whose hash is the network's id. */
  byte[] genesis(StoreView view) throws IOException, RefusedException {
    return genesisOf(view).toByteArray();
  }

  private static Genesis genesisOf(StoreView view) throws IOException, RefusedException {
    return view.epochs()
        .genesis()
        .orElseThrow(() -> RefusedException.notFound("the node has no genesis yet"));
  }

  Paged<EpochInfo> list(Call call, StoreView view) throws IOException, RefusedException {
    long last = view.epochs().lastEpoch().orElse(0);
    // A page's next is the epoch that the following page starts with.
    Optional<Long> after = call.numberOf("after");
    long from =
        Math.min(last, after.isPresent() ? after.get() : call.numberOf("from").orElse(last));
    int limit = call.limit();
    List<EpochInfo> items = new ArrayList<>();
    long epoch = from;
    for (; epoch >= 1 && items.size() < limit; epoch--) {
      Optional<DecidedEpoch> header = view.epochs().header(epoch);
      if (header.isEmpty()) {
        // Epochs are kept from the first on: where one is missing there is nothing older.
        return new Paged<>(items, Optional.empty());
      }
      items.add(Render.epoch(header.get()));
    }
    return new Paged<>(items, epoch >= 1 ? Optional.of(Long.toString(epoch)) : Optional.empty());
  }

  EpochInfo one(Call call, StoreView view) throws IOException, RefusedException {
    return Render.epoch(header(view, numberOf(call, view)));
  }

  /** A {@code DecidedEpoch} without operations: batch and certificate, as they were signed. */
  byte[] headerBytes(Call call, StoreView view) throws IOException, RefusedException {
    return header(view, numberOf(call, view)).toByteArray();
  }

  private static long numberOf(Call call, StoreView view) throws IOException, RefusedException {
    Optional<Long> given = call.epoch();
    return given.isPresent() ? given.get() : view.epochs().lastEpoch().orElse(0);
  }

  static DecidedEpoch header(StoreView view, long epoch) throws IOException, RefusedException {
    return view.epochs().header(epoch).orElseThrow(() -> absent(epoch));
  }

  private static RefusedException absent(long epoch) {
    return RefusedException.notFound("epoch " + epoch + " is not decided, or not kept here");
  }

  TablePage<AttributionInfo> attribution(Call call, StoreView view)
      throws IOException, RefusedException {
    long epoch = numberOf(call, view);
    DecidedEpoch header = header(view, epoch);
    Slice slice = Slice.of(call, view.epochs().attributionRows(epoch));
    List<AttributionRow> rows = view.epochs().attribution(epoch, slice.range());
    return page(
        header,
        header.getBatch().getAttributionRoot(),
        slice,
        index -> Render.attribution(index, rows.get(index - slice.from())));
  }

  TablePage<RewardInfo> rewards(Call call, StoreView view) throws IOException, RefusedException {
    long epoch = numberOf(call, view);
    DecidedEpoch header = header(view, epoch);
    Slice slice = Slice.of(call, view.epochs().rewardRows(epoch));
    List<RewardRow> rows = view.epochs().reward(epoch, slice.range());
    return page(
        header,
        header.getBatch().getRewardRoot(),
        slice,
        index -> Render.reward(epoch, index, rows.get(index - slice.from())));
  }

  private static <T> TablePage<T> page(
      DecidedEpoch header, ByteString root, Slice slice, IntFunction<T> row) {
    return new TablePage<>(
        header.getBatch().getEpoch(), Render.hex(root), slice.size(), slice.map(row), slice.next());
  }

  /** Items {@code [from, to)} of a list of {@code size}. */
  private record Slice(int from, int to, int size) {
    static Slice of(Call call, int size) throws RefusedException {
      int from = Math.min(call.afterIndex(), size);
      return new Slice(from, (int) Math.min(size, (long) from + call.limit()), size);
    }

    RowRange range() {
      return new RowRange(from, to - from, Long.MAX_VALUE);
    }

    <T> List<T> map(IntFunction<T> item) {
      List<T> items = new ArrayList<>(to - from);
      for (int i = from; i < to; i++) {
        items.add(item.apply(i));
      }
      return items;
    }

    Optional<String> next() {
      return to < size ? Optional.of(Integer.toString(to)) : Optional.empty();
    }
  }

  Paged<OperationRef> operations(Call call, StoreView view) throws IOException, RefusedException {
    DecidedEpoch header = header(view, numberOf(call, view));
    Bytes ids = Bytes.wrap(header.getBatch().getOperationIds().toByteArray());
    Slice slice = Slice.of(call, ids.size() / Bytes32.SIZE);
    List<OperationRef> items = new ArrayList<>();
    for (int i = slice.from(); i < slice.to(); i++) {
      OperationId id = new OperationId(Bytes32.wrap(ids, i * Bytes32.SIZE));
      SignedOperation operation = decided(view, id);
      items.add(
          new OperationRef(
              id.toString(),
              i,
              OperationFields.kind(operation.operation()),
              operation.author().toDid()));
    }
    return new Paged<>(items, slice.next());
  }

  /** An operation that an epoch holds. */
  static SignedOperation decided(StoreView view, OperationId id) throws IOException {
    Bytes envelope =
        view.epochs()
            .envelope(id)
            .orElseThrow(() -> new IllegalStateException("an epoch lacks its operation " + id));
    return parse(envelope);
  }

  /** What was admitted once parses for ever. */
  private static SignedOperation parse(Bytes envelope) {
    return switch (OperationCodec.parse(envelope.toArrayUnsafe())) {
      case ParseResult.Parsed parsed -> parsed.operation().assumeVerified();
      case ParseResult.Rejected rejected ->
          throw new IllegalStateException("a kept operation does not parse: " + rejected);
    };
  }

  OperationInfo operation(OperationId id, Optional<Bytes> pending, StoreView view)
      throws IOException {
    Optional<OperationPlace> place = view.epochs().place(id);
    if (place.isPresent()) {
      return info(
          OperationInfo.State.APPLIED,
          decided(view, id),
          Optional.of(place.get().epoch()),
          Optional.of(place.get().index()));
    }
    if (pending.isPresent()) {
      return info(
          OperationInfo.State.PENDING, parse(pending.get()), Optional.empty(), Optional.empty());
    }
    return new OperationInfo(
        id.toString(),
        OperationInfo.State.UNKNOWN,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static OperationInfo info(
      OperationInfo.State state,
      SignedOperation operation,
      Optional<Long> epoch,
      Optional<Integer> index) {
    return new OperationInfo(
        operation.id().toString(),
        state,
        epoch,
        index,
        Optional.of(operation.author().toDid()),
        Optional.of(operation.nonce()),
        Optional.of(operation.expiresEpoch()),
        Optional.of(OperationFields.kind(operation.operation())),
        Optional.of(OperationFields.of(operation.operation())));
  }
}
