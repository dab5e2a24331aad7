package org.datanet.node.api;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.api.model.AttributionInfo;
import org.datanet.node.api.model.CertificateInfo;
import org.datanet.node.api.model.EpochInfo;
import org.datanet.node.api.model.ProofInfo;
import org.datanet.node.api.model.RecordDetail;
import org.datanet.node.api.model.RecordInfo;
import org.datanet.node.api.model.RewardInfo;
import org.datanet.node.api.model.VestingInfo;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.hashing.MerkleProof;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.AttributionRow;
import org.datanet.protocol.wire.CertificateSignature;
import org.datanet.protocol.wire.DecidedEpoch;
import org.datanet.protocol.wire.EpochBatch;
import org.datanet.protocol.wire.EpochCertificate;
import org.datanet.protocol.wire.PanelEntry;
import org.datanet.protocol.wire.Provenance;
import org.datanet.protocol.wire.RecordEntry;
import org.datanet.protocol.wire.RewardRow;
import org.datanet.protocol.wire.Seat;
import org.datanet.protocol.wire.VestingEntry;
import org.datanet.protocol.wire.Vote;

/** The ledger's messages in the API's text forms. */
final class Render {

  private Render() {}

  static String hex(ByteString bytes) {
    return hex(Bytes.wrap(bytes.toByteArray()));
  }

  static String hex(Bytes bytes) {
    return bytes.toUnprefixedHexString();
  }

  static String did(ByteString account) {
    return WireBytes.account(account).toDid();
  }

  /** The id whose digest this is. */
  static String operation(ByteString digest) {
    return new OperationId(WireBytes.hash(digest)).toString();
  }

  /** An entry's CID; the ledger holds no other bytes there. */
  static String cid(ByteString bytes) {
    return Cid.decode(Bytes.wrap(bytes.toByteArray()))
        .orElseThrow(() -> new IllegalStateException("the ledger holds a broken CID"))
        .toString();
  }

  static RecordInfo record(Bytes32 datanet, Bytes32 record, RecordEntry entry) {
    return new RecordInfo(
        hex(datanet),
        hex(record),
        cid(entry.getCid()),
        did(entry.getOwner()),
        entry.getCommitEpoch(),
        entry.getSealedEpoch(),
        entry.getSizeBytes(),
        entry.getTokens(),
        entry.getLicence(),
        provenance(entry.getProvenance()),
        entry.getCategory(),
        entry.getLabelsList(),
        entry.getState().name(),
        entry.getBondMicros(),
        entry.getDraws(),
        entry.getSettledEpoch() == 0 ? Optional.empty() : Optional.of(entry.getSettledEpoch()),
        entry.getApprovals(),
        entry.getRefusals(),
        entry.getPaidMicros(),
        operation(entry.getOperation()));
  }

  private static RecordInfo.ProvenanceInfo provenance(Provenance provenance) {
    return new RecordInfo.ProvenanceInfo(
        provenance.getKind().name(),
        provenance.getParentsList().stream().map(Render::hex).toList(),
        provenance.getSourceUrl().isEmpty()
            ? Optional.empty()
            : Optional.of(provenance.getSourceUrl()));
  }

  static RecordDetail.PanelInfo panel(PanelEntry panel) {
    return new RecordDetail.PanelInfo(
        panel.getSeedEpoch(),
        panel.getAcceptQuorum(),
        panel.getSeatsList().stream().map(Render::seat).toList());
  }

  private static RecordDetail.SeatInfo seat(Seat seat) {
    return new RecordDetail.SeatInfo(
        did(seat.getCurator()),
        !seat.getBallot().isEmpty(),
        seat.getVote() == Vote.VOTE_UNSPECIFIED
            ? Optional.empty()
            : Optional.of(seat.getVote().name()));
  }

  static List<VestingInfo> vesting(VestingEntry entry) {
    return entry.getPartsList().stream()
        .map(part -> new VestingInfo(part.getEpoch(), part.getAmountMicros()))
        .toList();
  }

  static EpochInfo epoch(DecidedEpoch header) {
    EpochBatch batch = header.getBatch();
    EpochCertificate certificate = header.getCertificate();
    return new EpochInfo(
        batch.getEpoch(),
        hex(certificate.getBatchId()),
        certificate.getRound(),
        batch.getOriginRound(),
        did(batch.getProposer()),
        batch.getTimestampMs(),
        batch.getOperationIds().size() / Bytes32.SIZE,
        hex(batch.getStateDigest()),
        hex(batch.getAttributionRoot()),
        hex(batch.getRewardRoot()),
        hex(batch.getNextValidatorsHash()),
        signers(certificate),
        hex(batch.getBeaconLayer()));
  }

  static CertificateInfo certificate(EpochCertificate certificate) {
    return new CertificateInfo(
        certificate.getEpoch(),
        hex(certificate.getBatchId()),
        certificate.getRound(),
        signers(certificate));
  }

  private static List<String> signers(EpochCertificate certificate) {
    return certificate.getSignaturesList().stream()
        .map(CertificateSignature::getValidator)
        .map(Render::did)
        .toList();
  }

  static AttributionInfo attribution(int index, AttributionRow row) {
    return new AttributionInfo(
        index,
        hex(row.getDatanet()),
        hex(row.getRecord()),
        operation(row.getReceipt()),
        row.getWeightPpm(),
        row.getAmountMicros());
  }

  static RewardInfo reward(long epoch, int index, RewardRow row) {
    return new RewardInfo(
        epoch,
        index,
        did(row.getAccount()),
        hex(row.getDatanet()),
        row.getKind().name(),
        row.getAmountMicros());
  }

  static ProofInfo proof(MerkleProof proof, byte[] leaf) {
    return new ProofInfo(
        proof.index(),
        proof.size(),
        proof.path().stream().map(Render::hex).toList(),
        hex(Bytes.wrap(leaf)));
  }
}
