package org.datanet.protocol.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.datanet.protocol.testing.Fixtures.ALICE;
import static org.datanet.protocol.testing.Fixtures.BOB;
import static org.datanet.protocol.testing.Fixtures.NETWORK_ID;
import static org.datanet.protocol.testing.Fixtures.hash;
import static org.datanet.protocol.testing.Fixtures.manifest;
import static org.datanet.protocol.testing.Fixtures.signed;

import com.google.protobuf.MessageLite;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.curation.Vote;
import org.datanet.protocol.curation.VoteCommitment;
import org.datanet.protocol.datanet.ManifestCodec;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.LedgerChanges;
import org.datanet.protocol.ledger.LedgerKey;
import org.datanet.protocol.ledger.MemoryLedger;
import org.datanet.protocol.operation.Commitments;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.Operation.Provenance;
import org.datanet.protocol.operation.Operation.StakeRole;
import org.datanet.protocol.operation.OperationCodec;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.AccountEntry;
import org.datanet.protocol.wire.BallotEntry;
import org.datanet.protocol.wire.BondBasisEntry;
import org.datanet.protocol.wire.ClaimEntry;
import org.datanet.protocol.wire.CommitmentEntry;
import org.datanet.protocol.wire.CuratorEntry;
import org.datanet.protocol.wire.DatanetEntry;
import org.datanet.protocol.wire.DueEntry;
import org.datanet.protocol.wire.NetworkParameters;
import org.datanet.protocol.wire.PanelEntry;
import org.datanet.protocol.wire.RecordEntry;
import org.datanet.protocol.wire.RecordState;
import org.datanet.protocol.wire.Seat;
import org.datanet.protocol.wire.ValidatorEntry;
import org.junit.jupiter.api.Test;

/** Alice acts in a ledger with one datanet; windows of two epochs each (Fixtures.parameters). */
class OperationRulesTest {

  private static final Bytes32 DATANET = hash(0x0d);
  private static final Bytes32 RECORD = hash(0x21);
  private static final Bytes32 SALT = hash(0x5a);
  private static final Cid CONTENT = new Cid(hash(0xcd));
  private static final StakeRole CURATOR = new StakeRole.Curator(DATANET);
  private static final StakeRole VALIDATOR = new StakeRole.Validator();
  private static final long RICH = 1_000_000_000_000L;

  private final NetworkParameters parameters =
      NetworkParameters.newBuilder()
          .setOpFeeMicros(100)
          .setByteFeeMicros(1)
          .setMinValidatorStakeMicros(100_000_000)
          .setMinCuratorsFloor(3)
          .build();
  private final OperationRules rules = new OperationRules(NETWORK_ID, parameters);
  private final LedgerChanges ledger = new LedgerChanges(new MemoryLedger());

  OperationRulesTest() {
    put(Keys.account(ALICE.account()), AccountEntry.newBuilder().setBalanceMicros(RICH).build());
    put(
        Keys.datanet(DATANET),
        DatanetEntry.newBuilder().setManifest(ManifestCodec.toWire(manifest())).build());
  }

  private <T extends MessageLite> void put(LedgerKey<T> key, T entry) {
    ledger.put(key, entry);
  }

  private Optional<Reason> refusal(long epoch, Operation operation) {
    return rules.check(ledger, epoch, signed(operation)).map(Refusal::reason);
  }

  // expiry and nonces

  @Test
  void expiredAndFarOperationsAreTurnedAwayAtAdmission() {
    Operation transfer = new Operation.Transfer(BOB.account(), 1);

    assertThat(AdmissionRules.checkAge(ledger, 50, signed(transfer))).isEmpty();
    assertThat(AdmissionRules.checkAge(ledger, 51, signed(transfer)).map(Refusal::reason))
        .contains(Reason.EXPIRED);
    assertThat(OperationRules.expiryRefusal(0, at(64))).isEmpty();
    assertThat(OperationRules.expiryRefusal(0, at(65)).map(Refusal::reason))
        .contains(Reason.EXPIRY_TOO_FAR);
  }

  private static org.datanet.protocol.operation.SignedOperation at(long expiresEpoch) {
    return OperationCodec.sign(
        ALICE, NETWORK_ID, 1, expiresEpoch, new Operation.Transfer(BOB.account(), 1));
  }

