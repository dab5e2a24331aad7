package org.datanet.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.datanet.node.api.model.AccountExplanation;
import org.datanet.node.api.model.AccountInfo;
import org.datanet.node.api.model.AccountRewards;
import org.datanet.node.api.model.ContentOutcome;
import org.datanet.node.api.model.DatanetInfo;
import org.datanet.node.api.model.Earner;
import org.datanet.node.api.model.EpochInfo;
import org.datanet.node.api.model.NetworkInfo;
import org.datanet.node.api.model.OperationInfo;
import org.datanet.node.api.model.OperationOutcome;
import org.datanet.node.api.model.OperationRef;
import org.datanet.node.api.model.Paged;
import org.datanet.node.api.model.PanelSeat;
import org.datanet.node.api.model.ProofInfo;
import org.datanet.node.api.model.RecordDetail;
import org.datanet.node.api.model.RecordInfo;
import org.datanet.node.api.model.UseExplanation;
import org.datanet.node.api.model.VestingInfo;
import org.datanet.node.client.ApiClient;
import org.datanet.node.client.ApiRefusedException;
import org.datanet.node.client.PageQuery;
import org.datanet.node.metrics.NodeMetrics;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.hashing.MerkleProof;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.Reason;
import org.datanet.protocol.operation.SignedOperation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client against the server over a socket, and the server over a store on disk. */
class ApiReadsTest {

  private static final String DATANET = Render.hex(World.DATANET);

  @TempDir private Path directory;

  private World world;
  private StoredNode node;
  private NodeMetrics metrics;
  private ApiServer server;
  private ApiClient client;

  @BeforeEach
  void start() throws IOException {
    world = World.in(directory);
    node = new StoredNode(world);
    metrics = new NodeMetrics().bindJvm();
    server = ApiServer.start(ApiServer.LOOPBACK, 0, node, metrics);
    client = new ApiClient(URI.create("http://127.0.0.1:" + server.port()));
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.close();
    metrics.close();
    world.close();
  }

  @Test
  void tellsStatusPeersAndParameters() throws IOException {
    assertThat(client.status()).isEqualTo(node.status());
    assertThat(client.peers()).isEqualTo(node.peers());
    assertThat(client.bans()).isEmpty();
    assertThat(client.droppedPeers()).isEqualTo(node.droppedPeers());

    NetworkInfo parameters = client.parameters();

    assertThat(parameters.networkId()).isEqualTo(Render.hex(World.NETWORK_ID));
    assertThat(parameters.opFeeMicros()).isEqualTo(100);
    assertThat(parameters.defaults()).isEqualTo(World.MANIFEST.parameters());
  }

  @Test
  void tellsWhatAnAccountHasAndItsNextNonce() throws IOException {
    node.nextNonces(CompletableFuture.completedFuture(7L));

    assertThat(client.account(World.OWNER))
        .isEqualTo(new AccountInfo(World.OWNER.toDid(), 5_000_000, 0, 7, List.of(), 0));
    assertThat(client.account(World.CURATOR).curatorStakes())
        .containsExactly(new AccountInfo.CuratorStake(DATANET, "lexicon", 1_000_000, 40));
  }

  @Test
  void findsADatanetByNameAndById() throws IOException {
    DatanetInfo byName = client.datanet("lexicon");

    assertThat(byName)
        .isEqualTo(
            new DatanetInfo(DATANET, World.FOUNDER.toDid(), 1, World.MANIFEST, 700, 2, 0, 100_000));
    assertThat(client.datanet(DATANET)).isEqualTo(byName);
    assertThat(client.datanets(PageQuery.first(10)).items()).containsExactly(byName);
  }

  @Test
  void refusesDatanetsThatAreNotThere() {
    assertRefused(() -> client.datanet("nowhere"), 404, "UNKNOWN_DATANET");
    assertRefused(() -> client.datanet("00".repeat(32)), 404, "UNKNOWN_DATANET");
    assertRefused(() -> client.datanet("No Name!"), 400, "BAD_REQUEST");
    assertRefused(() -> client.datanet("../status"), 400, "BAD_REQUEST");
  }

