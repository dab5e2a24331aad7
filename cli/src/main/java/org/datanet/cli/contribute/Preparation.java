package org.datanet.cli.contribute;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.cli.session.FailedException;
import org.datanet.cli.session.RefusedException;
import org.datanet.cli.session.Sender;
import org.datanet.cli.terminal.Money;
import org.datanet.node.api.model.AccountInfo;
import org.datanet.node.api.model.ApiLimits;
import org.datanet.node.api.model.DatanetInfo;
import org.datanet.node.api.model.Paged;
import org.datanet.node.api.model.RecordInfo;
import org.datanet.node.client.ApiClient;
import org.datanet.node.client.PageQuery;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.Commitments;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.SignedOperation;

/** All that can be known before anything is sent: checks first, then the journal. */
final class Preparation {

  private static final String JSON_TYPE = "application/json";

  /** Without a verdict a content is free again; docs/economics.md, claims. */
  private static final Set<String> CLAIMS_NOTHING = Set.of("RETURNED", "SUPERSEDED_CLAIM");

  private final ApiClient client;
  private final DatanetInfo datanet;
  private final ContributionTerms terms;

  Preparation(ApiClient client, DatanetInfo datanet, ContributionTerms terms) {
    this.client = client;
    this.datanet = datanet;
    this.terms = terms;
  }

  /** Every line of the file, judged by the manifest and by what the datanet holds. */
  DraftRules judge(Path file, AccountId account) throws IOException {
    if (!datanet.manifest().licences().contains(terms.licence())) {
      throw new RefusedException(
          Reason.LICENCE_REFUSED,
          "the datanet %s does not take the licence '%s'; it takes %s"
              .formatted(
                  datanet.manifest().name(),
                  terms.licence(),
                  String.join(", ", datanet.manifest().licences())));
    }
    if (!datanet.manifest().mediaType().equals(JSON_TYPE)) {
      throw new RefusedException(
          Reason.MEDIA_TYPE_REFUSED,
          "lines become %s and the datanet takes %s"
              .formatted(JSON_TYPE, datanet.manifest().mediaType()));
    }
    DraftRules rules = new DraftRules(datanet.manifest(), account, terms);
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      CsvRows.read(file, rules::take);
    } else if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
      JsonLines.read(file, rules::take);
    } else {
      throw new FailedException(file + ": the name must end in .jsonl, .ndjson or .csv");
    }
    rules.dropExisting(existing());
    return rules;
  }

  /** Contents that the datanet holds, with their records. */
  private Map<Cid, String> existing() throws IOException {
    Map<Cid, String> existing = new TreeMap<>();
    PageQuery query = PageQuery.first(ApiLimits.PAGE_ITEMS_MAX);
    while (true) {
      Paged<RecordInfo> page =
          client.records(datanet.id(), Optional.empty(), Optional.empty(), query);
      for (RecordInfo info : page.items()) {
        if (!CLAIMS_NOTHING.contains(info.state())) {
          Cid.parse(info.cid()).ifPresent(cid -> existing.put(cid, info.record()));
        }
      }
      if (page.next().isEmpty()) {
        return existing;
      }
      query = PageQuery.after(ApiLimits.PAGE_ITEMS_MAX, page.next().get());
    }
  }

  /**
   * Signs the commitments; nothing is sent.
   *
   * @throws RefusedException {@code INSUFFICIENT_BALANCE} if the account cannot pay for all
   */
  Journal journal(List<Draft> drafts, Sender sender) throws IOException {
    AccountInfo account = sender.accountInfo();
    Bytes32 id = Bytes32.fromHexString(datanet.id());
    long epoch = client.status().epoch();
    long nonce = account.nextNonce();
    long costMicros = 0;
    SecureRandom random = new SecureRandom();
    List<Journal.Item> items = new ArrayList<>();
    for (Draft draft : drafts) {
      Bytes32 salt = Bytes32.random(random);
      Bytes32 commitment =
          Commitments.contribution(sender.networkId(), id, draft.cid(), salt, sender.account());
      SignedOperation commit =
          sender.sign(
              new Operation.CommitContribution(id, commitment, datanet.recordBondMicros()),
              nonce++,
              sender.expiryFrom(epoch));
      SignedOperation opening =
          sender.sign(
              terms.opening(id, datanet.manifest().mediaType(), draft, salt),
              0,
              sender.expiryFrom(epoch));
      costMicros +=
          datanet.recordBondMicros()
              + sender.burnedMicros(commit, 0)
              + sender.burnedMicros(opening, draft.content().length);
      Bytes32 record = Commitments.recordId(sender.networkId(), id, commitment);
      items.add(item(draft, salt, record, commit));
    }
    if (costMicros > account.balanceMicros()) {
      throw new RefusedException(
          Reason.INSUFFICIENT_BALANCE,
          "%,d records need %s for bonds and fees, the account has %s; nothing was sent"
              .formatted(
                  drafts.size(), Money.text(costMicros), Money.text(account.balanceMicros())));
    }
    return new Journal(
        Journal.VERSION,
        newId(random),
        sender.networkId().toUnprefixedHexString(),
        datanet.id(),
        datanet.manifest().name(),
        datanet.manifest().mediaType(),
        sender.account().toDid(),
        terms,
        false,
        items);
  }

  private Journal.Item item(Draft draft, Bytes32 salt, Bytes32 record, SignedOperation commit) {
    return new Journal.Item(
        draft.place(),
        Base64.getEncoder().encodeToString(draft.content()),
        draft.category(),
        draft.labels(),
        salt.toUnprefixedHexString(),
        record.toUnprefixedHexString(),
        datanet.recordBondMicros(),
        Base64.getEncoder().encodeToString(commit.envelope().toArray()));
  }

  /** Sorts by time, and two in one second differ. */
  private static String newId(SecureRandom random) {
    byte[] tail = new byte[2];
    random.nextBytes(tail);
    String time =
        DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)
            .format(ZonedDateTime.now(Clock.systemUTC()).withZoneSameInstant(ZoneOffset.UTC));
    return time + "-" + HexFormat.of().formatHex(tail);
  }
}