  @Test
  void usedNoncesAreTurnedAwayWithTheNextOneNamed() {
    put(Keys.account(ALICE.account()), account(RICH, 7));
    Operation transfer = new Operation.Transfer(BOB.account(), 1);

    assertThat(AdmissionRules.checkAge(ledger, 10, signed(ALICE, 7, transfer)))
        .contains(new Refusal(Reason.NONCE_USED, "nonce 7, the next is 8"));
    assertThat(AdmissionRules.checkAge(ledger, 10, signed(ALICE, 8, transfer))).isEmpty();
  }

  private static AccountEntry account(long balanceMicros, long nonce) {
    return AccountEntry.newBuilder().setBalanceMicros(balanceMicros).setNonce(nonce).build();
  }

  // money

  @Test
  void balanceHasToCoverAmountAndFee() {
    Operation transfer = new Operation.Transfer(BOB.account(), 5_000);
    long fee = 100 + signed(transfer).envelope().size();
    put(Keys.account(ALICE.account()), account(5_000 + fee, 0));
    assertThat(refusal(9, transfer)).isEmpty();

    put(Keys.account(ALICE.account()), account(5_000 + fee - 1, 0));

    assertThat(rules.check(ledger, 9, signed(transfer)))
        .contains(
            new Refusal(
                Reason.INSUFFICIENT_BALANCE,
                "needs 5,000 µ and " + fee + " µ fee, has " + Micros.text(5_000 + fee - 1)));
  }

  @Test
  void ballotsDepositIsCountedPerRecord() {
    assertThat(Outlay.micros(ledger, ballot(9, RECORD, hash(0x22)))).isEqualTo(2_000);
  }

  // contributions

  @Test
  void everyKindNamesItsDatanet() {
    Operation elsewhere = new Operation.CommitContribution(hash(0x0e), hash(1), 1);

    assertThat(refusal(9, elsewhere)).contains(Reason.UNKNOWN_DATANET);
  }

  @Test
  void commitmentNeedsTheBondAndServesOnce() {
    Operation commit = new Operation.CommitContribution(DATANET, hash(0xc0), 100_000);
    assertThat(refusal(9, commit)).isEmpty();
    assertThat(refusal(9, new Operation.CommitContribution(DATANET, hash(0xc0), 99_999)))
        .contains(Reason.BOND_TOO_SMALL);

    put(Keys.bondBasis(DATANET), BondBasisEntry.newBuilder().addPayoutsMicros(100_001).build());
    assertThat(refusal(9, commit)).contains(Reason.BOND_TOO_SMALL);

    put(Keys.commitment(DATANET, BOB.account(), hash(0xc0)), CommitmentEntry.getDefaultInstance());
    put(Keys.bondBasis(DATANET), BondBasisEntry.getDefaultInstance());
    assertThat(refusal(9, commit)).isEmpty(); // another's of the same terms is another
    put(
        Keys.commitment(DATANET, ALICE.account(), hash(0xc0)),
        CommitmentEntry.getDefaultInstance());
    assertThat(refusal(9, commit)).contains(Reason.COMMITMENT_EXISTS);
  }

  @Test
  void commitmentThatBecameARecordIsNotTakenAgain() {
    Bytes32 record = Commitments.recordId(NETWORK_ID, DATANET, hash(0xc0));
    put(Keys.record(DATANET, record), RecordEntry.getDefaultInstance());

    assertThat(refusal(9, new Operation.CommitContribution(DATANET, hash(0xc0), 100_000)))
        .contains(Reason.COMMITMENT_EXISTS);
  }

  private static Operation opening() {
    return opening("CC0-1.0", "noun", "application/json", Provenance.human());
  }

  private static Operation opening(
      String licence, String category, String mediaType, Provenance provenance) {
    return new Operation.Contribute(
        DATANET, CONTENT, 321, mediaType, licence, provenance, category, List.of(), SALT);
  }

  private void commitIn(long epoch) {
    Bytes32 commitment =
        Commitments.contribution(NETWORK_ID, DATANET, CONTENT, SALT, ALICE.account());
    put(
        Keys.commitment(DATANET, ALICE.account(), commitment),
        CommitmentEntry.newBuilder().setEpoch(epoch).build());
  }

