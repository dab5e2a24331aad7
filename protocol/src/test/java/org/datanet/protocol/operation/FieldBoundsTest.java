package org.datanet.protocol.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.datanet.protocol.operation.Reason.BEACON_COMMITMENT_INVALID;
import static org.datanet.protocol.operation.Reason.CONTENT_TOO_LARGE;
import static org.datanet.protocol.operation.Reason.FIELD_OUT_OF_RANGE;
import static org.datanet.protocol.operation.Reason.PARAMETER_OUT_OF_BOUNDS;
import static org.datanet.protocol.testing.Fixtures.ALICE;
import static org.datanet.protocol.testing.Fixtures.hash;
import static org.datanet.protocol.testing.Fixtures.manifest;

import com.google.protobuf.ByteString;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.datanet.protocol.datanet.ManifestCodec;
import org.datanet.protocol.wire.Manifest;
import org.datanet.protocol.wire.OperationPayload;
import org.datanet.protocol.wire.ParameterSet;
import org.datanet.protocol.wire.Provenance;
import org.datanet.protocol.wire.Role;
import org.datanet.protocol.wire.Vote;
import org.junit.jupiter.api.Test;

/** Starts from a good payload of each kind and breaks one field at a time. */
class FieldBoundsTest {

  private static final ByteString SHORT = ByteString.copyFrom(new byte[31]);

  private static void assertRefused(
      Reason reason, String sample, Consumer<OperationPayload.Builder> change) {
    Operation operation = SampleOperations.all().get(sample);
    OperationPayload.Builder payload =
        OperationPayload.newBuilder()
            .setAuthor(WireBytes.toWire(ALICE.account()))
            .setNonce(operation.carriesNonce() ? 1 : 0)
            .setExpiresEpoch(50);
    PayloadCodec.write(operation, payload);
    assertThat(PayloadCodec.check(payload.build())).isEmpty();

    change.accept(payload);

    assertThat(PayloadCodec.check(payload.build()).map(Refusal::reason)).contains(reason);
  }

  private static void assertOutOfRange(String sample, Consumer<OperationPayload.Builder> change) {
    assertRefused(FIELD_OUT_OF_RANGE, sample, change);
  }

  @Test
  void commitments() {
    assertOutOfRange("commitContribution", p -> p.getCommitContributionBuilder().setDatanet(SHORT));
    assertOutOfRange(
        "commitContribution", p -> p.getCommitContributionBuilder().setCommitment(SHORT));
    assertOutOfRange("commitContribution", p -> p.getCommitContributionBuilder().setBondMicros(-1));
    assertOutOfRange(
        "commitContribution", p -> p.getCommitContributionBuilder().setBondMicros(1L << 62));
  }

  @Test
  void openings() {
    assertOutOfRange("contribute", p -> p.getContributeBuilder().setCid(SHORT));
    assertOutOfRange("contribute", p -> p.getContributeBuilder().setSalt(SHORT));
    assertOutOfRange("contribute", p -> p.getContributeBuilder().setSizeBytes(0));
    assertOutOfRange("contribute", p -> p.getContributeBuilder().setSizeBytes(-1));
    assertRefused(
        CONTENT_TOO_LARGE, "contribute", p -> p.getContributeBuilder().setSizeBytes((1 << 20) + 1));
    assertOutOfRange("contribute", p -> p.getContributeBuilder().setMediaType("json"));
    assertOutOfRange("contribute", p -> p.getContributeBuilder().setMediaType("Text/Plain"));
    assertOutOfRange("contribute", p -> p.getContributeBuilder().setLicence(""));
    assertOutOfRange("contribute", p -> p.getContributeBuilder().setLicence("CC0 1.0"));
    assertOutOfRange("contribute", p -> p.getContributeBuilder().setCategory("\u001b[2J"));
    assertOutOfRange("contribute", p -> p.getContributeBuilder().addLabels("ä".repeat(33)));
    assertOutOfRange(
        "contribute", p -> p.getContributeBuilder().addAllLabels(Collections.nCopies(16, "x")));
  }

  @Test
  void provenances() {
    ByteString record = WireBytes.toWire(hash(0x21));
    assertProvenance(p -> p.setKindValue(0));
    assertProvenance(p -> p.setKindValue(9));
    assertProvenance(p -> p.addParents(record));
    assertProvenance(p -> p.setSourceUrl("https://example.org"));
    assertProvenance(p -> p.setKind(Provenance.Kind.DERIVED));
    assertProvenance(p -> p.setKind(Provenance.Kind.DERIVED).addParents(SHORT));
    assertProvenance(
        p -> p.setKind(Provenance.Kind.DERIVED).addAllParents(Collections.nCopies(17, record)));
    assertProvenance(p -> p.setKind(Provenance.Kind.IMPORTED));
    assertProvenance(p -> p.setKind(Provenance.Kind.IMPORTED).setSourceUrl("x".repeat(513)));
  }

  private static void assertProvenance(Consumer<Provenance.Builder> change) {
    assertOutOfRange(
        "contribute", p -> change.accept(p.getContributeBuilder().getProvenanceBuilder()));
  }