  @Test
  void listsRecordsPageByPage() throws IOException {
    Paged<RecordInfo> first =
        client.records("lexicon", Optional.empty(), Optional.empty(), PageQuery.first(2));
    Paged<RecordInfo> second =
        client.records(
            "lexicon",
            Optional.empty(),
            Optional.empty(),
            PageQuery.after(2, first.next().orElseThrow()));

    assertThat(first.items()).hasSize(2);
    assertThat(second.items()).hasSize(1);
    assertThat(second.next()).isEmpty();
    assertThat(first.items()).doesNotContainAnyElementsOf(second.items());
  }

  @Test
  void filtersRecordsByStateAndOwner() throws IOException {
    assertThat(recordsWhere(Optional.of("CURATING"), World.OWNER)).containsExactly(World.CURATING);
    assertThat(recordsWhere(Optional.of("ACCEPTED"), World.OWNER))
        .containsExactlyElementsOf(World.ACCEPTED);
    assertThat(recordsWhere(Optional.empty(), World.CURATOR)).isEmpty();
    assertRefused(() -> recordsWhere(Optional.of("FINE"), World.OWNER), 400, "BAD_REQUEST");
  }

  private List<Bytes32> recordsWhere(
      Optional<String> state, org.datanet.protocol.identity.AccountId owner) throws IOException {
    return client
        .records("lexicon", state, Optional.of(owner), PageQuery.first(10))
        .items()
        .stream()
        .map(record -> Bytes32.fromHexString(record.record()))
        .toList();
  }

  @Test
  void tellsARecordWithItsVestingAndPanel() throws IOException {
    RecordDetail paid = client.record("lexicon", World.ACCEPTED.get(0));
    RecordDetail judged = client.record(World.CURATING);

    assertThat(paid.vesting()).containsExactly(new VestingInfo(3, 900));
    assertThat(paid.panel()).isEmpty();
    assertThat(paid.entry().cid()).isEqualTo(Cid.ofContent(World.CONTENT).toString());
    assertThat(judged.entry().settledEpoch()).isEmpty();
    assertThat(judged.panel().orElseThrow().seats())
        .containsExactly(
            new RecordDetail.SeatInfo(World.CURATOR.toDid(), false, Optional.empty()),
            new RecordDetail.SeatInfo(World.VALIDATOR.toDid(), true, Optional.empty()),
            new RecordDetail.SeatInfo(World.FOUNDER.toDid(), true, Optional.of("OFF_TOPIC")));
    assertRefused(() -> client.record(World.id("record", 99)), 404, "UNKNOWN_RECORD");
  }

  @Test
  void servesContentsAsTheyAreAndKeepsNewOnes() throws IOException {
    byte[] novel = "a new one".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    List<ContentOutcome> outcomes = client.putContents(List.of(novel, new byte[(1 << 20) + 1]));

    assertThat(client.content(Cid.ofContent(World.CONTENT))).isEqualTo(World.CONTENT);
    assertThat(outcomes.get(0))
        .isEqualTo(ContentOutcome.stored(Cid.ofContent(novel).toString(), novel.length, 3));
    assertThat(outcomes.get(1).reason()).contains("CONTENT_TOO_LARGE");
    assertThat(client.content(Cid.ofContent(novel))).isEqualTo(novel);
    assertRefused(() -> client.content(Cid.ofContent(new byte[] {1, 2, 3})), 404, "NOT_FOUND");
  }

  @Test
  void submitsOperationsAndTellsOfEachWhatBecameOfIt() throws IOException {
    SignedOperation transfer =
        World.signed(World.OWNER, 1, new Operation.Transfer(World.CONSUMER, 5));

    List<OperationOutcome> outcomes =
        client.submit(List.of(transfer.envelope().toArray(), new byte[] {1, 2, 3}));

    assertThat(outcomes.get(0))
        .isEqualTo(
            new OperationOutcome(
                transfer.id().toString(), true, Optional.empty(), Optional.empty()));
    assertThat(outcomes.get(1).accepted()).isFalse();
    assertThat(outcomes.get(1).reason()).contains("MALFORMED");
    OperationInfo pending = client.operation(transfer.id());
    assertThat(pending.state()).isEqualTo(OperationInfo.State.PENDING);
    assertThat(pending.kind()).contains("Transfer");
    assertThat(pending.fields().orElseThrow().get("amountMicros").asLong()).isEqualTo(5);
  }