  @Test
  void openingFallsIntoTheEpochsAfterItsCommitment() {
    assertThat(refusal(5, opening())).contains(Reason.UNKNOWN_COMMITMENT);
    commitIn(5);

    assertThat(refusal(5, opening())).contains(Reason.OPENING_TOO_EARLY);
    assertThat(refusal(6, opening())).isEmpty();
    assertThat(refusal(7, opening())).isEmpty();
    assertThat(refusal(8, opening())).contains(Reason.OPENING_TOO_LATE);
  }

  @Test
  void openingMeetsTheDatanetsPolicy() {
    commitIn(5);
    Provenance derived = new Provenance(Provenance.Kind.DERIVED, List.of(RECORD), "");

    assertThat(refusal(6, opening("MIT", "noun", "application/json", Provenance.human())))
        .contains(Reason.LICENCE_REFUSED);
    assertThat(refusal(6, opening("CC0-1.0", "moon", "application/json", Provenance.human())))
        .contains(Reason.UNKNOWN_CATEGORY);
    assertThat(refusal(6, opening("CC0-1.0", "noun", "text/plain", Provenance.human())))
        .contains(Reason.MEDIA_TYPE_REFUSED);
    assertThat(refusal(6, opening("CC0-1.0", "noun", "application/json", derived)))
        .contains(Reason.UNKNOWN_PARENT);

    put(Keys.record(DATANET, RECORD), RecordEntry.getDefaultInstance());
    assertThat(refusal(6, opening("CC0-1.0", "noun", "application/json", derived))).isEmpty();
  }

  @Test
  void equalContentLosesToAnEarlierRecordCommittedNoLater() {
    commitIn(5);
    claim(5, 6);
    assertThat(refusal(7, opening())).contains(Reason.RECORD_EXISTS);

    claim(6, 6); // committed later than ours: ours takes the claim over
    assertThat(refusal(7, opening())).isEmpty();

    claim(4, 7); // sealed in this very epoch: settled between the two, not by order
    assertThat(refusal(7, opening())).isEmpty();
  }

  private void claim(long commitEpoch, long sealedEpoch) {
    put(
        Keys.claim(DATANET, CONTENT.digest()),
        ClaimEntry.newBuilder()
            .setRecord(WireBytes.toWire(RECORD))
            .setCommitEpoch(commitEpoch)
            .build());
    put(Keys.record(DATANET, RECORD), RecordEntry.newBuilder().setSealedEpoch(sealedEpoch).build());
  }

  // ballots

  private static Operation ballot(long seedEpoch, Bytes32... records) {
    return new Operation.CommitBallot(DATANET, seedEpoch, hash(0xc1), List.of(records));
  }

  private void panel(Seat seat) {
    put(Keys.record(DATANET, RECORD), RecordEntry.getDefaultInstance());
    put(
        Keys.panel(DATANET, RECORD),
        PanelEntry.newBuilder().setSeedEpoch(9).addSeats(seat).build());
  }

  private static Seat aliceSeat() {
    return Seat.newBuilder().setCurator(WireBytes.toWire(ALICE.account())).build();
  }

  @Test
  void ballotsAreTakenInTheTwoEpochsAfterTheDraw() {
    panel(aliceSeat());

    assertThat(refusal(9, ballot(9, RECORD))).contains(Reason.COMMIT_WINDOW_CLOSED);
    assertThat(refusal(10, ballot(9, RECORD))).isEmpty();
    assertThat(refusal(11, ballot(9, RECORD))).isEmpty();
    assertThat(refusal(12, ballot(9, RECORD))).contains(Reason.COMMIT_WINDOW_CLOSED);
    assertThat(refusal(10, ballot(Long.MAX_VALUE, RECORD))).contains(Reason.COMMIT_WINDOW_CLOSED);
  }

