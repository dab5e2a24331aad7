package org.datanet.node.libp2p.peerbook;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.KeptPeer;

/** The entries in which a peer book is kept, one a peer that is known or banned. */
public final class KeptPeers {

  /** An entry with all of its addresses, its reason and a signed record of full length. */
  public static final int ENTRY_BYTES_MAX = 64 << 10;

  private KeptPeers() {}

  /** What is to be kept now, in peer order. */
  public static List<byte[]> entries(PeerBook book, long nowMs) {
    TreeMap<PeerId, KeptPeer.Builder> entries = new TreeMap<>();
    for (KnownPeer known : book.peers()) {
      KeptPeer.Builder entry = entry(entries, known.peer());
      known
          .addresses()
          .forEach(address -> entry.addAddresses(ByteString.copyFrom(address.bytes())));
      known.signedRecord().ifPresent(entry::setSignedRecord);
      entry
          .setLastSeenMs(known.lastSeenMs())
          .setLastReachedMs(known.lastReachedMs())
          .setFailures(known.failures());
    }
    for (Ban ban : book.bans(nowMs)) {
      entry(entries, ban.peer()).setBannedUntilMs(ban.untilMs()).setBanReason(ban.reason());
    }
    return entries.values().stream().map(entry -> entry.build().toByteArray()).toList();
  }

  private static KeptPeer.Builder entry(TreeMap<PeerId, KeptPeer.Builder> entries, PeerId peer) {
    return entries.computeIfAbsent(
        peer, id -> KeptPeer.newBuilder().setPeerId(ByteString.copyFrom(id.bytes())));
  }

  /**
   * Puts kept entries back.
   *
   * @return how many were taken; others do not read, which costs no more than what they held
   */
  public static int restore(PeerBook book, List<byte[]> entries, long nowMs) {
    List<KnownPeer> peers = new ArrayList<>();
    List<Ban> bans = new ArrayList<>();
    int taken = 0;
    for (byte[] bytes : entries) {
      Optional<KeptPeer> entry = parse(bytes);
      Optional<PeerId> peer = entry.flatMap(e -> PeerId.decode(e.getPeerId().toByteArray()));
      if (peer.isPresent()) {
        taken++;
        peers.add(known(peer.get(), entry.get()));
        if (entry.get().getBannedUntilMs() > 0) {
          bans.add(new Ban(peer.get(), entry.get().getBannedUntilMs(), entry.get().getBanReason()));
        }
      }
    }
    book.restore(peers, bans, nowMs);
    return taken;
  }

  private static Optional<KeptPeer> parse(byte[] bytes) {
    try {
      return Optional.of(KeptPeer.parseFrom(bytes));
    } catch (InvalidProtocolBufferException damaged) {
      return Optional.empty();
    }
  }

  private static KnownPeer known(PeerId peer, KeptPeer entry) {
    return new KnownPeer(
        peer,
        entry.getAddressesList().stream()
            .flatMap(bytes -> Multiaddr.decode(bytes.toByteArray()).stream())
            .toList(),
        Optional.of(entry.getSignedRecord()).filter(record -> !record.isEmpty()),
        entry.getLastSeenMs(),
        entry.getLastReachedMs(),
        Math.max(0, entry.getFailures()));
  }
}
