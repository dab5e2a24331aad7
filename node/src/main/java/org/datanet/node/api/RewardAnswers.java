package org.datanet.node.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.api.model.AccountExplanation;
import org.datanet.node.api.model.AccountRewards;
import org.datanet.node.api.model.ApiLimits;
import org.datanet.node.api.model.Earners;
import org.datanet.node.api.model.UseExplanation;
import org.datanet.node.api.model.VestingInfo;
import org.datanet.node.storage.HistoryIndex.RewardItem;
import org.datanet.node.storage.OperationPlace;
import org.datanet.node.storage.Page;
import org.datanet.node.storage.StoreView;
import org.datanet.protocol.datanet.ManifestCodec;
import org.datanet.protocol.datanet.ParameterSet;
import org.datanet.protocol.hashing.MerkleTree;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.reward.FeeSplit;
import org.datanet.protocol.reward.Vesting;
import org.datanet.protocol.wire.AttributionRow;
import org.datanet.protocol.wire.DecidedEpoch;
import org.datanet.protocol.wire.RecordEntry;
import org.datanet.protocol.wire.RewardRow;

/** Who earned what, and why. */
final class RewardAnswers {

  private final EarningsTally tally = new EarningsTally();

  /** One table's tree at a time: the largest takes some hundred megabytes. */
  private final Object proving = new Object();

  AccountRewards rewards(Call call, StoreView view) throws IOException, RefusedException {
    AccountId account = call.account();
    Page<RewardItem> page = view.history().rewards(account, call.page());
    return new AccountRewards(
        account.toDid(),
        tally.of(account, view),
        page.items().stream()
            .map(item -> Render.reward(item.epoch(), item.rowIndex(), item.row()))
            .toList(),
        Call.next(page));
  }

  Earners earners(Call call, StoreView view) throws IOException, RefusedException {
    return tally.top(call.limit(), view);
  }

  UseExplanation explainUse(Call call, StoreView view) throws IOException, RefusedException {
    OperationId id = call.operation();
    Optional<Bytes32> record = call.recordOf("record");
    OperationPlace place =
        view.epochs()
            .place(id)
            .orElseThrow(() -> RefusedException.notFound("no decided epoch holds this operation"));
    SignedOperation operation = EpochAnswers.decided(view, id);
    if (!(operation.operation() instanceof Operation.Use use)) {
      throw RefusedException.badRequest(
          "only a Use pays a fee; this is a " + OperationFields.kind(operation.operation()));
    }
    DecidedEpoch header = EpochAnswers.header(view, place.epoch());
    ParameterSet parameters =
        ManifestCodec.fromWire(DatanetAnswers.entry(view.ledger(), use.datanet()).getManifest())
            .parameters();
    return new UseExplanation(
        new UseExplanation.ReceiptInfo(
            id.toString(),
            operation.author().toDid(),
            Render.hex(use.datanet()),
            use.feeMicros(),
            place.epoch()),
        FeeSplit.of(use.feeMicros(), parameters),
        paidRecords(view, place, record, parameters),
        Render.hex(header.getBatch().getAttributionRoot()),
        Render.certificate(header.getCertificate()));
  }