  @Test
  void ballotNeedsAFreeSeatOnEveryRecord() {
    assertThat(refusal(10, ballot(9, RECORD))).contains(Reason.UNKNOWN_RECORD);

    put(Keys.record(DATANET, RECORD), RecordEntry.getDefaultInstance());
    assertThat(refusal(10, ballot(9, RECORD))).contains(Reason.NOT_ON_PANEL);

    panel(Seat.newBuilder().setCurator(WireBytes.toWire(BOB.account())).build());
    assertThat(refusal(10, ballot(9, RECORD))).contains(Reason.NOT_ON_PANEL);

    panel(aliceSeat());
    assertThat(refusal(10, ballot(8, RECORD))).contains(Reason.WRONG_SEED_EPOCH);
    assertThat(refusal(10, ballot(9, RECORD, hash(0x22)))).contains(Reason.UNKNOWN_RECORD);

    panel(aliceSeat().toBuilder().setBallot(WireBytes.toWire(hash(0xc2))).build());
    assertThat(refusal(10, ballot(9, RECORD))).contains(Reason.ALREADY_VOTED);
  }

  @Test
  void ballotsCommitmentServesOnce() {
    panel(aliceSeat());
    put(Keys.ballot(DATANET, ALICE.account(), hash(0xc1)), BallotEntry.getDefaultInstance());

    assertThat(refusal(10, ballot(9, RECORD))).contains(Reason.COMMITMENT_EXISTS);
  }

  @Test
  void revealOpensItsBallotInTheTwoEpochsAfterTheCommits() {
    Bytes32 commitment =
        VoteCommitment.of(
            NETWORK_ID, DATANET, 9, ALICE.account(), List.of(RECORD), List.of(Vote.APPROVE), SALT);
    Operation reveal = new Operation.RevealBallot(DATANET, commitment, List.of(Vote.APPROVE), SALT);
    assertThat(refusal(12, reveal)).contains(Reason.UNKNOWN_BALLOT);
    BallotEntry ballot =
        BallotEntry.newBuilder().setSeedEpoch(9).addRecords(WireBytes.toWire(RECORD)).build();
    put(Keys.ballot(DATANET, ALICE.account(), commitment), ballot);

    assertThat(refusal(11, reveal)).contains(Reason.REVEAL_WINDOW_CLOSED);
    assertThat(refusal(12, reveal)).isEmpty();
    assertThat(refusal(13, reveal)).isEmpty();
    assertThat(refusal(14, reveal)).contains(Reason.REVEAL_WINDOW_CLOSED);

    put(
        Keys.ballot(DATANET, ALICE.account(), commitment),
        ballot.toBuilder().setRevealed(true).build());
    assertThat(refusal(12, reveal)).contains(Reason.ALREADY_REVEALED);
  }

  @Test
  void revealOfOtherVotesOrSaltIsRefused() {
    Bytes32 commitment =
        VoteCommitment.of(
            NETWORK_ID, DATANET, 9, ALICE.account(), List.of(RECORD), List.of(Vote.APPROVE), SALT);
    put(
        Keys.ballot(DATANET, ALICE.account(), commitment),
        BallotEntry.newBuilder().setSeedEpoch(9).addRecords(WireBytes.toWire(RECORD)).build());

    assertThat(refusal(12, reveal(commitment, SALT, Vote.LICENCE))).contains(Reason.BAD_REVEAL);
    assertThat(refusal(12, reveal(commitment, hash(0), Vote.APPROVE))).contains(Reason.BAD_REVEAL);
    assertThat(refusal(12, reveal(commitment, SALT, Vote.APPROVE, Vote.APPROVE)))
        .contains(Reason.BAD_REVEAL);
  }

  private static Operation reveal(Bytes32 commitment, Bytes32 salt, Vote... votes) {
    return new Operation.RevealBallot(DATANET, commitment, List.of(votes), salt);
  }

  // uses

  @Test
  void useMeetsTheLeastFeeAndAcceptedRecordsOnly() {
    assertThat(refusal(9, use(9_999))).contains(Reason.FEE_TOO_SMALL);
    assertThat(refusal(9, use(10_000))).contains(Reason.UNKNOWN_RECORD);

    put(
        Keys.record(DATANET, RECORD),
        RecordEntry.newBuilder().setState(RecordState.CURATING).build());
    assertThat(refusal(9, use(10_000))).contains(Reason.RECORD_NOT_ACCEPTED);

    put(
        Keys.record(DATANET, RECORD),
        RecordEntry.newBuilder().setState(RecordState.ACCEPTED).build());
    assertThat(refusal(9, use(10_000))).isEmpty();
  }

