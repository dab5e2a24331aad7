package org.datanet.node.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.network.Response;
import org.datanet.protocol.reward.AttributionTable;
import org.datanet.protocol.reward.RewardTable;
import org.datanet.protocol.wire.AttributionRow;
import org.datanet.protocol.wire.EpochsRequest;
import org.datanet.protocol.wire.EpochsResponse;
import org.datanet.protocol.wire.OperationsWanted;
import org.datanet.protocol.wire.RewardRow;
import org.datanet.protocol.wire.TablesRequest;
import org.datanet.protocol.wire.TablesResponse;
import org.junit.jupiter.api.Test;

class SyncServerTest {

  /** A tag and a length before each row. */
  private static final int ANSWER_WITH_FRAMES_MAX =
      SyncLimits.ANSWER_BYTES_MAX + 4 * SyncLimits.ROWS_PER_ANSWER_MAX;

  private final LargeOperations store = new LargeOperations();
  private final SyncServer server = new SyncServer(store, new StoredCore(Bytes32.ZERO, 0));

  @Test
  void readsNoMoreOperationsThanFitAnAnswer() throws Exception {
    int wanted = 1_024;
    EpochsRequest request =
        EpochsRequest.newBuilder()
            .setOperations(
                OperationsWanted.newBuilder()
                    .setOperationIds(ByteString.copyFrom(new byte[wanted * 32])))
            .build();

    Response answer = server.onEpochs("a peer", request.toByteArray()).toCompletableFuture().join();

    int fitting = SyncLimits.ANSWER_BYTES_MAX / LargeOperations.ENVELOPE_BYTES;
    EpochsResponse operations = EpochsResponse.parseFrom(((Response.Ok) answer).body());
    assertThat(operations.getOperations().getOperationsCount()).isEqualTo(fitting);
    assertThat(store.envelopesRead()).isEqualTo(fitting + 1);
  }

  private TablesResponse page(int fromAttribution, int fromReward) throws Exception {
    TablesRequest request =
        TablesRequest.newBuilder()
            .setBatchId(ByteString.copyFrom(new byte[32]))
            .setFromAttribution(fromAttribution)
            .setFromReward(fromReward)
            .build();
    Response answer = server.onTables("a peer", request.toByteArray()).toCompletableFuture().join();
    byte[] body = ((Response.Ok) answer).body();
    assertThat(body.length).isLessThanOrEqualTo(ANSWER_WITH_FRAMES_MAX);
    return TablesResponse.parseFrom(body);
  }

  @Test
  void givesTablesPageByPage() throws Exception {
    List<AttributionRow> attribution = new ArrayList<>();
    List<RewardRow> reward = new ArrayList<>();
    int pages = 0;

    while (reward.size() < LargeOperations.REWARD_ROWS) {
      TablesResponse page = page(attribution.size(), reward.size());
      assertThat(page.getAttributionRows()).isEqualTo(LargeOperations.ATTRIBUTION_ROWS);
      assertThat(page.getRewardRows()).isEqualTo(LargeOperations.REWARD_ROWS);
      attribution.addAll(page.getAttributionList());
      reward.addAll(page.getRewardList());
      pages++;
    }

    assertThat(pages).isEqualTo(3);
    assertThat(attribution)
        .isEqualTo(rows(LargeOperations.ATTRIBUTION_ROWS, LargeOperations::attributionRow));
    assertThat(reward).isEqualTo(rows(LargeOperations.REWARD_ROWS, LargeOperations::rewardRow));
  }

  private static <T> List<T> rows(int count, IntFunction<T> row) {
    return IntStream.range(0, count).mapToObj(row).toList();
  }

  @Test
  void givesNothingBehindTheEndOfATable() throws Exception {
    TablesResponse page = page(1_000_000, 1_000_000);

    assertThat(page.getKnown()).isTrue();
    assertThat(page.getAttributionCount() + page.getRewardCount()).isZero();
  }

  @Test
  void givesTablesOfAnUndecidedBatchThatWereOffered() throws Exception {
    AttributionTable attribution = new AttributionTable(List.of(LargeOperations.attributionRow(5)));
    RewardTable reward = new RewardTable(List.of(LargeOperations.rewardRow(6)));
    server.offer(Bytes32.ZERO, attribution, reward);

    TablesResponse page = page(0, 0);

    assertThat(page.getAttributionList()).isEqualTo(attribution.rows());
    assertThat(page.getRewardList()).isEqualTo(reward.rows());
  }

  @Test
  void keepsTheLatestOffers() {
    OfferedTables offered = new OfferedTables();
    RewardTable none = new RewardTable(List.of());
    for (int i = 0; i <= SyncLimits.OFFERED_TABLES_MAX; i++) {
      offered.add(
          Bytes32.leftPad(Bytes.of(i)),
          new Tables.Offered(
              new AttributionTable(List.of(LargeOperations.attributionRow(i))), none));
    }

    assertThat(offered.find(Bytes32.ZERO)).isEmpty();
    assertThat(offered.find(Bytes32.leftPad(Bytes.of(1)))).isPresent();
    assertThat(offered.find(Bytes32.leftPad(Bytes.of(SyncLimits.OFFERED_TABLES_MAX)))).isPresent();
  }

  @Test
  void putsOnlyAFewAnswersTogetherAtOnce() throws Exception {
    Semaphore goOn = new Semaphore(0);
    AtomicInteger inside = new AtomicInteger();
    LargeOperations slow =
        new LargeOperations() {
          @Override
          public int attributionRows(long epoch) {
            inside.incrementAndGet();
            goOn.acquireUninterruptibly();
            return super.attributionRows(epoch);
          }
        };
    SyncServer busy = new SyncServer(slow, new StoredCore(Bytes32.ZERO, 0));
    byte[] request =
        TablesRequest.newBuilder()
            .setBatchId(ByteString.copyFrom(new byte[32]))
            .build()
            .toByteArray();
    List<Response> answers = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 16; i++) {
      Thread.startVirtualThread(
          () -> answers.add(busy.onTables("a peer", request).toCompletableFuture().join()));
    }
    int excess = 16 - SyncLimits.ANSWERS_AT_ONCE_MAX;

    await().atMost(Duration.ofSeconds(30)).until(() -> answers.size() == excess);
    assertThat(inside).hasValue(SyncLimits.ANSWERS_AT_ONCE_MAX);
    goOn.release(16);
    await().atMost(Duration.ofSeconds(30)).until(() -> answers.size() == 16);

    assertThat(
            answers.stream()
                .filter(
                    answer ->
                        answer instanceof Response.Refused(int code, String why) && code == 17))
        .hasSize(excess);
    assertThat(answers.stream().filter(Response.Ok.class::isInstance))
        .hasSize(SyncLimits.ANSWERS_AT_ONCE_MAX);
    assertThat(busy.onTables("a peer", request).toCompletableFuture().join())
        .isInstanceOf(Response.Ok.class);
  }
}
