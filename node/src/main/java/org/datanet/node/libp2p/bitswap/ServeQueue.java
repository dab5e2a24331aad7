package org.datanet.node.libp2p.bitswap;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.datanet.node.libp2p.wire.BitswapWire.Message;
import org.datanet.node.libp2p.wire.BitswapWire.Message.BlockPresence;
import org.datanet.node.libp2p.wire.BitswapWire.Message.BlockPresenceType;
import org.datanet.node.libp2p.wire.BitswapWire.Message.Wantlist;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one peer wants of us and has not been answered. A want for a block that we lack is answered
 * and forgotten: who still wants it asks again.
 */
final class ServeQueue {

  /** Twice what our own side asks of one peer at once. */
  static final int WANTS_MAX = 2_048;

  /** Blocks of a message: one of full size, or as many small ones. */
  private static final int PAYLOAD_BYTES = 1 << 20;

  /** Answers of a message. */
  private static final int ANSWERS_MAX = 1_024;

  private static final Logger LOG = LoggerFactory.getLogger(ServeQueue.class);

  private final Map<BlockCid, Wantlist.Entry> wants = new LinkedHashMap<>();
  private final BlockSource source;
  private TransferCounts counts = TransferCounts.NONE;

  ServeQueue(BlockSource source) {
    this.source = source;
  }

  void onWantlist(Wantlist wantlist) {
    if (wantlist.getFull()) {
      wants.clear();
    }
    for (Wantlist.Entry entry : wantlist.getEntriesList()) {
      Optional<BlockCid> cid = BlockCid.decode(entry.getBlock());
      if (cid.isEmpty()) {
        counts = counts.withRefused();
      } else if (entry.getCancel()) {
        wants.remove(cid.get());
      } else if (wants.size() < WANTS_MAX || wants.containsKey(cid.get())) {
        wants.put(cid.get(), entry);
      } else {
        counts = counts.withRefused();
      }
    }
  }

  /** Moves answers into a message, up to its size. */
  void answerInto(Message.Builder message) {
    int bytes = 0;
    int answers = 0;
    Iterator<Map.Entry<BlockCid, Wantlist.Entry>> next = wants.entrySet().iterator();
    while (next.hasNext() && bytes < PAYLOAD_BYTES && answers < ANSWERS_MAX) {
      Map.Entry<BlockCid, Wantlist.Entry> want = next.next();
      int added = answer(want.getKey(), want.getValue(), PAYLOAD_BYTES - bytes, message);
      if (added < 0) {
        return;
      }
      bytes += added;
      answers++;
      next.remove();
    }
  }

  int size() {
    return wants.size();
  }

  boolean isEmpty() {
    return wants.isEmpty();
  }

  TransferCounts counts() {
    return counts;
  }

  /** Bytes of payload added, or −1 where the block has no room in this message. */
  private int answer(BlockCid cid, Wantlist.Entry want, int roomBytes, Message.Builder message) {
    if (want.getWantType() == Wantlist.WantType.HAVE) {
      if (has(cid)) {
        message.addBlockPresences(presence(cid, BlockPresenceType.HAVE));
      } else if (want.getSendDontHave()) {
        message.addBlockPresences(presence(cid, BlockPresenceType.DONT_HAVE));
      }
      return 0;
    }
    Optional<byte[]> data = block(cid);
    if (data.isEmpty()) {
      if (want.getSendDontHave()) {
        message.addBlockPresences(presence(cid, BlockPresenceType.DONT_HAVE));
      }
      return 0;
    }
    int bytes = data.get().length;
    if (bytes > roomBytes) {
      return -1;
    }
    message.addPayload(
        Message.Block.newBuilder()
            .setPrefix(cid.prefix())
            .setData(UnsafeByteOperations.unsafeWrap(data.get())));
    counts = counts.sent(bytes);
    return bytes;
  }

  private static BlockPresence.Builder presence(BlockCid cid, BlockPresenceType type) {
    return BlockPresence.newBuilder().setCid(cid.bytes()).setType(type);
  }

  private boolean has(BlockCid cid) {
    try {
      return source.has(cid.bytes().toByteArray());
    } catch (IOException e) {
      LOG.warn("cannot look for a block", e);
      return false;
    }
  }

  /**
   * A block that the disk does not give is one that we do not have, as far as a peer is concerned.
   */
  private Optional<byte[]> block(BlockCid cid) {
    ByteString key = cid.bytes();
    try {
      return source.block(key.toByteArray()).filter(data -> data.length <= Bitswap.BLOCK_BYTES_MAX);
    } catch (IOException e) {
      LOG.warn("cannot read a block", e);
      return Optional.empty();
    }
  }
}
