package org.datanet.node.libp2p.quic;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RetryTokensTest {

  private static final InetSocketAddress ADDRESS = new InetSocketAddress("192.0.2.1", 4001);
  private static final byte[] CONNECTION_ID = {1, 2, 3, 4, 5, 6, 7, 8};

  private final AtomicBoolean required = new AtomicBoolean(true);
  private final AtomicLong nowSeconds = new AtomicLong(1_000);
  private final RetryTokens tokens = tokens(new byte[32]);

  private RetryTokens tokens(byte[] key) {
    return new RetryTokens(key, required::get, nowSeconds::get);
  }

  private static ByteBuf issue(RetryTokens tokens) {
    ByteBuf token = Unpooled.buffer(tokens.maxTokenLength(), tokens.maxTokenLength());
    assertThat(tokens.writeToken(token, Unpooled.wrappedBuffer(CONNECTION_ID), ADDRESS)).isTrue();
    return token;
  }

  @Test
  void aTokenBringsBackTheConnectionIdItWasIssuedFor() {
    ByteBuf token = issue(tokens);

    int at = tokens.validateToken(token, ADDRESS);

    assertThat(token.slice(at, token.readableBytes() - at))
        .isEqualTo(Unpooled.wrappedBuffer(CONNECTION_ID));
  }

  @Test
  void asksForNoneWhileFewHandshakesAreUnderWay() {
    required.set(false);
    ByteBuf nothing = Unpooled.buffer(0, 0);

    assertThat(tokens.writeToken(nothing, Unpooled.wrappedBuffer(CONNECTION_ID), ADDRESS))
        .isFalse();
  }

  @Test
  void refusesATokenOfAnotherAddressOrPort() {
    ByteBuf token = issue(tokens);

    assertThat(tokens.validateToken(token, new InetSocketAddress("192.0.2.2", 4001))).isEqualTo(-1);
    assertThat(tokens.validateToken(token, new InetSocketAddress("192.0.2.1", 4002))).isEqualTo(-1);
  }

  @Test
  void refusesAnOldToken() {
    ByteBuf token = issue(tokens);

    nowSeconds.addAndGet(RetryTokens.AGE_SECONDS_MAX);
    assertThat(tokens.validateToken(token, ADDRESS)).isPositive();
    nowSeconds.incrementAndGet();

    assertThat(tokens.validateToken(token, ADDRESS)).isEqualTo(-1);
  }

  @Test
  void refusesATokenOfWhichAnyByteWasChangedOrThatIsCutOff() {
    ByteBuf token = issue(tokens);

    for (int i = 0; i < token.readableBytes(); i++) {
      ByteBuf changed = token.copy();
      changed.setByte(i, changed.getByte(i) ^ 1);
      assertThat(tokens.validateToken(changed, ADDRESS)).as("byte %d", i).isEqualTo(-1);
    }
    for (int length = 0; length < token.readableBytes(); length++) {
      assertThat(tokens.validateToken(token.slice(0, length), ADDRESS)).isEqualTo(-1);
    }
  }

  @Test
  void refusesATokenOfAnotherHost() {
    byte[] otherKey = new byte[32];
    otherKey[0] = 1;

    assertThat(tokens.validateToken(issue(tokens(otherKey)), ADDRESS)).isEqualTo(-1);
  }
}
