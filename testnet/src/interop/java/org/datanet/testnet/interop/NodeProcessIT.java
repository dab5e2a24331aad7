package org.datanet.testnet.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.datanet.node.client.ApiClient;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.protocol.content.Cid;
import org.datanet.testnet.demo.LiveContributor;
import org.datanet.testnet.launcher.LocalNetwork;
import org.datanet.testnet.launcher.NetworkPlan;
import org.datanet.testnet.launcher.TestKeys;
import org.datanet.testnet.lines.LineProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Foreign peers and a real node, each a process of its own. */
class NodeProcessIT {

  private static final NetworkPlan ONE_NODE = new NetworkPlan(1, 200, 1, 3, 1, OptionalInt.empty());
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int RECORDS = 5;

  @TempDir Path folder;

  private LocalNetwork network;

  @BeforeEach
  void up() throws IOException {
    network = LocalNetwork.create(folder.resolve("net"), ONE_NODE, TestKeys.ofSeed(1), "interop-1");
    network.up();
  }

  @AfterEach
  void down() throws IOException {
    network.down();
  }

  @Test
  void theTwoLinesOfTheDocsPrintContributionsAsTheyAreGossiped() throws Exception {
    try (LiveContributor contributor = LiveContributor.join(network, RECORDS);
        ListenScript script = ListenScript.ofTheDocs(address())) {
      await().atMost(PATIENCE).until(() -> peers() == 1);

      contributor.contribute();

      TreeSet<String> expected = new TreeSet<>();
      contributor
          .contents()
          .forEach(cid -> expected.add(contributor.account().toDid() + " " + cid));
      assertThat(script.firstWordsOfLines(2, RECORDS)).isEqualTo(expected);
    }
  }

  @Test
  void heliaFetchesRecordsFromANodeByTheirCids() throws IOException {
    try (LiveContributor contributor = LiveContributor.join(network, RECORDS);
        LineProcess helia = JsProcess.run("helia.mjs")) {
      contributor.contribute();
      helia.ask("start");
      helia.ask("connect", "address", address().toString());

      List<Cid> contents = contributor.contents();
      for (int i = 0; i < RECORDS; i++) {
        JsonNode got = helia.ask("get", "cid", contents.get(i).toString(), "timeoutMs", 20_000);
        assertThat(Base64.getDecoder().decode(got.get("data").asText()))
            .isEqualTo(contributor.content(i));
      }
    }
  }

  @Test
  void aPeerGossipsAgainWithANodeThatWasKilledAndCameBack() throws IOException {
    String topic = "/datanet/interop-1/consensus/1";
    try (JsPeer js = JsPeer.start()) {
      js.process().ask("subscribe", "topic", topic, "tell", true);
      js.connect(address());
      js.process().awaitEvent("message");

      network.kill(0);
      js.process().awaitEvent("disconnected");
      network.launch(0);
      await().atMost(PATIENCE).until(() -> network.isUp(0));
      js.process().events().clear();
      js.connect(address());

      assertThat(js.process().awaitEvent("message").get("topic").asText()).isEqualTo(topic);
    }
  }

  /** Where the node listens over TCP, which every js-libp2p has. */
  private Multiaddr address() throws IOException {
    try (ApiClient api = new ApiClient(network.apiUri(0))) {
      return api.status().addresses().stream()
          .map(Multiaddr::parse)
          .filter(address -> address.tcpAddress().isPresent())
          .findFirst()
          .orElseThrow();
    }
  }

  private int peers() throws IOException {
    try (ApiClient api = new ApiClient(network.apiUri(0))) {
      return api.peers().size();
    }
  }
}
