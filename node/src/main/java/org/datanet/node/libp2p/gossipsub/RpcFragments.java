package org.datanet.node.libp2p.gossipsub;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.datanet.node.libp2p.wire.PubsubWire.ControlIHave;
import org.datanet.node.libp2p.wire.PubsubWire.ControlIWant;
import org.datanet.node.libp2p.wire.PubsubWire.ControlMessage;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;

/** Cuts an RPC that is over the size limit into several, keeping the order of its parts. */
final class RpcFragments {

  /** Key and length of a part, and of the control message around it, at most. */
  private static final int ENVELOPE_BYTES = 16;

  /** Ids of one IHAVE or IWANT entry in a fragment: 34 bytes each keep it well under any limit. */
  private static final int IDS_PER_ENTRY = 500;

  private final int bytesMax;
  private final List<RPC> fragments = new ArrayList<>();
  private RPC.Builder current = RPC.newBuilder();
  private int currentBytes;

  private RpcFragments(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  static List<RPC> split(RPC rpc, int bytesMax) {
    return rpc.getSerializedSize() <= bytesMax ? List.of(rpc) : new RpcFragments(bytesMax).cut(rpc);
  }

  private List<RPC> cut(RPC rpc) {
    rpc.getSubscriptionsList()
        .forEach(part -> room(part.getSerializedSize()).addSubscriptions(part));
    rpc.getPublishList().forEach(part -> room(part.getSerializedSize()).addPublish(part));
    ControlMessage control = rpc.getControl();
    control
        .getGraftList()
        .forEach(part -> room(part.getSerializedSize()).getControlBuilder().addGraft(part));
    control
        .getPruneList()
        .forEach(part -> room(part.getSerializedSize()).getControlBuilder().addPrune(part));
    control.getIhaveList().forEach(this::cutIhave);
    control.getIwantList().forEach(this::cutIwant);
    control
        .getIdontwantList()
        .forEach(part -> room(part.getSerializedSize()).getControlBuilder().addIdontwant(part));
    finish();
    return fragments;
  }

  private void cutIhave(ControlIHave ihave) {
    for (List<ByteString> ids : chunks(ihave.getMessageIDsList())) {
      ControlIHave part =
          ControlIHave.newBuilder().setTopicID(ihave.getTopicID()).addAllMessageIDs(ids).build();
      room(part.getSerializedSize()).getControlBuilder().addIhave(part);
    }
  }

  private void cutIwant(ControlIWant iwant) {
    for (List<ByteString> ids : chunks(iwant.getMessageIDsList())) {
      ControlIWant part = ControlIWant.newBuilder().addAllMessageIDs(ids).build();
      room(part.getSerializedSize()).getControlBuilder().addIwant(part);
    }
  }

  private static List<List<ByteString>> chunks(List<ByteString> ids) {
    List<List<ByteString>> chunks = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += IDS_PER_ENTRY) {
      chunks.add(ids.subList(from, Math.min(ids.size(), from + IDS_PER_ENTRY)));
    }
    return chunks;
  }

  private RPC.Builder room(int partBytes) {
    if (currentBytes > 0 && currentBytes + partBytes + ENVELOPE_BYTES > bytesMax) {
      finish();
    }
    currentBytes += partBytes + ENVELOPE_BYTES;
    return current;
  }

  private void finish() {
    if (currentBytes > 0) {
      fragments.add(current.build());
      current = RPC.newBuilder();
      currentBytes = 0;
    }
  }
}
