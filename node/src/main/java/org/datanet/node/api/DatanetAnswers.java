package org.datanet.node.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.api.model.AccountInfo;
import org.datanet.node.api.model.DatanetInfo;
import org.datanet.node.api.model.Paged;
import org.datanet.node.storage.Page;
import org.datanet.node.storage.StoreView;
import org.datanet.protocol.admission.RecordBond;
import org.datanet.protocol.datanet.ManifestCodec;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.Ledger;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.wire.AccountEntry;
import org.datanet.protocol.wire.BondBasisEntry;
import org.datanet.protocol.wire.CuratorEntry;
import org.datanet.protocol.wire.DatanetEntry;
import org.datanet.protocol.wire.ValidatorEntry;

/** Datanets, their names, and what an account has in them. */
final class DatanetAnswers {

  /**
   * Datanets that one request looks through. Each cost its founder a fee; ten thousand point reads
   * take some tens of milliseconds.
   */
  static final int DATANETS_SCANNED_MAX = 10_000;

  /** Names are unique and a datanet never leaves, so what was found once stays true. */
  private final Map<String, Bytes32> idsByName = new ConcurrentHashMap<>();

  Paged<DatanetInfo> list(Call call, StoreView view) throws IOException, RefusedException {
    Page<Bytes32> page = view.history().datanets(call.page());
    List<DatanetInfo> items = new ArrayList<>();
    for (Bytes32 id : page.items()) {
      items.add(info(view.ledger(), id));
    }
    return new Paged<>(items, Call.next(page));
  }

  DatanetInfo one(Call call, StoreView view) throws IOException, RefusedException {
    return info(view.ledger(), resolve(call.segment("datanet"), view));
  }

  private static DatanetInfo info(Ledger ledger, Bytes32 id) {
    DatanetEntry entry = entry(ledger, id);
    BondBasisEntry basis =
        ledger.get(Keys.bondBasis(id)).orElseGet(BondBasisEntry::getDefaultInstance);
    return new DatanetInfo(
        Render.hex(id),
        Render.did(entry.getCreator()),
        entry.getCreatedEpoch(),
        ManifestCodec.fromWire(entry.getManifest()),
        entry.getReserveMicros(),
        entry.getRecordsAccepted(),
        entry.getRecordsRejected(),
        RecordBond.requiredMicros(entry, basis));
  }

  static DatanetEntry entry(Ledger ledger, Bytes32 id) {
    return ledger
        .get(Keys.datanet(id))
        .orElseThrow(() -> new IllegalStateException("the index lists no datanet " + id));
  }

  /**
   * A datanet by its name or its id. A name of 64 hex digits cannot be: names have at most 40
   * characters.
   */
  Bytes32 resolve(String nameOrId, StoreView view) throws IOException, RefusedException {
    Optional<Bytes32> id = Call.digest(nameOrId);
    if (id.isPresent()) {
      if (view.ledger().get(Keys.datanet(id.get())).isPresent()) {
        return id.get();
      }
      throw unknown(nameOrId);
    }
    if (!isName(nameOrId)) {
      throw RefusedException.badRequest("a datanet is named by [a-z0-9-]{1,40} or 64 hex digits");
    }
    Bytes32 known = idsByName.get(nameOrId);
    if (known != null) {
      return known;
    }
    if (view.ledger().get(Keys.datanetName(nameOrId)).isEmpty()) {
      throw unknown(nameOrId);
    }
    for (Bytes32 datanet : all(view)) {
      String name = entry(view.ledger(), datanet).getManifest().getName();
      idsByName.put(name, datanet);
      if (name.equals(nameOrId)) {
        return datanet;
      }
    }
    throw unknown(nameOrId);
  }

  private static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= 40
        && text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
  }

  private static RefusedException unknown(String nameOrId) {
    return RefusedException.unknown(Reason.UNKNOWN_DATANET, "there is no datanet " + nameOrId);
  }

  /** The oldest {@link #DATANETS_SCANNED_MAX}. */
  static List<Bytes32> all(StoreView view) throws IOException {
    List<Bytes32> all = new ArrayList<>();
    Optional<Bytes> cursor = Optional.empty();
    do {
      Page<Bytes32> page = view.history().datanets(new Page.Request(Page.ITEMS_MAX, cursor));
      all.addAll(page.items());
      cursor = page.next();
    } while (cursor.isPresent() && all.size() < DATANETS_SCANNED_MAX);
    return all;
  }

  AccountInfo account(AccountId account, long nextNonce, StoreView view) throws IOException {
    Ledger ledger = view.ledger();
    AccountEntry entry =
        ledger.get(Keys.account(account)).orElseGet(AccountEntry::getDefaultInstance);
    List<AccountInfo.CuratorStake> stakes = new ArrayList<>();
    for (Bytes32 datanet : all(view)) {
      Optional<CuratorEntry> curator = ledger.get(Keys.curator(datanet, account));
      if (curator.isPresent()) {
        stakes.add(
            new AccountInfo.CuratorStake(
                Render.hex(datanet),
                entry(ledger, datanet).getManifest().getName(),
                curator.get().getStakeMicros(),
                curator.get().getEscrowMicros()));
      }
    }
    return new AccountInfo(
        account.toDid(),
        entry.getBalanceMicros(),
        entry.getNonce(),
        nextNonce,
        stakes,
        ledger.get(Keys.validator(account)).map(ValidatorEntry::getStakeMicros).orElse(0L));
  }
}
