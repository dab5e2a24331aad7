package org.datanet.node.libp2p.gossipsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Optional;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;

/** An RPC has a bounded number of parts, and is the same after it was cut to size and joined. */
public final class GossipTarget implements FuzzTarget {

  private static final int FRAGMENT_BYTES = 1_024;

  @Override
  public String name() {
    return "gossip";
  }

  @Override
  public void accept(byte[] input) {
    if (RpcDecoder.decode(input).isPresent()) {
      withoutUnknownFields(input).ifPresent(GossipTarget::assertSurvivesTheCut);
    }
  }

  /** Protobuf keeps some unknown fields that it would not skip: varints that do not end. */
  private static Optional<RPC> withoutUnknownFields(byte[] input) {
    try {
      return Optional.of(DiscardUnknownFieldsParser.wrap(RPC.parser()).parseFrom(input));
    } catch (InvalidProtocolBufferException unknownFieldsAreMalformed) {
      return Optional.empty();
    }
  }

  private static void assertSurvivesTheCut(RPC rpc) {
    List<RPC> fragments = RpcFragments.split(rpc, FRAGMENT_BYTES);
    RPC.Builder joined = RPC.newBuilder();
    fragments.forEach(joined::mergeFrom);

    assertThat(joined.getSubscriptionsList()).isEqualTo(rpc.getSubscriptionsList());
    assertThat(joined.getPublishList()).isEqualTo(rpc.getPublishList());
    assertThat(joined.getControl().getGraftList()).isEqualTo(rpc.getControl().getGraftList());
    assertThat(joined.getControl().getPruneList()).isEqualTo(rpc.getControl().getPruneList());
  }
}
