package org.datanet.node.client;

import com.fasterxml.jackson.core.type.TypeReference;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.api.model.AccountExplanation;
import org.datanet.node.api.model.AccountInfo;
import org.datanet.node.api.model.AccountRewards;
import org.datanet.node.api.model.AttributionInfo;
import org.datanet.node.api.model.BanInfo;
import org.datanet.node.api.model.BanRequest;
import org.datanet.node.api.model.ContentOutcome;
import org.datanet.node.api.model.ContentOutcomes;
import org.datanet.node.api.model.ContentUpload;
import org.datanet.node.api.model.DatanetInfo;
import org.datanet.node.api.model.DroppedPeerInfo;
import org.datanet.node.api.model.Earners;
import org.datanet.node.api.model.Endpoint;
import org.datanet.node.api.model.EpochInfo;
import org.datanet.node.api.model.NetworkInfo;
import org.datanet.node.api.model.NodeStatus;
import org.datanet.node.api.model.OperationInfo;
import org.datanet.node.api.model.OperationOutcome;
import org.datanet.node.api.model.OperationOutcomes;
import org.datanet.node.api.model.OperationRef;
import org.datanet.node.api.model.OperationUpload;
import org.datanet.node.api.model.Paged;
import org.datanet.node.api.model.PanelSeat;
import org.datanet.node.api.model.PeerInfo;
import org.datanet.node.api.model.RecordDetail;
import org.datanet.node.api.model.RecordInfo;
import org.datanet.node.api.model.RewardInfo;
import org.datanet.node.api.model.TablePage;
import org.datanet.node.api.model.UseExplanation;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.wire.DecidedEpoch;
import org.datanet.protocol.wire.Genesis;

/**
 * A node's API, one method per {@link Endpoint}. Every method waits for the answer and throws
 * {@link ApiUnreachableException} if none comes and {@link ApiRefusedException} if it is a no; what
 * is not there is a no with {@code NOT_FOUND} or the protocol's {@code UNKNOWN_…}. For any thread.
 *
 * <p>A {@code datanet} is given as its name or as 64 hex digits. Pages take a limit of 1 to 1,000
 * and continue after the {@code next} of the page before.
 */
public final class ApiClient implements AutoCloseable {

  private final Wire wire;

  public ApiClient(URI base) {
    this(base, ApiTimeouts.defaults());
  }

  /** {@code base} is scheme, host and port, such as {@code http://127.0.0.1:8600}. */
  public ApiClient(URI base, ApiTimeouts timeouts) {
    this.wire = new Wire(base, timeouts);
  }

  public URI base() {
    return wire.base();
  }

  public NodeStatus status() throws ApiException {
    return wire.get(Endpoint.STATUS.path(), new TypeReference<>() {});
  }

  public List<PeerInfo> peers() throws ApiException {
    return wire.get(Endpoint.PEERS.path(), new TypeReference<>() {});
  }

  public List<BanInfo> bans() throws ApiException {
    return wire.get(Endpoint.BANS.path(), new TypeReference<>() {});
  }

  /** Gives all bans as they are then. */
  public List<BanInfo> ban(BanRequest request) throws ApiException {
    return wire.post(Endpoint.BAN.path(), request, new TypeReference<>() {});
  }

  /** Gives the bans that are left. */
  public List<BanInfo> unban(String peerId) throws ApiException {
    return wire.delete(Endpoint.UNBAN.path(peerId), new TypeReference<>() {});
  }

  public List<DroppedPeerInfo> droppedPeers() throws ApiException {
    return wire.get(Endpoint.PEERS_DROPPED.path(), new TypeReference<>() {});
  }

  public NetworkInfo parameters() throws ApiException {
    return wire.get(Endpoint.PARAMETERS.path(), new TypeReference<>() {});
  }

  public AccountInfo account(AccountId account) throws ApiException {
    return wire.get(Endpoint.ACCOUNT.path(account.toDid()), new TypeReference<>() {});
  }

  public Paged<DatanetInfo> datanets(PageQuery page) throws ApiException {
    return wire.get(page.on(Endpoint.DATANETS.path()), new TypeReference<>() {});
  }

  public DatanetInfo datanet(String datanet) throws ApiException {
    return wire.get(Endpoint.DATANET.path(segment(datanet)), new TypeReference<>() {});
  }

  /** Records in the order sealed, of a state ({@code ACCEPTED} …) and of an owner if given. */
  public Paged<RecordInfo> records(
      String datanet, Optional<String> state, Optional<AccountId> owner, PageQuery page)
      throws ApiException {
    String target =
        page.with("state", state)
            .with("owner", owner.map(AccountId::toDid))
            .on(Endpoint.DATANET_RECORDS.path(segment(datanet)));
    return wire.get(target, new TypeReference<>() {});
  }

  public RecordDetail record(String datanet, Bytes32 record) throws ApiException {
    return wire.get(
        Endpoint.DATANET_RECORD.path(segment(datanet), hex(record)), new TypeReference<>() {});
  }

  /** A record of whichever datanet has it. */
  public RecordDetail record(Bytes32 record) throws ApiException {
    return wire.get(Endpoint.RECORD.path(hex(record)), new TypeReference<>() {});
  }

  /** The content as it is, up to 1 MiB; it is not checked against its name here. */
  public byte[] content(Cid cid) throws ApiException {
    return wire.getBytes(Endpoint.CONTENT.path(cid.toString()));
  }

