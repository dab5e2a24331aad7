package org.datanet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.datanet.cli.testing.Shell;
import org.datanet.cli.testing.Shell.Outcome;
import org.datanet.cli.testing.TestNetwork;
import org.datanet.node.config.NodeConfig;
import org.datanet.node.runtime.DatanetNode;
import org.datanet.node.runtime.NodeHome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Homes as {@code datanet node init} makes them, and a node that joins a network from one. */
class NodeInitTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private TestNetwork network;

  @BeforeEach
  void start() throws IOException {
    network = TestNetwork.start(folder.resolve("node"), Map.of());
  }

  @AfterEach
  void stop() {
    network.close();
  }

  private NodeHome init(String... options) {
    Path home = folder.resolve("joining");
    Shell shell = new Shell(Main::commandLine, folder).with("DATANET_HOME", home.toString());
    String genesis = network.folder().resolve("genesis.toml").toString();
    List<String> command = List.of("node", "init", "--genesis", genesis, "--api-port", "0");
    Outcome made = shell.run(command, options);
    assertThat(made.exitCode()).as(made.err()).isZero();
    return new NodeHome(home);
  }

  @Test
  void aNodeListensOverQuicAndTcpUnlessItIsTold() throws IOException {
    NodeHome home = init();

    assertThat(NodeConfig.read(home.config()).network().listen())
        .containsExactly("/ip4/0.0.0.0/udp/4190/quic-v1", "/ip4/0.0.0.0/tcp/4190");
  }

  @Test
  void aNodeThatJoinsShowsWhatItsPeerIsOn() throws IOException {
    String quic = network.addresses().getFirst();
    String listen = "/ip4/127.0.0.1/udp/0/quic-v1";
    NodeHome home = init("--listen", listen, "--bootstrap", quic);
    assertThat(NodeConfig.read(home.config()).network().listen()).containsExactly(listen);

    try (DatanetNode node = DatanetNode.start(home)) {
      Shell shell = new Shell(Main::commandLine, folder);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(shell.run("peers", "--node", node.apiUrl()).out().lines())
                      .satisfiesExactly(
                          head -> assertThat(head).contains("TRANSPORT", "DIALLED BY", "PING"),
                          peer ->
                              assertThat(peer)
                                  .contains(quic.substring(0, quic.indexOf("/p2p/")))
                                  .containsPattern("quic +us +\\d+ ms")));
    }
  }
}