  private static Operation use(long feeMicros) {
    return new Operation.Use(DATANET, feeMicros, List.of(new Operation.RecordWeight(RECORD, 1)));
  }

  // stakes

  @Test
  void curatorsStakeIsNeverBelowTheMinimumUnlessItIsZero() {
    assertThat(refusal(9, new Operation.Bond(CURATOR, 999_999, Optional.empty())))
        .contains(Reason.STAKE_TOO_SMALL);
    assertThat(refusal(9, new Operation.Bond(CURATOR, 1_000_000, Optional.empty()))).isEmpty();
    assertThat(refusal(9, new Operation.Unbond(CURATOR, 1))).contains(Reason.NOT_BONDED);

    put(
        Keys.curator(DATANET, ALICE.account()),
        CuratorEntry.newBuilder().setStakeMicros(1_000_000).build());

    assertThat(refusal(9, new Operation.Bond(CURATOR, 1, Optional.empty()))).isEmpty();
    assertThat(refusal(9, new Operation.Unbond(CURATOR, 1))).contains(Reason.STAKE_TOO_SMALL);
    assertThat(refusal(9, new Operation.Unbond(CURATOR, 1_000_000))).isEmpty();
    assertThat(refusal(9, new Operation.Unbond(CURATOR, 1_000_001))).contains(Reason.NOT_BONDED);
  }

  @Test
  void validatorsFirstBondBringsItsOnionAndNoLaterOne() {
    assertThat(refusal(9, bondValidator(Optional.empty())))
        .contains(Reason.BEACON_COMMITMENT_INVALID);
    assertThat(refusal(9, bondValidator(onion(11)))).isEmpty();

    put(
        Keys.validator(ALICE.account()),
        ValidatorEntry.newBuilder().setStakeMicros(100_000_000).build());

    assertThat(refusal(9, bondValidator(onion(11)))).contains(Reason.BEACON_COMMITMENT_INVALID);
    assertThat(refusal(9, bondValidator(Optional.empty()))).isEmpty();
    assertThat(refusal(9, new Operation.Unbond(VALIDATOR, 1))).contains(Reason.STAKE_TOO_SMALL);
  }

  @Test
  void onionStartsTwoEpochsAheadAtTheEarliest() {
    Operation renewal = new Operation.RenewBeacon(onion(11).orElseThrow());
    assertThat(refusal(9, renewal)).contains(Reason.NOT_BONDED);
    put(
        Keys.validator(ALICE.account()),
        ValidatorEntry.newBuilder().setStakeMicros(100_000_000).build());

    assertThat(refusal(9, renewal)).isEmpty();
    assertThat(refusal(10, renewal)).contains(Reason.BEACON_COMMITMENT_INVALID);
    assertThat(refusal(9, new Operation.RenewBeacon(onion(76).orElseThrow())))
        .contains(Reason.BEACON_COMMITMENT_INVALID);
  }

  private static Operation bondValidator(Optional<Operation.BeaconCommitment> onion) {
    return new Operation.Bond(VALIDATOR, 100_000_000, onion);
  }

  private static Optional<Operation.BeaconCommitment> onion(long firstEpoch) {
    return Optional.of(new Operation.BeaconCommitment(hash(0x77), firstEpoch, 1_000));
  }

  // governance

  @Test
  void datanetNeedsAFreeNameAndTheNetworksFloor() {
    Operation create = new Operation.CreateDatanet(manifest("words"));
    assertThat(refusal(9, create)).isEmpty();

    OperationRules strict =
        new OperationRules(NETWORK_ID, parameters.toBuilder().setMinCuratorsFloor(4).build());
    assertThat(strict.check(ledger, 9, signed(create)).map(Refusal::reason))
        .contains(Reason.PARAMETER_OUT_OF_BOUNDS);

    put(Keys.datanetName("words"), DueEntry.getDefaultInstance());
    assertThat(refusal(9, create)).contains(Reason.NAME_TAKEN);
  }
}
