package org.datanet.testnet.testplan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.datanet.node.libp2p.gossipsub.GossipParams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptReaderTest {

  @TempDir Path folder;

  private List<Instruction> read(String line) throws IOException, ScriptException {
    return ScriptReader.read(
        Files.writeString(folder.resolve("params.json"), "{\"script\": [" + line + "]}"));
  }

  private void assertRefused(String line, String why) {
    assertThatThrownBy(() -> read(line)).isInstanceOf(ScriptException.class).hasMessage(why);
  }

  @Test
  void takesGosParametersInNanosecondsAndLeavesTheOthersAsUsual() throws Exception {
    List<Instruction> script =
        read(
            """
            {"type": "initGossipSub", "gossipSubParams": {"Dlo": 5, "Dlazy": 0, "GossipFactor": 0.5,
             "HeartbeatInterval": 700000000, "OpportunisticGraftTicks": 10, "FanoutTTL": null,
             "IDontWantMessageThreshold": 1024, "HeartbeatInitialDelay": 100000}}
            """);

    GossipParams params = ((Instruction.InitGossipSub) script.getFirst()).params();
    assertThat(params.mesh()).isEqualTo(new GossipParams.Mesh(6, 5, 12, 4, 2));
    assertThat(params.lazy()).isEqualTo(new GossipParams.Lazy(0, 0.5, 5, 3));
    assertThat(params.timing().heartbeatMs()).isEqualTo(700);
    assertThat(params.timing().opportunisticMs()).isEqualTo(7_000);
    assertThat(params.timing().fanoutTtlMs()).isEqualTo(60_000);
    assertThat(params.options().announceBytesMin()).isEqualTo(1_024);
  }

  @Test
  void givesEachNodeItsPartOfTheScript() throws Exception {
    Instruction line =
        read("""
        {"type": "ifNodeIDEquals", "nodeID": 3,
         "instruction": {"type": "waitUntil", "elapsedSeconds": 120}}
        """)
            .getFirst();

    assertThat(line.on(3)).contains(new Instruction.WaitUntil(120_000));
    assertThat(line.on(2)).isEmpty();
  }

  @Test
  void refusesWhatItDoesNotKnowBeforeItBegins() {
    assertRefused("{\"type\": \"dance\"}", "unknown instruction \"dance\"");
    assertRefused(
        "{\"type\": \"initGossipSub\", \"gossipSubParams\": {\"Dmax\": 3}}",
        "unknown gossipSubParams: [Dmax]");
    assertRefused(
        "{\"type\": \"subscribeToTopic\", \"topicID\": \"t\", \"partial\": true}",
        "partial messages (gossipsub v1.3 extension) are not supported");
    assertRefused(
        "{\"type\": \"publish\", \"topicID\": \"t\", \"messageID\": 1, \"messageSizeBytes\": 7}",
        "messages have 8 bytes to 10 MiB, not 7");
    assertRefused("{\"type\": \"connect\"}", "no connectTo in {\"type\":\"connect\"}");
  }

  @Test
  void readsItsNumberFromTheHostsNameAndItsKeyFromTheNumber() throws Exception {
    assertThat(PlanPlaces.Hosts.number("node17")).isEqualTo(17);
    assertThatThrownBy(() -> PlanPlaces.Hosts.number("laptop")).hasMessageContaining("not laptop");
    // As js-libp2p derives it from the seed 2c 01 00 … 00.
    assertThat(PlanKeys.of(300).peerId().toString())
        .isEqualTo("12D3KooWJBHxbt3VReKxEZjaKjqJMxjLpiaKqzzhfweZ7ry72PrY");
  }
}
