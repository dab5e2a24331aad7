package org.datanet.cli.view;

import java.io.IOException;
import java.util.Optional;
import org.datanet.cli.session.FailedException;
import org.datanet.cli.session.Home;
import org.datanet.node.client.ApiClient;
import org.datanet.node.client.EpochProof;
import org.datanet.node.client.EpochProof.UnprovenException;
import org.datanet.node.keys.Ed25519Providers;
import org.datanet.protocol.genesis.GenesisLedger;
import org.datanet.protocol.wire.Genesis;

/** Asks a node for what the validators signed, and believes what can be checked. */
final class EpochProofs {

  private EpochProofs() {}

  /**
   * @throws FailedException when the answer proves nothing, or is of another network than the
   *     home's
   */
  static EpochProof fetch(ApiClient client, Home home, long epoch) throws IOException {
    Genesis genesis = client.genesis();
    Optional<String> pinned = home.config().networkId();
    if (pinned.isPresent()
        && !pinned.get().equals(GenesisLedger.networkId(genesis).toUnprefixedHexString())) {
      throw new FailedException(
          "the node serves the genesis of another network than " + home.configFile() + " names");
    }
    try {
      EpochProof proof =
          EpochProof.check(
              genesis, client.epochHeader(epoch), Ed25519Providers.choose().verifier());
      if (proof.epoch() != epoch) {
        throw new FailedException(
            "the node serves epoch %d for %d".formatted(proof.epoch(), epoch));
      }
      return proof;
    } catch (UnprovenException e) {
      throw new FailedException(e.getMessage() + "; ask another node", e);
    }
  }
}
