package org.datanet.node.config;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.datanet.protocol.datanet.ManifestCodec;
import org.datanet.protocol.datanet.ParameterSet;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.wire.BeaconCommitment;
import org.datanet.protocol.wire.Genesis;
import org.datanet.protocol.wire.GenesisAccount;
import org.datanet.protocol.wire.GenesisValidator;
import org.datanet.protocol.wire.NetworkParameters;
import org.jspecify.annotations.Nullable;

/**
 * genesis.toml: the same on every node. Its rules are the protocol's; only its form is checked
 * here.
 */
public final class GenesisFile {

  private GenesisFile() {}

  record Form(
      String network,
      long createdMs,
      Parameters parameters,
      List<Account> accounts,
      List<Validator> validators) {}

  record Parameters(
      long opFeeMicros,
      long byteFeeMicros,
      long minEpochMs,
      long minValidatorStakeMicros,
      int validatorUnbondEpochs,
      int minCuratorsFloor,
      boolean testNetwork,
      ParameterSet defaults) {}

  record Account(@Nullable String account, long balanceMicros) {}

  record Validator(
      @Nullable String account,
      long stakeMicros,
      @Nullable String tip,
      long firstEpoch,
      int layers) {}

  /**
   * The canonical message; accounts and validators are sorted here, since a person wrote the file.
   */
  public static Genesis read(Path file) throws IOException {
    return genesis(file, TomlFiles.read(file, Form.class));
  }

  /** As {@link #read}; the file is for messages. */
  static Genesis parse(Path file, String text) throws ConfigException {
    return genesis(file, TomlFiles.parse(file, text, Form.class));
  }

  private static Genesis genesis(Path file, Form form) throws ConfigException {
    if (form.network() == null
        || form.parameters() == null
        || form.parameters().defaults() == null) {
      throw new ConfigException(
          file, "network, [parameters] and [parameters.defaults] must be there");
    }
    try {
      return message(form);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(file, String.valueOf(e.getMessage()), e);
    }
  }

  /** The file that {@link #read} takes for the same genesis. */
  public static void write(Path file, Genesis genesis) throws IOException {
    TomlFiles.write(
        file,
        new Form(
            genesis.getNetwork(),
            genesis.getCreatedMs(),
            form(genesis.getParameters()),
            genesis.getAccountsList().stream()
                .map(a -> new Account(did(a.getAccount()), a.getBalanceMicros()))
                .toList(),
            genesis.getValidatorsList().stream()
                .map(
                    v ->
                        new Validator(
                            did(v.getAccount()),
                            v.getStakeMicros(),
                            HexFormat.of().formatHex(v.getBeacon().getTip().toByteArray()),
                            v.getBeacon().getFirstEpoch(),
                            v.getBeacon().getLayers()))
                .toList()));
  }

  private static Genesis message(Form form) {
    Genesis.Builder genesis =
        Genesis.newBuilder()
            .setNetwork(form.network())
            .setCreatedMs(form.createdMs())
            .setParameters(parameters(form.parameters()));
    list(form.accounts()).stream()
        .map(
            account ->
                GenesisAccount.newBuilder()
                    .setAccount(account(account.account()))
                    .setBalanceMicros(account.balanceMicros())
                    .build())
        .sorted(
            Comparator.comparing(
                GenesisAccount::getAccount, ByteString.unsignedLexicographicalComparator()))
        .forEach(genesis::addAccounts);
    list(form.validators()).stream()
        .map(
            validator ->
                GenesisValidator.newBuilder()
                    .setAccount(account(validator.account()))
                    .setStakeMicros(validator.stakeMicros())
                    .setBeacon(
                        BeaconCommitment.newBuilder()
                            .setTip(
                                ByteString.copyFrom(
                                    HexFormat.of().parseHex(present("tip", validator.tip()))))
                            .setFirstEpoch(validator.firstEpoch())
                            .setLayers(validator.layers()))
                    .build())
        .sorted(
            Comparator.comparing(
                GenesisValidator::getAccount, ByteString.unsignedLexicographicalComparator()))
        .forEach(genesis::addValidators);
    return genesis.build();
  }

  private static <T> List<T> list(List<T> items) {
    return items == null ? List.of() : items;
  }

  private static NetworkParameters parameters(Parameters form) {
    return NetworkParameters.newBuilder()
        .setOpFeeMicros(form.opFeeMicros())
        .setByteFeeMicros(form.byteFeeMicros())
        .setMinEpochMs(form.minEpochMs())
        .setMinValidatorStakeMicros(form.minValidatorStakeMicros())
        .setValidatorUnbondEpochs(form.validatorUnbondEpochs())
        .setMinCuratorsFloor(form.minCuratorsFloor())
        .setTestNetwork(form.testNetwork())
        .setDefaults(ManifestCodec.toWire(form.defaults()))
        .build();
  }

  private static Parameters form(NetworkParameters parameters) {
    return new Parameters(
        parameters.getOpFeeMicros(),
        parameters.getByteFeeMicros(),
        parameters.getMinEpochMs(),
        parameters.getMinValidatorStakeMicros(),
        parameters.getValidatorUnbondEpochs(),
        parameters.getMinCuratorsFloor(),
        parameters.getTestNetwork(),
        ManifestCodec.fromWire(parameters.getDefaults()));
  }

  private static String did(ByteString account) {
    return AccountId.of(account.toByteArray()).toDid();
  }

  /** Jackson leaves what a file leaves out at null. */
  private static String present(String field, @Nullable String value) {
    if (value == null) {
      throw new IllegalArgumentException("'" + field + "' is missing");
    }
    return value;
  }

  private static ByteString account(@Nullable String did) {
    AccountId account =
        AccountId.parse(present("account", did))
            .orElseThrow(() -> new IllegalArgumentException("not an account: " + did));
    return ByteString.copyFrom(account.toBytes());
  }
}
