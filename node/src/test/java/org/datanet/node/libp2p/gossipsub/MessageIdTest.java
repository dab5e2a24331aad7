package org.datanet.node.libp2p.gossipsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.stream.LongStream;
import org.datanet.node.libp2p.wire.PubsubWire.Message;
import org.junit.jupiter.api.Test;

class MessageIdTest {

  private static MessageId ofAuthor(long seqno) {
    return MessageIds.AUTHOR_AND_SEQNO.of(
        Message.newBuilder()
            .setFrom(ByteString.copyFromUtf8("an author"))
            .setSeqno(ByteString.copyFrom(ByteBuffer.allocate(8).putLong(0, seqno)))
            .build());
  }

  @Test
  void spreadsTheNumbersOfOneAuthorOverAHashTable() {
    long hashes =
        LongStream.range(0, 100_000).mapToInt(n -> ofAuthor(n).hashCode()).distinct().count();

    assertThat(hashes).isGreaterThan(99_000);
  }

  @Test
  void ordersIdsAsUnsignedBytesAndTheirTopicsFirst() {
    assertThat(ofAuthor(127)).isLessThan(ofAuthor(128)).isEqualByComparingTo(ofAuthor(127));
    assertThat(new MessageRef("a", ofAuthor(2))).isLessThan(new MessageRef("b", ofAuthor(1)));
    assertThat(new MessageRef("a", ofAuthor(1))).isLessThan(new MessageRef("a", ofAuthor(2)));
  }
}
