package org.datanet.testnet.launcher;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.datanet.node.keys.Keys;
import org.datanet.protocol.curation.HashOnion;
import org.datanet.protocol.datanet.ManifestCodec;
import org.datanet.protocol.datanet.ParameterSet;
import org.datanet.protocol.wire.BeaconCommitment;
import org.datanet.protocol.wire.Genesis;
import org.datanet.protocol.wire.GenesisAccount;
import org.datanet.protocol.wire.GenesisValidator;
import org.datanet.protocol.wire.NetworkParameters;

/** Genesis of a test network: its parameters, its validators, and money for everybody. */
public final class GenesisBuilder {

  static final long VALIDATOR_STAKE_MICROS = 100_000_000;

  private static final long OP_FEE_MICROS = 100;
  private static final long BYTE_FEE_MICROS = 1;
  private static final int VALIDATOR_UNBOND_EPOCHS = 48;

  /** Three curators judge; a person alone on a testnet brings them with the bots. */
  private static final int MIN_CURATORS_FLOOR = 3;

  /** Onions of genesis start here. docs/protocol.md §3. */
  private static final long FIRST_EPOCH = 1;

  private GenesisBuilder() {}

  /** {@code name} is {@code [a-z0-9-]{1,40}}; {@code createdMs} is Unix time, for display. */
  public static Genesis build(NetworkPlan plan, TestKeys keys, String name, long createdMs) {
    Comparator<ByteString> order = ByteString.unsignedLexicographicalComparator();
    List<GenesisAccount> accounts = new ArrayList<>();
    for (Role role : Role.values()) {
      for (int i = 0; i < plan.members(role); i++) {
        if (role.balanceMicros() > 0) {
          accounts.add(
              GenesisAccount.newBuilder()
                  .setAccount(account(keys, role, i))
                  .setBalanceMicros(role.balanceMicros())
                  .build());
        }
      }
    }
    List<GenesisValidator> validators = new ArrayList<>();
    for (int i = 0; i < plan.nodes(); i++) {
      validators.add(validator(keys, i, plan.onionLayers()));
    }
    accounts.sort(Comparator.comparing(GenesisAccount::getAccount, order));
    validators.sort(Comparator.comparing(GenesisValidator::getAccount, order));
    return Genesis.newBuilder()
        .setNetwork(name)
        .setCreatedMs(createdMs)
        .setParameters(parameters(plan))
        .addAllAccounts(accounts)
        .addAllValidators(validators)
        .build();
  }

  private static NetworkParameters parameters(NetworkPlan plan) {
    return NetworkParameters.newBuilder()
        .setOpFeeMicros(OP_FEE_MICROS)
        .setByteFeeMicros(BYTE_FEE_MICROS)
        .setMinEpochMs(plan.minEpochMs())
        .setMinValidatorStakeMicros(VALIDATOR_STAKE_MICROS)
        .setValidatorUnbondEpochs(VALIDATOR_UNBOND_EPOCHS)
        .setMinCuratorsFloor(MIN_CURATORS_FLOOR)
        .setTestNetwork(true)
        .setDefaults(ManifestCodec.toWire(ParameterSet.defaults(plan.faultsMax())))
        .build();
  }

  private static GenesisValidator validator(TestKeys keys, int node, int onionLayers) {
    HashOnion onion = Keys.onion(keys.seed(Role.NODE, node), FIRST_EPOCH, onionLayers);
    return GenesisValidator.newBuilder()
        .setAccount(account(keys, Role.NODE, node))
        .setStakeMicros(VALIDATOR_STAKE_MICROS)
        .setBeacon(
            BeaconCommitment.newBuilder()
                .setTip(ByteString.copyFrom(onion.tip().toArray()))
                .setFirstEpoch(FIRST_EPOCH)
                .setLayers(onion.layers()))
        .build();
  }

  private static ByteString account(TestKeys keys, Role role, int index) {
    return ByteString.copyFrom(keys.account(role, index).toBytes());
  }
}
