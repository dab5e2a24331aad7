package org.datanet.node.libp2p.record;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Optional;
import org.datanet.node.libp2p.crypto.Identity;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.RecordWire;

/**
 * Where a peer says it can be reached, RFC 0003. Only the peer itself can sign its record. The
 * domain and the type are those that go-, js- and rust-libp2p use; the RFC names others.
 *
 * @param seq orders the records of one peer: a later one has a higher number; says nothing of time
 * @param addresses of kinds that this host knows, without the {@code /p2p} end
 */
public record PeerRecord(PeerId peer, long seq, List<Multiaddr> addresses) {

  static final String DOMAIN = "libp2p-peer-record";

  /** Multicodec libp2p-peer-record, 0x0301. */
  static final ByteString PAYLOAD_TYPE = ByteString.copyFrom(new byte[] {3, 1});

  /** Addresses taken of one record; real hosts have a few. */
  public static final int ADDRESSES_MAX = 32;

  public PeerRecord {
    addresses = List.copyOf(addresses);
  }

  /** The signed envelope of a record of this identity. */
  public static ByteString seal(Identity identity, long seq, List<Multiaddr> addresses) {
    RecordWire.PeerRecord.Builder record =
        RecordWire.PeerRecord.newBuilder()
            .setPeerId(ByteString.copyFrom(identity.peerId().bytes()))
            .setSeq(seq);
    addresses.stream()
        .limit(ADDRESSES_MAX)
        .forEach(
            address ->
                record
                    .addAddressesBuilder()
                    .setMultiaddr(ByteString.copyFrom(address.withoutPeerId().bytes())));
    return SignedEnvelope.seal(identity, DOMAIN, PAYLOAD_TYPE, record.build().toByteString());
  }

  /**
   * The record in an envelope; empty where the envelope is not good, holds something else, or was
   * signed by another peer than the record is about.
   */
  public static Optional<PeerRecord> open(ByteString envelope) {
    return SignedEnvelope.open(envelope, DOMAIN)
        .filter(signed -> signed.payloadType().equals(PAYLOAD_TYPE))
        .flatMap(
            signed -> parse(signed.payload()).filter(r -> r.peer.equals(signed.signer().peerId())));
  }

  private static Optional<PeerRecord> parse(ByteString payload) {
    try {
      RecordWire.PeerRecord record = RecordWire.PeerRecord.parseFrom(payload);
      return PeerId.decode(record.getPeerId().toByteArray())
          .map(peer -> new PeerRecord(peer, record.getSeq(), addresses(record, peer)));
    } catch (InvalidProtocolBufferException malformed) {
      return Optional.empty();
    }
  }

  /** An address that names another peer is none of this one's. */
  private static List<Multiaddr> addresses(RecordWire.PeerRecord record, PeerId peer) {
    return record.getAddressesList().stream()
        .limit(ADDRESSES_MAX)
        .flatMap(info -> Multiaddr.decode(info.getMultiaddr().toByteArray()).stream())
        .filter(address -> address.peerId().map(peer::equals).orElse(true))
        .map(Multiaddr::withoutPeerId)
        .toList();
  }
}