  @Test
  void refusesTheWholeCallWhenTheNodeTakesNoneOfIt() {
    node.refuseAll(Reason.POOL_FULL);

    assertRefused(() -> client.submit(List.of(World.USE.envelope().toArray())), 503, "POOL_FULL");
  }

  @Test
  void tellsWhereADecidedOperationStands() throws IOException {
    OperationInfo use = client.operation(World.USE.id());

    assertThat(use.state()).isEqualTo(OperationInfo.State.APPLIED);
    assertThat(use.epoch()).contains(2L);
    assertThat(use.index()).contains(0);
    assertThat(use.author()).contains(World.CONSUMER.toDid());
    assertThat(use.fields().orElseThrow().get("records").get(0).get("weight").asLong())
        .isEqualTo(3);
    assertThat(client.operation(new OperationId(World.id("nothing", 1))).state())
        .isEqualTo(OperationInfo.State.UNKNOWN);
  }

  @Test
  void listsEpochsNewestFirst() throws IOException {
    EpochInfo latest = client.latestEpoch();

    assertThat(latest.epoch()).isEqualTo(2);
    assertThat(latest.batchId()).isEqualTo(Render.hex(World.id("batch", 2)));
    assertThat(latest.stateDigest()).isEqualTo(Render.hex(world.stateRoot()));
    assertThat(latest.operations()).isEqualTo(1);
    assertThat(latest.signers()).containsExactly(World.VALIDATOR.toDid());
    assertThat(client.epochs(Optional.empty(), 10).items())
        .containsExactly(latest, client.epoch(1));
    assertThat(client.epochs(Optional.of(1L), 10).items()).containsExactly(client.epoch(1));
    assertThat(client.epochs(Optional.empty(), 1).next()).contains("1");
    assertRefused(() -> client.epoch(3), 404, "NOT_FOUND");
  }

  @Test
  void listsTheTablesAndOperationsOfAnEpoch() throws IOException {
    var attribution = client.attribution(2, PageQuery.first(1));

    assertThat(attribution.size()).isEqualTo(3);
    assertThat(attribution.rows()).singleElement().extracting("amountMicros").isEqualTo(7_500L);
    assertThat(client.attribution(2, PageQuery.after(2, attribution.next().orElseThrow())).rows())
        .extracting("amountMicros")
        .containsExactly(101L, 2_500L);
    assertThat(client.epochRewards(2, PageQuery.first(10)).rows()).hasSize(2);
    assertThat(client.epochRewards(1, PageQuery.first(10)).rows()).isEmpty();
    assertThat(client.epochOperations(2, PageQuery.first(10)).items())
        .containsExactly(
            new OperationRef(World.USE.id().toString(), 0, "Use", World.CONSUMER.toDid()));
  }

  @Test
  void addsUpWhatAccountsEarned() throws IOException {
    AccountRewards rewards = client.rewards(World.CURATOR, PageQuery.first(10));

    assertThat(rewards.rows()).singleElement().extracting("kind").isEqualTo("CURATOR_PAY");
    assertThat(rewards.totals().curatorPayMicros()).isEqualTo(4_000);
    assertThat(rewards.totals().throughEpoch()).isEqualTo(2);
    assertThat(client.earners(10).items())
        .extracting(Earner::account)
        .containsExactly(World.OWNER.toDid(), World.CURATOR.toDid());
    assertThat(client.earners(1).items()).hasSize(1);
  }

  @Test
  void tellsACuratorsSeatsWithTheirWindows() throws IOException {
    Paged<PanelSeat> seats =
        client.panels(World.CURATOR, Optional.of("lexicon"), PageQuery.first(10));

    assertThat(seats.items()).hasSize(1);
    PanelSeat seat = seats.items().get(0);
    assertThat(seat.state()).isEqualTo(PanelSeat.State.OPEN);
    assertThat(seat.commitFromEpoch()).isEqualTo(2);
    assertThat(seat.commitUntilEpoch()).isEqualTo(3);
    assertThat(seat.revealUntilEpoch()).isEqualTo(5);
    assertThat(stateOf(World.VALIDATOR)).isEqualTo(PanelSeat.State.COMMITTED);
    assertThat(stateOf(World.FOUNDER)).isEqualTo(PanelSeat.State.REVEALED);
    assertThat(client.panels(World.OWNER, Optional.empty(), PageQuery.first(10)).items()).isEmpty();
  }

