package org.datanet.protocol.ledger;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.wire.AccountEntry;
import org.datanet.protocol.wire.BallotEntry;
import org.datanet.protocol.wire.BondBasisEntry;
import org.datanet.protocol.wire.ClaimEntry;
import org.datanet.protocol.wire.CommitmentEntry;
import org.datanet.protocol.wire.CuratorEntry;
import org.datanet.protocol.wire.CuratorTallyEntry;
import org.datanet.protocol.wire.DatanetEntry;
import org.datanet.protocol.wire.DueEntry;
import org.datanet.protocol.wire.NetworkEntry;
import org.datanet.protocol.wire.PanelEntry;
import org.datanet.protocol.wire.RecordEntry;
import org.datanet.protocol.wire.UnbondingEntry;
import org.datanet.protocol.wire.ValidatorEntry;
import org.datanet.protocol.wire.ValidatorSetEntry;
import org.datanet.protocol.wire.VestingEntry;

/**
 * The one place that builds ledger keys; the layout is docs/protocol.md §4. Epochs are 8 bytes,
 * big-endian, so that key order is time order.
 */
public final class Keys {

  /** What can fall due. The tag is part of the key and orders what falls due in one epoch. */
  public enum Due {
    COMMITMENT_EXPIRY(1),
    PANEL_DRAW(2),
    SETTLEMENT(3),
    VESTING(4),
    DEPOSIT_RELEASE(5),
    PAYOUT_AGE(6),
    TALLY_EXPIRY(7);

    private final Bytes tag;

    Due(int tag) {
      this.tag = Bytes.of(tag);
    }
  }

  private Keys() {}

  public static LedgerKey<NetworkEntry> network() {
    return LedgerTable.NETWORK.key();
  }

  public static LedgerKey<AccountEntry> account(AccountId account) {
    return LedgerTable.ACCOUNTS.key(account.publicKey());
  }

  public static LedgerKey<DatanetEntry> datanet(Bytes32 datanet) {
    return LedgerTable.DATANETS.key(datanet);
  }

  public static LedgerKey<DueEntry> datanetName(String name) {
    return LedgerTable.DATANET_NAMES.key(Bytes.wrap(name.getBytes(US_ASCII)));
  }

  /** Of this account: who repeats a commitment that it overheard has one of its own. */
  public static LedgerKey<CommitmentEntry> commitment(
      Bytes32 datanet, AccountId account, Bytes32 commitment) {
    return LedgerTable.COMMITMENTS.key(datanet, account.publicKey(), commitment);
  }

  public static LedgerKey<RecordEntry> record(Bytes32 datanet, Bytes32 record) {
    return LedgerTable.RECORDS.key(datanet, record);
  }

  /** {@code cidDigest} is the sha2-256 digest inside the content's CID. */
  public static LedgerKey<ClaimEntry> claim(Bytes32 datanet, Bytes32 cidDigest) {
    return LedgerTable.CLAIMS.key(datanet, cidDigest);
  }

  public static LedgerKey<PanelEntry> panel(Bytes32 datanet, Bytes32 record) {
    return LedgerTable.PANELS.key(datanet, record);
  }

  public static LedgerKey<BallotEntry> ballot(
      Bytes32 datanet, AccountId curator, Bytes32 commitment) {
    return LedgerTable.BALLOTS.key(datanet, curator.publicKey(), commitment);
  }

  public static LedgerKey<CuratorEntry> curator(Bytes32 datanet, AccountId curator) {
    return LedgerTable.CURATORS.key(datanet, curator.publicKey());
  }

  public static LedgerPrefix<CuratorEntry> curators(Bytes32 datanet) {
    return LedgerTable.CURATORS.prefix(datanet);
  }

  public static LedgerPrefix<ValidatorEntry> validators() {
    return LedgerTable.VALIDATORS.prefix();
  }

  public static LedgerKey<ValidatorEntry> validator(AccountId validator) {
    return LedgerTable.VALIDATORS.key(validator.publicKey());
  }

  public static LedgerKey<ValidatorSetEntry> validatorSet(long epoch) {
    return LedgerTable.VALIDATOR_SETS.key(Bytes.ofUnsignedLong(epoch));
  }

  public static LedgerKey<CuratorTallyEntry> tally(Bytes32 datanet, long epoch, AccountId curator) {
    return LedgerTable.TALLIES.key(datanet, Bytes.ofUnsignedLong(epoch), curator.publicKey());
  }

  public static LedgerPrefix<CuratorTallyEntry> tallies(Bytes32 datanet, long epoch) {
    return LedgerTable.TALLIES.prefix(datanet, Bytes.ofUnsignedLong(epoch));
  }

  public static LedgerKey<VestingEntry> vesting(Bytes32 datanet, Bytes32 record) {
    return LedgerTable.VESTING.key(datanet, record);
  }

  /**
   * Stake of an account that leaves at the close of {@code releaseEpoch}; the source is a datanet
   * or zero.
   */
  public static LedgerKey<UnbondingEntry> unbonding(
      long releaseEpoch, AccountId account, Bytes32 source) {
    return LedgerTable.UNBONDING.key(
        Bytes.ofUnsignedLong(releaseEpoch), account.publicKey(), source);
  }

  /** All stakes that leave at the close of {@code releaseEpoch}. */
  public static LedgerPrefix<UnbondingEntry> unbondings(long releaseEpoch) {
    return LedgerTable.UNBONDING.prefix(Bytes.ofUnsignedLong(releaseEpoch));
  }

  public static LedgerKey<BondBasisEntry> bondBasis(Bytes32 datanet) {
    return LedgerTable.BOND_BASIS.key(datanet);
  }

  /** {@code subject} is the key of what falls due, without its table's tag. */
  public static LedgerKey<DueEntry> due(long epoch, Due kind, Bytes subject) {
    return LedgerTable.DUE.key(Bytes.ofUnsignedLong(epoch), kind.tag, subject);
  }

  public static LedgerPrefix<DueEntry> due(long epoch, Due kind) {
    return LedgerTable.DUE.prefix(Bytes.ofUnsignedLong(epoch), kind.tag);
  }

  /** What {@link #due(long, Due, Bytes)} was given as the subject. */
  public static Bytes dueSubject(LedgerKey<DueEntry> due) {
    return due.bytes().slice(1 + Long.BYTES + 1);
  }
}
