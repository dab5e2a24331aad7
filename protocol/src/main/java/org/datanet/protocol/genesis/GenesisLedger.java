package org.datanet.protocol.genesis;

import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.curation.Beacon;
import org.datanet.protocol.hashing.Hasher;
import org.datanet.protocol.ledger.Keys;
import org.datanet.protocol.ledger.LedgerChanges;
import org.datanet.protocol.ledger.MemoryLedger;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.AccountEntry;
import org.datanet.protocol.wire.Genesis;
import org.datanet.protocol.wire.GenesisAccount;
import org.datanet.protocol.wire.GenesisValidator;
import org.datanet.protocol.wire.NetworkEntry;
import org.datanet.protocol.wire.ValidatorEntry;
import org.datanet.protocol.wire.ValidatorSetEntry;
import org.datanet.protocol.wire.ValidatorWeight;

/** The state that a valid genesis lays down: epoch 0. For any other genesis it is undefined. */
public final class GenesisLedger {

  private GenesisLedger() {}

  /** {@code H("genesis" ‖ canonical Genesis)}. docs/protocol.md §1. */
  public static Bytes32 networkId(Genesis genesis) {
    return Hasher.of("genesis").addBytes(genesis.toByteArray()).digest();
  }

  /**
   * The write set over an empty ledger. All money there will ever be is in it; its amount is the
   * network entry's supply.
   */
  public static LedgerChanges changes(Genesis genesis) {
    LedgerChanges changes = new LedgerChanges(new MemoryLedger());
    long supplyMicros = 0;
    for (GenesisAccount account : genesis.getAccountsList()) {
      supplyMicros = Math.addExact(supplyMicros, account.getBalanceMicros());
      changes.put(
          Keys.account(WireBytes.account(account.getAccount())),
          AccountEntry.newBuilder().setBalanceMicros(account.getBalanceMicros()).build());
    }
    ValidatorSetEntry.Builder set = ValidatorSetEntry.newBuilder();
    for (GenesisValidator validator : genesis.getValidatorsList()) {
      supplyMicros = Math.addExact(supplyMicros, validator.getStakeMicros());
      changes.put(
          Keys.validator(WireBytes.account(validator.getAccount())),
          ValidatorEntry.newBuilder()
              .setStakeMicros(validator.getStakeMicros())
              .setBeacon(validator.getBeacon())
              .build());
      set.addValidators(
          ValidatorWeight.newBuilder()
              .setAccount(validator.getAccount())
              .setWeightMicros(validator.getStakeMicros()));
    }
    // Epoch 1 derives the set of epoch 3. docs/protocol.md §5.4.9.
    changes.put(Keys.validatorSet(1), set.build());
    changes.put(Keys.validatorSet(2), set.build());
    changes.put(
        Keys.network(),
        NetworkEntry.newBuilder()
            .setEpoch(0)
            .setBeacon(WireBytes.toWire(Beacon.genesis(networkId(genesis))))
            .setSupplyMicros(supplyMicros)
            .build());
    return changes;
  }
}