  private PanelSeat.State stateOf(org.datanet.protocol.identity.AccountId curator)
      throws IOException {
    return client.panels(curator, Optional.empty(), PageQuery.first(10)).items().get(0).state();
  }

  @Test
  void explainsWhereAFeeWentWithProofsThatHold() throws IOException {
    UseExplanation explanation = client.explainUse(World.USE.id(), Optional.empty());

    assertThat(explanation.split().contributorMicros()).isEqualTo(10_000);
    assertThat(explanation.rows()).hasSize(2);
    for (UseExplanation.PaidRecord row : explanation.rows()) {
      assertProven(row.proof(), explanation.root());
    }
    UseExplanation.PaidRecord first = explanation.rows().get(0);
    assertThat(first.owner()).isEqualTo(World.OWNER.toDid());
    assertThat(first.amountMicros()).isEqualTo(7_500);
    assertThat(explanation.certificate().signers()).containsExactly(World.VALIDATOR.toDid());
  }

  @Test
  void tellsHowAllThatARecordEarnedInTheEpochVestsAsOne() throws IOException {
    UseExplanation explanation = client.explainUse(World.USE.id(), Optional.empty());

    UseExplanation.PaidRecord twice = explanation.rows().get(0); // 7,500 here, 101 by another
    assertThat(twice.trancheMicros()).isEqualTo(7_601);
    assertThat(twice.vesting()).hasSize(8).first().isEqualTo(new VestingInfo(3, 950));
    assertThat(twice.vesting()).last().isEqualTo(new VestingInfo(10, 951));
    assertThat(explanation.rows().get(1).trancheMicros()).isEqualTo(2_500);
  }

  @Test
  void explainsTheShareOfOneRecord() throws IOException {
    assertThat(client.explainUse(World.USE.id(), Optional.of(World.ACCEPTED.get(1))).rows())
        .singleElement()
        .extracting(UseExplanation.PaidRecord::amountMicros)
        .isEqualTo(2_500L);
    assertRefused(() -> client.explainUse(World.CREATE.id(), Optional.empty()), 400, "BAD_REQUEST");
    assertRefused(
        () -> client.explainUse(new OperationId(World.id("nothing", 1)), Optional.empty()),
        404,
        "NOT_FOUND");
  }

  @Test
  void explainsAnAccountsLastEarningsWithProofsThatHold() throws IOException {
    AccountExplanation explanation = client.explainAccount(World.OWNER, Optional.empty());

    assertThat(explanation.epoch()).isEqualTo(2);
    assertThat(explanation.rows()).hasSize(1);
    assertThat(explanation.rows().get(0).reward().amountMicros()).isEqualTo(10_000);
    assertProven(explanation.rows().get(0).proof(), explanation.root());
    assertRefused(() -> client.explainAccount(World.FOUNDER, Optional.empty()), 404, "NOT_FOUND");
  }

  private static void assertProven(ProofInfo proof, String root) {
    MerkleProof merkle =
        new MerkleProof(
            proof.index(),
            proof.size(),
            proof.path().stream().map(Bytes32::fromHexString).toList());
    byte[] leaf = Bytes.fromHexString(proof.leaf()).toArray();
    assertThat(merkle.verify(leaf, Bytes32.fromHexString(root))).isTrue();
  }

  @Test
  void servesMetricsOfTheJvmAndOfTheApi() throws IOException {
    client.status();

    assertThat(client.metrics())
        .contains("jvm_memory_used_bytes", "process_uptime_seconds", "jvm_threads_live_threads")
        .contains("datanet_api_calls_seconds_count{endpoint=\"STATUS\",status=\"200\"} 1");
  }

  private static void assertRefused(ThrowingCallable call, int httpStatus, String reason) {
    assertThat(org.assertj.core.api.Assertions.catchThrowable(call))
        .asInstanceOf(type(ApiRefusedException.class))
        .satisfies(
            refused -> {
              assertThat(refused.httpStatus()).isEqualTo(httpStatus);
              assertThat(refused.reason()).isEqualTo(reason);
              assertThat(refused.getMessage()).isNotBlank();
            });
  }
}
