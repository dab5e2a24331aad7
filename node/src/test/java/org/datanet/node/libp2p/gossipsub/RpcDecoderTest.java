package org.datanet.node.libp2p.gossipsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.Collections;
import org.datanet.node.libp2p.wire.PubsubWire.Message;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;
import org.junit.jupiter.api.Test;

class RpcDecoderTest {

  @Test
  void readsWhatWasWritten() {
    RPC rpc =
        new RouterScript().rpc("sub t; msg t hello; graft t; prune t 60; ihave t a,b; iwant c");

    assertThat(RpcDecoder.decode(rpc.toByteArray())).contains(rpc);
  }

  @Test
  void severalRpcsInARowAreOneWithAllTheirParts() {
    RouterScript script = new RouterScript();
    ByteString row =
        script
            .rpc("msg t one; graft t")
            .toByteString()
            .concat(script.rpc("msg t two; prune u").toByteString());

    assertThat(RpcDecoder.decode(row.toByteArray()))
        .contains(script.rpc("msg t one; msg t two; graft t; prune u"));
  }

  @Test
  void refusesAFrameOfManyEmptyParts() {
    byte[] messages =
        RPC.newBuilder()
            .addAllPublish(
                Collections.nCopies(RpcDecoder.PARTS_MAX + 1, Message.getDefaultInstance()))
            .build()
            .toByteArray();
    RPC.Builder ids = RPC.newBuilder();
    ids.getControlBuilder()
        .addIwantBuilder()
        .addAllMessageIDs(Collections.nCopies(RpcDecoder.PARTS_MAX, ByteString.EMPTY));

    assertThat(RpcDecoder.decode(messages)).isEmpty();
    assertThat(RpcDecoder.decode(ids.build().toByteArray())).isEmpty();
  }

  @Test
  void refusesBytesThatAreNoRpc() {
    assertThat(RpcDecoder.decode(new byte[] {0x12, 0x7f, 1})).isEmpty();
    assertThat(RpcDecoder.decode(new byte[] {0x1a, 0x02, 0x0a, 0x05})).isEmpty();
  }
}
