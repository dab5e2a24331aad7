package org.datanet.protocol.testing;

import java.security.GeneralSecurityException;
import java.security.Security;
import java.util.List;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.curation.HashOnion;
import org.datanet.protocol.datanet.Manifest;
import org.datanet.protocol.datanet.ManifestCodec;
import org.datanet.protocol.datanet.ParameterSet;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.identity.SignatureVerifier;
import org.datanet.protocol.identity.StrictEd25519;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.OperationCodec;
import org.datanet.protocol.operation.SignedOperation;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.operation.WireForms;
import org.datanet.protocol.wire.BeaconCommitment;
import org.datanet.protocol.wire.Genesis;
import org.datanet.protocol.wire.GenesisAccount;
import org.datanet.protocol.wire.GenesisValidator;
import org.datanet.protocol.wire.NetworkParameters;

/** Values that many tests need. All of them are fixed. */
public final class Fixtures {

  public static final Bytes32 NETWORK_ID = hash(0x4e);

  public static final TestSigner ALICE = TestSigner.of(1);
  public static final TestSigner BOB = TestSigner.of(2);
  public static final TestSigner CAROL = TestSigner.of(3);

  private Fixtures() {}

  /** 32 times the same byte. */
  public static Bytes32 hash(int fill) {
    return Bytes32.repeat((byte) fill);
  }

  public static SignatureVerifier verifier() {
    try {
      return StrictEd25519.over(Security.getProvider("SunEC"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK's Ed25519 is missing", e);
    }
  }

  /** The defaults of the economy, made small enough for a handful of curators. */
  public static ParameterSet parameters() {
    return new ParameterSet(
        10_000, 500, 500, 5_000, 2_000, 700, 500, 800, 3, 3, 1_000_000, 2, 2, 2, 1_000, 100_000, 4,
        3, 8, 8, 30_000, 40);
  }

  public static Manifest manifest() {
    return manifest("lexicon");
  }

  public static Manifest manifest(String name) {
    return new Manifest(
        name,
        "Terms with a gloss",
        List.of("noun", "verb"),
        List.of("CC-BY-4.0", "CC0-1.0"),
        "application/json",
        List.of("gloss", "term"),
        1,
        parameters());
  }

  /** Signed by ALICE, with the first nonce where the kind carries one, expiring in epoch 50. */
  public static SignedOperation signed(Operation operation) {
    return signed(ALICE, operation.carriesNonce() ? 1 : 0, operation);
  }

  public static SignedOperation signed(TestSigner author, long nonce, Operation operation) {
    return OperationCodec.sign(author, NETWORK_ID, nonce, 50, operation);
  }

  /** Alice, Bob and Carol validate and hold a thousand credits each. */
  public static Genesis genesis() {
    Genesis.Builder genesis =
        Genesis.newBuilder()
            .setNetwork("testnet")
            .setCreatedMs(1_700_000_000_000L)
            .setParameters(networkParameters());
    Stream.of(ALICE, BOB, CAROL)
        .map(TestSigner::account)
        .sorted()
        .forEach(
            account ->
                genesis
                    .addAccounts(
                        GenesisAccount.newBuilder()
                            .setAccount(WireBytes.toWire(account))
                            .setBalanceMicros(1_000_000_000))
                    .addValidators(
                        GenesisValidator.newBuilder()
                            .setAccount(WireBytes.toWire(account))
                            .setStakeMicros(100_000_000)
                            .setBeacon(beacon(account))));
    return genesis.build();
  }

  public static NetworkParameters networkParameters() {
    return NetworkParameters.newBuilder()
        .setOpFeeMicros(100)
        .setByteFeeMicros(1)
        .setMinEpochMs(2_000)
        .setMinValidatorStakeMicros(100_000_000)
        .setValidatorUnbondEpochs(48)
        .setDefaults(ManifestCodec.toWire(parameters()))
        .setMinCuratorsFloor(3)
        .setTestNetwork(true)
        .build();
  }

  /** The onion of a validator of {@link #genesis()}; its seed is the account. */
  public static HashOnion onion(AccountId account) {
    return HashOnion.of(account.publicKey(), 1_000);
  }

  private static BeaconCommitment beacon(AccountId account) {
    HashOnion onion = onion(account);
    return WireForms.toWire(new Operation.BeaconCommitment(onion.tip(), 1, onion.layers()));
  }
}
