package org.datanet.node.runtime;

import java.io.IOException;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.config.ConfigException;
import org.datanet.node.config.GenesisFile;
import org.datanet.node.config.NodeConfig;
import org.datanet.node.keys.KeyFile;
import org.datanet.node.network.NetworkStack;
import org.datanet.node.network.NetworkStacks;
import org.datanet.protocol.genesis.GenesisLedger;
import org.datanet.protocol.genesis.GenesisRules;
import org.datanet.protocol.operation.Refusal;
import org.datanet.protocol.wire.Genesis;

/** What a node reads from its home before anything runs. */
record NodeFiles(
    NodeHome home, NodeConfig config, Genesis genesis, byte[] seed, NetworkStack network) {

  /** Opens a protected node key on machines that must not keep it in the clear. */
  private static final String PASSPHRASE_VARIABLE = "DATANET_PASSPHRASE";

  /**
   * @throws ConfigException or another IOException that names the file and what is wrong with it
   */
  static NodeFiles read(NodeHome home) throws IOException {
    NodeConfig config = NodeConfig.read(home.config());
    Genesis genesis = GenesisFile.read(home.genesis());
    Optional<Refusal> refusal = GenesisRules.check(genesis);
    if (refusal.isPresent()) {
      throw new ConfigException(home.genesis(), refusal.get().message());
    }
    if (config.faults().tamperMicros() != 0 && !genesis.getParameters().getTestNetwork()) {
      throw new ConfigException(home.config(), "faults are for test networks only");
    }
    String stack = config.network().stack().orElse(NetworkStacks.OWN);
    Optional<NetworkStack> network = NetworkStacks.named(stack);
    if (network.isEmpty()) {
      throw new ConfigException(home.config(), "network.stack: " + NetworkStacks.absence(stack));
    }
    String passphrase = System.getenv(PASSPHRASE_VARIABLE);
    byte[] seed =
        KeyFile.open(home.key(), passphrase == null ? new char[0] : passphrase.toCharArray());
    return new NodeFiles(home, config, genesis, seed, network.get());
  }

  Bytes32 networkId() {
    return GenesisLedger.networkId(genesis);
  }
}
