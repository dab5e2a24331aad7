package org.datanet.node.libp2p.bitswap;

import java.util.List;
import java.util.Optional;
import org.datanet.node.libp2p.host.Host;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.streams.Frames;
import org.datanet.node.libp2p.streams.ProtocolThread;
import org.datanet.node.libp2p.wire.BitswapWire.Message;
import org.datanet.node.libp2p.wire.BitswapWire.Message.Wantlist;

/**
 * Our sending side with one connected peer: wants and answers share messages, one of which is under
 * way at a time. Its stream is opened when there is something to say. Lives on bitswap's thread.
 */
final class BitswapPeer {

  /** Some 45 KiB of wantlist. */
  private static final int ENTRIES_PER_MESSAGE_MAX = 1_024;

  private final PeerId peer;
  private final Host host;
  private final ProtocolThread thread;
  private final WantManager wants;
  private final ServeQueue serving;
  private Optional<Stream> outbound = Optional.empty();
  private boolean busy;
  private boolean ended;

  BitswapPeer(
      PeerId peer, Host host, ProtocolThread thread, WantManager wants, ServeQueue serving) {
    this.peer = peer;
    this.host = host;
    this.thread = thread;
    this.wants = wants;
    this.serving = serving;
  }

  ServeQueue serving() {
    return serving;
  }

  /** The peer is gone. */
  void end() {
    ended = true;
    outbound.ifPresent(Stream::reset);
  }

  /** Sends what there is to say, unless a message is under way. */
  void pump() {
    if (busy || ended) {
      return;
    }
    Message message = nextMessage();
    if (message.getSerializedSize() == 0) {
      return;
    }
    busy = true;
    if (outbound.isPresent()) {
      write(outbound.get(), message);
      return;
    }
    host.openStream(peer, List.of(Bitswap.PROTOCOL), stream -> new SendOnlyListener(this::onClosed))
        .whenComplete(
            (stream, failure) ->
                thread.execute(
                    () -> {
                      if (failure == null) {
                        opened(stream, message);
                      } else {
                        // The peer does not speak bitswap or is leaving; wants time out elsewhere.
                        ended = true;
                      }
                    }));
  }

  private void opened(Stream stream, Message message) {
    if (ended) {
      stream.reset();
      return;
    }
    outbound = Optional.of(stream);
    write(stream, message);
  }

  private Message nextMessage() {
    Message.Builder message = Message.newBuilder();
    List<Wantlist.Entry> entries = wants.takeEntries(peer, ENTRIES_PER_MESSAGE_MAX);
    if (!entries.isEmpty()) {
      message.setWantlist(Wantlist.newBuilder().addAllEntries(entries));
    }
    serving.answerInto(message);
    return message.build();
  }

  private void write(Stream stream, Message message) {
    Frames.writeInPieces(stream, Frames.encode(message))
        .whenComplete((done, failure) -> thread.execute(this::written));
  }

  private void written() {
    busy = false;
    pump();
  }

  private void onClosed(Stream stream) {
    thread.execute(
        () -> {
          if (outbound.filter(open -> open == stream).isPresent()) {
            outbound = Optional.empty();
          }
        });
  }
}