  /** At most 256 contents and 8 MiB; one outcome each, in order. */
  public List<ContentOutcome> putContents(List<byte[]> contents) throws ApiException {
    ContentOutcomes outcomes =
        wire.post(
            Endpoint.PUT_CONTENTS.path(), new ContentUpload(contents), new TypeReference<>() {});
    return outcomes.results();
  }

  /**
   * At most 1,000 envelopes; one outcome each, in order. A node that takes none of them, because it
   * has not caught up or its pool is full, refuses the call with that reason.
   */
  public List<OperationOutcome> submit(List<byte[]> envelopes) throws ApiException {
    OperationOutcomes outcomes =
        wire.post(Endpoint.SUBMIT.path(), new OperationUpload(envelopes), new TypeReference<>() {});
    return outcomes.results();
  }

  /** Never a refusal for an id that nobody knows: its state says so. */
  public OperationInfo operation(OperationId id) throws ApiException {
    return wire.get(Endpoint.OPERATION.path(id.toString()), new TypeReference<>() {});
  }

  /** Newest first, from {@code from} downwards; from the last one decided if empty. */
  public Paged<EpochInfo> epochs(Optional<Long> from, int limit) throws ApiException {
    String target =
        PageQuery.first(limit).with("from", from.map(Object::toString)).on(Endpoint.EPOCHS.path());
    return wire.get(target, new TypeReference<>() {});
  }

  public EpochInfo epoch(long epoch) throws ApiException {
    return wire.get(Endpoint.EPOCH.path(Long.toString(epoch)), new TypeReference<>() {});
  }

  /** The last epoch decided; a refusal with {@code NOT_FOUND} right after genesis. */
  public EpochInfo latestEpoch() throws ApiException {
    return wire.get(Endpoint.EPOCH.path("latest"), new TypeReference<>() {});
  }

  /** Batch and certificate of an epoch, without its operations. */
  public DecidedEpoch epochHeader(long epoch) throws ApiException {
    return wire.getMessage(Endpoint.EPOCH_HEADER.path(Long.toString(epoch)), DecidedEpoch.parser());
  }

  /** The network's, whose hash is its id: {@code GenesisLedger.networkId}. */
  public Genesis genesis() throws ApiException {
    return wire.getMessage(Endpoint.GENESIS.path(), Genesis.parser());
  }

  public TablePage<AttributionInfo> attribution(long epoch, PageQuery page) throws ApiException {
    return wire.get(
        page.on(Endpoint.EPOCH_ATTRIBUTION.path(Long.toString(epoch))), new TypeReference<>() {});
  }

  public TablePage<RewardInfo> epochRewards(long epoch, PageQuery page) throws ApiException {
    return wire.get(
        page.on(Endpoint.EPOCH_REWARDS.path(Long.toString(epoch))), new TypeReference<>() {});
  }

  public Paged<OperationRef> epochOperations(long epoch, PageQuery page) throws ApiException {
    return wire.get(
        page.on(Endpoint.EPOCH_OPERATIONS.path(Long.toString(epoch))), new TypeReference<>() {});
  }

  public AccountRewards rewards(AccountId account, PageQuery page) throws ApiException {
    return wire.get(page.on(Endpoint.REWARDS.path(account.toDid())), new TypeReference<>() {});
  }

  public Earners earners(int limit) throws ApiException {
    return wire.get(PageQuery.first(limit).on(Endpoint.EARNERS.path()), new TypeReference<>() {});
  }

  /** A curator's seats on panels that are not settled, of one datanet or of all. */
  public Paged<PanelSeat> panels(AccountId curator, Optional<String> datanet, PageQuery page)
      throws ApiException {
    return wire.get(
        page.with("datanet", datanet).on(Endpoint.PANELS.path(curator.toDid())),
        new TypeReference<>() {});
  }

  /** Where the fee of a use went, to all records or to one. */
  public UseExplanation explainUse(OperationId use, Optional<Bytes32> record) throws ApiException {
    return wire.get(
        PageQuery.none()
            .with("record", record.map(ApiClient::hex))
            .on(Endpoint.EXPLAIN_USE.path(use.toString())),
        new TypeReference<>() {});
  }

  /** What an account earned in an epoch, or in the last one in which it earned anything. */
  public AccountExplanation explainAccount(AccountId account, Optional<Long> epoch)
      throws ApiException {
    return wire.get(
        PageQuery.none()
            .with("epoch", epoch.map(Object::toString))
            .on(Endpoint.EXPLAIN_ACCOUNT.path(account.toDid())),
        new TypeReference<>() {});
  }

  /** Events from now on. */
  public EventStream events() throws ApiException {
    return new EventStream(wire.open(Endpoint.EVENTS.path(), "text/event-stream"));
  }

  /** The node's metrics in Prometheus' text format. */
  public String metrics() throws ApiException {
    return new String(
        wire.getBytes(Endpoint.METRICS.path()), java.nio.charset.StandardCharsets.UTF_8);
  }

  /** Ends open streams too. */
  @Override
  public void close() {
    wire.close();
  }

  private static String hex(Bytes32 bytes) {
    return bytes.toUnprefixedHexString();
  }

  /** Users type names; what is typed must not become another path. */
  private static String segment(String text) {
    return PageQuery.encode(text);
  }
}
