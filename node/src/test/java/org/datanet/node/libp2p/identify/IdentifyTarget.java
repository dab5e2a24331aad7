package org.datanet.node.libp2p.identify;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.node.libp2p.streams.ScriptedStream;

/**
 * Input: the size of the parts that the rest comes in. A peer says at most one thing of itself; it
 * is bounded, and can steer no terminal.
 */
public final class IdentifyTarget implements FuzzTarget {

  @Override
  public String name() {
    return "identify";
  }

  @Override
  public void accept(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int partBytes = 1 + 16 * (input[0] & 0xff);
    List<PeerReport> reports = new ArrayList<>();
    ScriptedStream stream = new ScriptedStream();
    var listener = Identify.reader((peer, report) -> reports.add(report)).onOpen(stream);
    for (int from = 1; from < input.length && !stream.isReset(); from += partBytes) {
      int bytes = Math.min(partBytes, input.length - from);
      listener.onData(stream, Unpooled.wrappedBuffer(input, from, bytes));
    }
    if (!stream.isReset()) {
      listener.onRemoteClose(stream);
    }
    listener.onClosed(stream);

    assertThat(reports).hasSizeLessThanOrEqualTo(1);
    reports.forEach(IdentifyTarget::assertBounded);
  }

  private static void assertBounded(PeerReport report) {
    assertThat(report.protocols()).hasSizeLessThanOrEqualTo(Identify.PROTOCOLS_MAX);
    assertThat(report.listenAddresses()).hasSizeLessThanOrEqualTo(Identify.ADDRESSES_MAX);
    Stream.concat(
            report.protocols().stream(),
            Stream.concat(report.agentVersion().stream(), report.protocolVersion().stream()))
        .forEach(
            text -> {
              assertThat(text).hasSizeLessThanOrEqualTo(Identify.TEXT_LENGTH_MAX);
              assertThat(text.chars()).noneMatch(Character::isISOControl);
            });
  }

  /** The tests' leak detector remembers where each of the few buffers was. */
  @Override
  public long allocatedBytesMax(int inputBytes) {
    return (8 << 20) + 4096L * inputBytes;
  }
}
