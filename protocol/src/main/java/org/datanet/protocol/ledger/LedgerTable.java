package org.datanet.protocol.ledger;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.tuweni.bytes.Bytes;
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
import org.datanet.protocol.wire.VestingPart;

/**
 * A kind of ledger entry: the first byte of its keys, its parser, and the money that an entry
 * holds. Conservation is checked with {@link #heldMicros} over every change, so an entry kind that
 * holds money and does not say so breaks the first epoch that uses it.
 */
public final class LedgerTable<T extends MessageLite> {

  public static final LedgerTable<NetworkEntry> NETWORK =
      new LedgerTable<>("network", 0x00, NetworkEntry.parser(), e -> 0L);
  public static final LedgerTable<AccountEntry> ACCOUNTS =
      new LedgerTable<>("accounts", 0x01, AccountEntry.parser(), AccountEntry::getBalanceMicros);
  public static final LedgerTable<DatanetEntry> DATANETS =
      new LedgerTable<>("datanets", 0x02, DatanetEntry.parser(), DatanetEntry::getReserveMicros);
  public static final LedgerTable<DueEntry> DATANET_NAMES =
      new LedgerTable<>("datanetNames", 0x03, DueEntry.parser(), e -> 0L);
  public static final LedgerTable<CommitmentEntry> COMMITMENTS =
      new LedgerTable<>(
          "commitments", 0x04, CommitmentEntry.parser(), CommitmentEntry::getBondMicros);
  public static final LedgerTable<RecordEntry> RECORDS =
      new LedgerTable<>("records", 0x05, RecordEntry.parser(), RecordEntry::getBondMicros);
  public static final LedgerTable<ClaimEntry> CLAIMS =
      new LedgerTable<>("claims", 0x06, ClaimEntry.parser(), e -> 0L);
  public static final LedgerTable<PanelEntry> PANELS =
      new LedgerTable<>("panels", 0x07, PanelEntry.parser(), e -> 0L);
  public static final LedgerTable<BallotEntry> BALLOTS =
      new LedgerTable<>("ballots", 0x08, BallotEntry.parser(), BallotEntry::getDepositMicros);
  public static final LedgerTable<CuratorEntry> CURATORS =
      new LedgerTable<>(
          "curators",
          0x09,
          CuratorEntry.parser(),
          e -> Math.addExact(e.getStakeMicros(), e.getEscrowMicros()));
  public static final LedgerTable<ValidatorEntry> VALIDATORS =
      new LedgerTable<>(
          "validators", 0x0a, ValidatorEntry.parser(), ValidatorEntry::getStakeMicros);
  public static final LedgerTable<ValidatorSetEntry> VALIDATOR_SETS =
      new LedgerTable<>("validatorSets", 0x0b, ValidatorSetEntry.parser(), e -> 0L);
  public static final LedgerTable<CuratorTallyEntry> TALLIES =
      new LedgerTable<>("tallies", 0x0c, CuratorTallyEntry.parser(), e -> 0L);
  public static final LedgerTable<VestingEntry> VESTING =
      new LedgerTable<>(
          "vesting",
          0x0d,
          VestingEntry.parser(),
          e -> e.getPartsList().stream().mapToLong(VestingPart::getAmountMicros).sum());
  public static final LedgerTable<UnbondingEntry> UNBONDING =
      new LedgerTable<>(
          "unbonding", 0x0e, UnbondingEntry.parser(), UnbondingEntry::getAmountMicros);
  public static final LedgerTable<BondBasisEntry> BOND_BASIS =
      new LedgerTable<>("bondBasis", 0x0f, BondBasisEntry.parser(), e -> 0L);
  public static final LedgerTable<DueEntry> DUE =
      new LedgerTable<>("due", 0x10, DueEntry.parser(), e -> 0L);

  private static final List<LedgerTable<?>> ALL =
      List.of(
          NETWORK,
          ACCOUNTS,
          DATANETS,
          DATANET_NAMES,
          COMMITMENTS,
          RECORDS,
          CLAIMS,
          PANELS,
          BALLOTS,
          CURATORS,
          VALIDATORS,
          VALIDATOR_SETS,
          TALLIES,
          VESTING,
          UNBONDING,
          BOND_BASIS,
          DUE);

  private final String name;
  private final byte tag;
  private final Parser<T> parser;
  private final ToLongFunction<T> held;

  private LedgerTable(String name, int tag, Parser<T> parser, ToLongFunction<T> held) {
    this.name = name;
    this.tag = (byte) tag;
    this.parser = parser;
    this.held = held;
  }

  public static List<LedgerTable<?>> all() {
    return ALL;
  }

  /** The table that a stored key belongs to. */
  public static LedgerTable<?> of(Bytes key) {
    for (LedgerTable<?> table : ALL) {
      if (key.size() > 0 && key.get(0) == table.tag) {
        return table;
      }
    }
    throw new IllegalArgumentException("no ledger table has the key " + key.toHexString());
  }

  public String name() {
    return name;
  }

  /** A key of this table: the tag, then the parts. */
  public LedgerKey<T> key(Bytes... parts) {
    return new LedgerKey<>(this, Bytes.concatenate(Bytes.of(tag), Bytes.concatenate(parts)));
  }

  public LedgerKey<T> keyOfBytes(Bytes key) {
    if (key.isEmpty() || key.get(0) != tag) {
      throw new IllegalArgumentException("not a key of " + name + ": " + key.toHexString());
    }
    return new LedgerKey<>(this, key);
  }

  public LedgerPrefix<T> prefix(Bytes... parts) {
    return new LedgerPrefix<>(
        this, Bytes.concatenate(Bytes.of(tag), Bytes.concatenate(Arrays.asList(parts))));
  }

  /** Money inside the entry, in micro-credits. */
  public long heldMicros(T entry) {
    return held.applyAsLong(entry);
  }

  /** Parses a stored value; one that does not parse is a broken store, not bad input. */
  public T parse(byte[] value) {
    try {
      return parser.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored entry of " + name + " does not parse", e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