  private List<UseExplanation.PaidRecord> paidRecords(
      StoreView view, OperationPlace place, Optional<Bytes32> record, ParameterSet parameters)
      throws IOException, RefusedException {
    synchronized (proving) {
      List<AttributionRow> rows =
          view.epochs()
              .attribution(place.epoch())
              .orElseThrow(() -> RefusedException.notFound("the epoch's table is not kept here"))
              .rows();
      MerkleTree tree = MerkleTree.of(rows.stream().map(AttributionRow::toByteArray).toList());
      List<UseExplanation.PaidRecord> paid = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        AttributionRow row = rows.get(i);
        if (WireBytes.hash(row.getReceipt()).equals(place.id().digest())
            && (record.isEmpty() || WireBytes.hash(row.getRecord()).equals(record.get()))) {
          long trancheMicros = trancheMicros(rows, row);
          paid.add(paidRecord(view, place.epoch(), row, tree, i, trancheMicros, parameters));
        }
      }
      return paid;
    }
  }

  /** What a row's record earned in the epoch: it vests as one, whatever the receipts. */
  private static long trancheMicros(List<AttributionRow> rows, AttributionRow of) {
    return rows.stream()
        .filter(
            row ->
                row.getDatanet().equals(of.getDatanet()) && row.getRecord().equals(of.getRecord()))
        .mapToLong(AttributionRow::getAmountMicros)
        .sum();
  }

  private static UseExplanation.PaidRecord paidRecord(
      StoreView view,
      long epoch,
      AttributionRow row,
      MerkleTree tree,
      int index,
      long trancheMicros,
      ParameterSet parameters) {
    RecordEntry entry =
        view.ledger()
            .get(Keys.record(WireBytes.hash(row.getDatanet()), WireBytes.hash(row.getRecord())))
            .orElseThrow(() -> new IllegalStateException("a record that was paid is gone"));
    return new UseExplanation.PaidRecord(
        Render.hex(row.getRecord()),
        Render.did(entry.getOwner()),
        row.getWeightPpm(),
        row.getAmountMicros(),
        trancheMicros,
        schedule(epoch, trancheMicros, parameters.vestEpochs()),
        Render.proof(tree.proof(index), row.toByteArray()));
  }

  /** From the epoch after on. docs/protocol.md §5.4.5. */
  private static List<VestingInfo> schedule(long epoch, long amountMicros, int vestEpochs) {
    long[] parts = Vesting.parts(amountMicros, vestEpochs);
    List<VestingInfo> schedule = new ArrayList<>(parts.length);
    for (int i = 0; i < parts.length; i++) {
      if (parts[i] > 0) {
        schedule.add(new VestingInfo(epoch + 1 + i, parts[i]));
      }
    }
    return schedule;
  }

  AccountExplanation explainAccount(Call call, StoreView view)
      throws IOException, RefusedException {
    AccountId account = call.account();
    Optional<Long> given = call.numberOf("epoch");
    long epoch = given.isPresent() ? given.get() : lastEarning(account, view);
    DecidedEpoch header = EpochAnswers.header(view, epoch);
    return new AccountExplanation(
        account.toDid(),
        epoch,
        provenRewards(view, account, epoch),
        Render.hex(header.getBatch().getRewardRoot()),
        Render.certificate(header.getCertificate()));
  }

  private static long lastEarning(AccountId account, StoreView view)
      throws IOException, RefusedException {
    List<RewardItem> newest = view.history().rewards(account, Page.Request.first(1)).items();
    if (newest.isEmpty()) {
      throw RefusedException.notFound("the account has earned nothing yet");
    }
    return newest.get(0).epoch();
  }

  private List<AccountExplanation.ProvenReward> provenRewards(
      StoreView view, AccountId account, long epoch) throws IOException, RefusedException {
    synchronized (proving) {
      List<RewardRow> rows =
          view.epochs()
              .reward(epoch)
              .orElseThrow(() -> RefusedException.notFound("the epoch's table is not kept here"))
              .rows();
      MerkleTree tree = MerkleTree.of(rows.stream().map(RewardRow::toByteArray).toList());
      List<AccountExplanation.ProvenReward> proven = new ArrayList<>();
      for (int i = 0; i < rows.size() && proven.size() < ApiLimits.PAGE_ITEMS_MAX; i++) {
        RewardRow row = rows.get(i);
        if (WireBytes.account(row.getAccount()).equals(account)) {
          proven.add(
              new AccountExplanation.ProvenReward(
                  Render.reward(epoch, i, row), Render.proof(tree.proof(i), row.toByteArray())));
        }
      }
      return proven;
    }
  }
}
