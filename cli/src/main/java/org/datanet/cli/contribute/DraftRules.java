package org.datanet.cli.contribute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.datanet.Manifest;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.OperationCodec;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;

/** Turns lines into drafts by the datanet's manifest; what a node would refuse is found here. */
final class DraftRules {

  private final Manifest manifest;
  private final AccountId account;
  private final ContributionTerms terms;

  /** Where each content was seen first. */
  private final Map<Cid, String> seen = new TreeMap<>();

  private final List<Draft> drafts = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private long contentBytes;

  DraftRules(Manifest manifest, AccountId account, ContributionTerms terms) {
    this.manifest = manifest;
    this.account = account;
    this.terms = terms;
  }

  List<Draft> drafts() {
    return drafts;
  }

  List<Problem> problems() {
    return problems;
  }

  /** {@code existing} are contents that the datanet holds. */
  void dropExisting(Map<Cid, String> existing) {
    for (Draft draft : List.copyOf(drafts)) {
      String record = existing.get(draft.cid());
      if (record != null) {
        drafts.remove(draft);
        problems.add(
            new Problem(
                draft.place(), Reason.RECORD_EXISTS, "the datanet has it as record " + record));
      }
    }
  }

  void take(ParsedLine line) {
    switch (line) {
      case ParsedLine.Bad bad -> problems.add(bad.problem());
      case ParsedLine.Good good -> {
        Optional<Refusal> refusal = draft(good.place(), good.fields());
        refusal.ifPresent(r -> problems.add(new Problem(good.place(), r.reason(), r.message())));
      }
    }
  }

  private Optional<Refusal> draft(String place, ObjectNode fields) {
    for (String required : manifest.requiredFields()) {
      JsonNode value = fields.path(required);
      if (!value.isTextual() || value.textValue().isBlank()) {
        return refused(
            Reason.SCHEMA_MISMATCH,
            "the field '%s' must be a text that is not empty".formatted(required));
      }
    }
    Optional<String> category = terms.category(fields);
    if (category.isEmpty()) {
      return refused(Reason.UNKNOWN_CATEGORY, "the line names none");
    }
    Optional<List<String>> labels = terms.labels(fields);
    if (labels.isEmpty()) {
      return refused(Reason.FIELD_OUT_OF_RANGE, "labels are a text or a list of texts");
    }
    byte[] content = CanonicalJson.bytes(terms.content(fields, manifest.requiredFields()));
    Draft draft = new Draft(place, content, Cid.ofContent(content), category.get(), labels.get());
    Optional<Refusal> refusal = refusalOf(draft);
    if (refusal.isEmpty()) {
      seen.put(draft.cid(), place);
      contentBytes += content.length;
      drafts.add(draft);
    }
    return refusal;
  }

  private Optional<Refusal> refusalOf(Draft draft) {
    Operation.Contribute opening =
        terms.opening(Bytes32.ZERO, manifest.mediaType(), draft, Bytes32.ZERO);
    Optional<Refusal> fields = OperationCodec.refusalOf(account, 0, 1, opening);
    if (fields.isPresent()) {
      return fields;
    }
    if (!manifest.categories().contains(draft.category())) {
      return refused(
          Reason.UNKNOWN_CATEGORY,
          "'%s'; it has %s".formatted(draft.category(), String.join(", ", manifest.categories())));
    }
    String first = seen.get(draft.cid());
    if (first != null) {
      return refused(Reason.RECORD_EXISTS, "the same content stands at " + first);
    }
    if (drafts.size() == LineLimits.RECORDS_MAX
        || contentBytes + draft.content().length > LineLimits.CONTENT_BYTES_MAX) {
      return refused(
          Reason.TOO_LARGE,
          "one run takes %,d records and %,d MiB of content at most; split the file"
              .formatted(LineLimits.RECORDS_MAX, LineLimits.CONTENT_BYTES_MAX >> 20));
    }
    return Optional.empty();
  }

  private static Optional<Refusal> refused(Reason reason, String detail) {
    return Optional.of(new Refusal(reason, detail));
  }
}
