package org.datanet.protocol.operation;

import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.wire.CommitContribution;
import org.datanet.protocol.wire.Contribute;
import org.datanet.protocol.wire.Provenance;

/** Fields of contributions: bounds, and the way to and from the wire. */
final class ContributionFields {

  private ContributionFields() {}

  static Optional<Refusal> check(CommitContribution wire) {
    return FieldCheck.refusingWith(Reason.FIELD_OUT_OF_RANGE)
        .hash("datanet", wire.getDatanet())
        .hash("commitment", wire.getCommitment())
        .range("bond_micros", wire.getBondMicros(), 0, OperationLimits.AMOUNT_MICROS_MAX)
        .refusal();
  }

  static Operation read(CommitContribution wire) {
    return new Operation.CommitContribution(
        WireBytes.hash(wire.getDatanet()),
        WireBytes.hash(wire.getCommitment()),
        wire.getBondMicros());
  }

  static CommitContribution write(Operation.CommitContribution operation) {
    return CommitContribution.newBuilder()
        .setDatanet(WireBytes.toWire(operation.datanet()))
        .setCommitment(WireBytes.toWire(operation.commitment()))
        .setBondMicros(operation.bondMicros())
        .build();
  }

  static Optional<Refusal> check(Contribute wire) {
    FieldCheck check =
        FieldCheck.refusingWith(Reason.FIELD_OUT_OF_RANGE)
            .hash("datanet", wire.getDatanet())
            .require(cid(wire).isPresent(), () -> "cid is a binary CIDv1, raw and sha2-256")
            .require(
                wire.getSizeBytes() <= OperationLimits.CONTENT_BYTES_MAX,
                Reason.CONTENT_TOO_LARGE,
                () -> wire.getSizeBytes() + " bytes; split the content into several records")
            .range("size_bytes", wire.getSizeBytes(), 1, OperationLimits.CONTENT_BYTES_MAX)
            .and(() -> ManifestRules.mediaType("media_type", wire.getMediaType()))
            .ascii("licence", wire.getLicence(), 1, OperationLimits.LICENCE_BYTES_MAX)
            .and(() -> check(wire.getProvenance()))
            .text("category", wire.getCategory(), 1, OperationLimits.LABEL_BYTES_MAX)
            .count("labels", wire.getLabelsCount(), 0, OperationLimits.LABELS_MAX);
    for (String label : wire.getLabelsList()) {
      check.text("labels", label, 1, OperationLimits.LABEL_BYTES_MAX);
    }
    return check.hash("salt", wire.getSalt()).refusal();
  }

  private static Optional<Cid> cid(Contribute wire) {
    return Cid.decode(Bytes.wrap(wire.getCid().toByteArray()));
  }

  private static Optional<Refusal> check(Provenance wire) {
    FieldCheck check = FieldCheck.refusingWith(Reason.FIELD_OUT_OF_RANGE);
    switch (wire.getKind()) {
      case HUMAN, SYNTHETIC ->
          check.count("provenance.parents", wire.getParentsCount(), 0, 0).and(() -> noUrl(wire));
      case DERIVED ->
          check
              .count("provenance.parents", wire.getParentsCount(), 1, OperationLimits.PARENTS_MAX)
              .and(() -> noUrl(wire));
      case IMPORTED ->
          check
              .count("provenance.parents", wire.getParentsCount(), 0, 0)
              .ascii(
                  "provenance.source_url",
                  wire.getSourceUrl(),
                  1,
                  OperationLimits.SOURCE_URL_BYTES_MAX);
      case KIND_UNSPECIFIED, UNRECOGNIZED ->
          check.require(false, () -> "provenance.kind is none of the four");
    }
    wire.getParentsList().forEach(parent -> check.hash("provenance.parents", parent));
    return check.refusal();
  }

  private static Optional<Refusal> noUrl(Provenance wire) {
    return FieldCheck.refusingWith(Reason.FIELD_OUT_OF_RANGE)
        .text("provenance.source_url", wire.getSourceUrl(), 0, 0)
        .refusal();
  }

  static Operation read(Contribute wire) {
    return new Operation.Contribute(
        WireBytes.hash(wire.getDatanet()),
        cid(wire).orElseThrow(),
        wire.getSizeBytes(),
        wire.getMediaType(),
        wire.getLicence(),
        readProvenance(wire.getProvenance()),
        wire.getCategory(),
        wire.getLabelsList(),
        WireBytes.hash(wire.getSalt()));
  }

  static Contribute write(Operation.Contribute operation) {
    return Contribute.newBuilder()
        .setDatanet(WireBytes.toWire(operation.datanet()))
        .setCid(WireBytes.toWire(operation.cid().toBytes()))
        .setSizeBytes(operation.sizeBytes())
        .setMediaType(operation.mediaType())
        .setLicence(operation.licence())
        .setProvenance(writeProvenance(operation.provenance()))
        .setCategory(operation.category())
        .addAllLabels(operation.labels())
        .setSalt(WireBytes.toWire(operation.salt()))
        .build();
  }

  static Operation.Provenance readProvenance(Provenance wire) {
    Operation.Provenance.Kind kind =
        switch (wire.getKind()) {
          case HUMAN -> Operation.Provenance.Kind.HUMAN;
          case SYNTHETIC -> Operation.Provenance.Kind.SYNTHETIC;
          case DERIVED -> Operation.Provenance.Kind.DERIVED;
          case IMPORTED -> Operation.Provenance.Kind.IMPORTED;
          case KIND_UNSPECIFIED, UNRECOGNIZED ->
              throw new IllegalArgumentException("no kind of provenance: " + wire.getKindValue());
        };
    return new Operation.Provenance(
        kind, WireBytes.hashes(wire.getParentsList()), wire.getSourceUrl());
  }

  static Provenance writeProvenance(Operation.Provenance provenance) {
    Provenance.Kind kind =
        switch (provenance.kind()) {
          case HUMAN -> Provenance.Kind.HUMAN;
          case SYNTHETIC -> Provenance.Kind.SYNTHETIC;
          case DERIVED -> Provenance.Kind.DERIVED;
          case IMPORTED -> Provenance.Kind.IMPORTED;
        };
    return Provenance.newBuilder()
        .setKind(kind)
        .addAllParents(WireBytes.toWire(provenance.parents()))
        .setSourceUrl(provenance.sourceUrl())
        .build();
  }
}
