package org.datanet.testnet.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.datanet.node.libp2p.bitswap.FetchOutcome;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.protocol.content.Cid;
import org.datanet.testnet.lines.LineProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks between Helia and ours, by bitswap 1.2.0. */
class BitswapIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private OurBlocks ours;
  private LineProcess helia;
  private PeerId heliaId;

  @BeforeEach
  void start() throws IOException {
    ours = OurBlocks.start(1);
    helia = JsProcess.run("helia.mjs");
    JsonNode started = helia.ask("start");
    heliaId = PeerId.parse(started.get("peer").asText());
    Futures.get(ours.host().connect(Multiaddr.parse(started.get("addresses").get(0).asText())));
  }

  @AfterEach
  void stop() {
    helia.close();
    ours.close();
  }

  @Test
  void heliaFetchesABlockFromUs() {
    byte[] block = bytes(2_000, 1);
    Cid cid = ours.put(block);

    JsonNode got = helia.ask("get", "cid", cid.toString(), "timeoutMs", 20_000);

    assertThat(Base64.getDecoder().decode(got.get("data").asText())).isEqualTo(block);
  }

  @Test
  void heliaFetchesABlockOfFullSizeFromUs() {
    byte[] block = bytes(1 << 20, 2);
    Cid cid = ours.put(block);

    JsonNode got = helia.ask("get", "cid", cid.toString(), "timeoutMs", 20_000);

    assertThat(Base64.getDecoder().decode(got.get("data").asText())).isEqualTo(block);
  }

  @Test
  void weFetchABlockFromHelia() {
    byte[] block = bytes(2_000, 3);
    Cid cid = put(block);

    FetchOutcome outcome = Futures.get(ours.fetch(List.of(cid), Optional.empty(), 20_000));

    assertThat(outcome.received()).isEqualTo(1);
    assertThat(ours.fetched(cid)).contains(block);
  }

  @Test
  void weFetchTwoHundredBlocksAndOneOfFullSizeFromHelia() {
    List<Cid> cids = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      cids.add(put(bytes(3_000, i)));
    }
    cids.add(put(bytes(1 << 20, 200)));

    FetchOutcome outcome = Futures.get(ours.fetch(cids, Optional.of(heliaId), 25_000));

    assertThat(outcome.missing()).isEmpty();
    assertThat(outcome.received()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void heliaHearsAtOnceWhetherWeHaveABlock(boolean block) {
    Cid held = ours.put(bytes(2_000, 4));
    Cid missing = Cid.ofContent(bytes(10, 4));

    assertThat(askUs(held, block).get("has").asBoolean()).isTrue();
    assertThat(askUs(missing, block).get("has").asBoolean()).isFalse();
  }

  @Test
  void whatHeliaDoesNotHaveComesFromAnotherPeer() {
    try (OurBlocks other = OurBlocks.start(2)) {
      byte[] block = bytes(500, 5);
      Cid cid = other.put(block);
      Futures.get(ours.host().connect(other.address()));

      FetchOutcome outcome = Futures.get(ours.fetch(List.of(cid), Optional.of(heliaId), 20_000));

      assertThat(outcome.received()).isEqualTo(1);
      assertThat(ours.fetched(cid)).contains(block);
    }
  }

  @Test
  void aBlockThatHeliaGetsLaterEndsAFetchThatWaitsForIt() {
    byte[] block = bytes(500, 6);
    Cid cid = Cid.ofContent(block);
    CompletionStage<FetchOutcome> fetch = ours.fetch(List.of(cid), Optional.empty(), 25_000);
    await().atMost(PATIENCE).until(() -> wantsOfUs().contains(cid.toString()));

    put(block);

    assertThat(Futures.get(fetch).received()).isEqualTo(1);
    assertThat(ours.fetched(cid)).contains(block);
  }

  @Test
  void aFetchThatEndsWithoutItsBlockCancelsItsWant() {
    Cid cid = Cid.ofContent(bytes(500, 7));
    CompletionStage<FetchOutcome> fetch = ours.fetch(List.of(cid), Optional.empty(), 3_000);
    await().atMost(PATIENCE).until(() -> wantsOfUs().contains(cid.toString()));

    FetchOutcome outcome = Futures.get(fetch);

    assertThat(outcome.missing()).containsExactly(cid.toBytes().toArrayUnsafe());
    await().atMost(PATIENCE).until(() -> wantsOfUs().isEmpty());
  }

  private JsonNode askUs(Cid cid, boolean block) {
    String us = ours.host().peerId().toString();
    return helia.ask("ask", "cid", cid.toString(), "peer", us, "block", block, "timeoutMs", 20_000);
  }

  private List<String> wantsOfUs() {
    List<String> wants = new ArrayList<>();
    helia
        .ask("wantsOf", "peer", ours.host().peerId().toString())
        .forEach(want -> wants.add(want.get("cid").asText()));
    return wants;
  }

  private Cid put(byte[] block) {
    String cid = helia.ask("put", "data", JsPeer.base64(block)).get("cid").asText();
    assertThat(cid).isEqualTo(Cid.ofContent(block).toString());
    return Cid.ofContent(block);
  }

  private static byte[] bytes(int length, int seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