  @Test
  void ballots() {
    ByteString first = WireBytes.toWire(hash(0x21));
    assertOutOfRange("commitBallot", p -> p.getCommitBallotBuilder().setSeedEpoch(-1));
    assertOutOfRange("commitBallot", p -> p.getCommitBallotBuilder().clearRecords());
    assertOutOfRange("commitBallot", p -> p.getCommitBallotBuilder().addRecords(first));
    assertOutOfRange("commitBallot", p -> p.getCommitBallotBuilder().setRecords(1, first));
    assertOutOfRange(
        "commitBallot",
        p -> p.getCommitBallotBuilder().addAllRecords(Collections.nCopies(1_023, first)));
    assertOutOfRange("revealBallot", p -> p.getRevealBallotBuilder().clearVotes());
    assertOutOfRange("revealBallot", p -> p.getRevealBallotBuilder().addVotesValue(8));
    assertOutOfRange(
        "revealBallot", p -> p.getRevealBallotBuilder().addVotes(Vote.VOTE_UNSPECIFIED));
    assertOutOfRange(
        "revealBallot",
        p -> p.getRevealBallotBuilder().addAllVotes(Collections.nCopies(1_023, Vote.APPROVE)));
    assertOutOfRange("revealBallot", p -> p.getRevealBallotBuilder().setSalt(SHORT));
  }

  @Test
  void usesAndTransfers() {
    assertOutOfRange("use", p -> p.getUseBuilder().setFeeMicros(0));
    assertOutOfRange("use", p -> p.getUseBuilder().clearRecords());
    assertOutOfRange("use", p -> p.getUseBuilder().addRecords(p.getUse().getRecords(0)));
    assertOutOfRange("use", p -> p.getUseBuilder().getRecordsBuilder(0).setWeight(0));
    assertOutOfRange("use", p -> p.getUseBuilder().getRecordsBuilder(0).setWeight(1_000_000_001));
    assertOutOfRange("transfer", p -> p.getTransferBuilder().setTo(SHORT));
    assertOutOfRange("transfer", p -> p.getTransferBuilder().setAmountMicros(Long.MAX_VALUE));
  }

  @Test
  void stakes() {
    assertOutOfRange("bondCurator", p -> p.getBondBuilder().setRole(Role.ROLE_UNSPECIFIED));
    assertOutOfRange("bondCurator", p -> p.getBondBuilder().setRole(Role.VALIDATOR));
    assertOutOfRange("bondValidator", p -> p.getBondBuilder().setRole(Role.CURATOR));
    assertOutOfRange("bondCurator", p -> p.getBondBuilder().setAmountMicros(0));
    assertOutOfRange("unbondCurator", p -> p.getUnbondBuilder().setAmountMicros(0));
    assertRefused(
        BEACON_COMMITMENT_INVALID,
        "bondCurator",
        p -> p.getBondBuilder().setBeacon(StakeFields.write(SampleOperations.ONION)));
    assertRefused(
        BEACON_COMMITMENT_INVALID,
        "renewBeacon",
        p -> p.getRenewBeaconBuilder().getBeaconBuilder().setLayers(100_001));
    assertRefused(
        BEACON_COMMITMENT_INVALID,
        "renewBeacon",
        p -> p.getRenewBeaconBuilder().getBeaconBuilder().setLayers(-1));
    assertRefused(
        BEACON_COMMITMENT_INVALID,
        "renewBeacon",
        p -> p.getRenewBeaconBuilder().getBeaconBuilder().setTip(SHORT));
  }

  @Test
  void manifests() {
    assertManifest(m -> m.setName("Lexicon"));
    assertManifest(m -> m.setName("x".repeat(41)));
    assertManifest(m -> m.setDescription("x".repeat(1_001)));
    assertManifest(Manifest.Builder::clearCategories);
    assertManifest(m -> m.addCategories("adjective"));
    assertManifest(m -> m.addCategories("verb"));
    assertManifest(m -> m.addAllCategories(Collections.nCopies(63, "z")));
    assertManifest(Manifest.Builder::clearLicences);
    assertManifest(m -> m.addLicences("café"));
    assertManifest(m -> m.setMediaType("application/"));
    assertManifest(m -> m.addAllRequiredFields(List.of("a")));
    assertManifest(m -> m.setGuidelineVersion(0));
  }

  private static void assertManifest(Consumer<Manifest.Builder> change) {
    assertOutOfRange(
        "createDatanet", p -> change.accept(p.getCreateDatanetBuilder().getManifestBuilder()));
  }

  @Test
  void parameters() {
    List<Consumer<ParameterSet.Builder>> changes =
        List.of(
            s -> s.setMinUseFeeMicros(-1),
            s -> s.setBurnBps(199).setReserveBps(801),
            s -> s.setReserveBps(501),
            s -> s.setReserveBps(-1).setCuratorBps(2_501),
            s -> s.setPanelSize(2),
            s -> s.setPanelSize(16),
            s -> s.setMinCurators(2),
            s -> s.setMinCuratorStakeMicros(0),
            s -> s.setCommitEpochs(1),
            s -> s.setRevealEpochs(65),
            s -> s.setOpenEpochs(1),
            s -> s.setVoteDepositMicros(1_000_000_000_000_001L),
            s -> s.setBondMinMicros(-1),
            s -> s.setVestEpochs(0),
            s -> s.setBondHoldEpochs(257),
            s -> s.setUnbondEpochs(7),
            s -> s.setScoreWindowEpochs(0),
            s -> s.setScoreMarginPpm(1_000_001),
            s -> s.setMinVotes(-1));
    for (Consumer<ParameterSet.Builder> change : changes) {
      ParameterSet.Builder set = ManifestCodec.toWire(manifest().parameters()).toBuilder();
      change.accept(set);
      assertThat(ManifestRules.check(ManifestCodec.fromWire(set.build())).map(Refusal::reason))
          .contains(PARAMETER_OUT_OF_BOUNDS);
    }
  }
}
