package org.datanet.testnet.gossipsim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which peers accepted which messages, when, and over how many hops the first copy came. Hostile
 * peers pass copies on and accept nothing; they have the numbers from 0.
 */
final class Deliveries {

  private static final long NEVER = -1;

  private final int hostile;
  private final int peers;
  private final List<Message> messages = new ArrayList<>();
  private long copies;

  Deliveries(int hostile, int peers) {
    this.hostile = hostile;
    this.peers = peers;
  }

  private static final class Message {
    final int publisher;
    final long publishedMicros;
    final long[] acceptedMicros;
    final byte[] hops;

    Message(int peers, int publisher, long publishedMicros) {
      this.publisher = publisher;
      this.publishedMicros = publishedMicros;
      acceptedMicros = new long[peers];
      Arrays.fill(acceptedMicros, NEVER);
      hops = new byte[peers];
    }

    boolean reached(int peer) {
      return peer != publisher && acceptedMicros[peer] != NEVER;
    }
  }

  /** Gives the number of a message that this peer publishes now. */
  int published(int peer, long nowMicros) {
    messages.add(new Message(peers, peer, nowMicros));
    return messages.size() - 1;
  }

  /** A copy came, the first or another. */
  void copied(long number, int from, int to) {
    Message message = messages.get((int) number);
    copies++;
    if (to != message.publisher && message.hops[to] == 0) {
      message.hops[to] = (byte) (message.hops[from] + 1);
    }
  }

  void accepted(long number, int by, long nowMicros) {
    messages.get((int) number).acceptedMicros[by] = nowMicros;
  }

  /** Pairs of a message and an honest peer that is not its publisher. */
  long expected() {
    return (long) messages.size() * (peers - hostile - 1);
  }

  /** Those of them where the peer accepted the message. */
  long made() {
    return messages.stream().mapToLong(message -> reached(message).count()).sum();
  }

  /** Copies that came for each message accepted, at least 1. */
  double copiesPerDelivery() {
    return made() == 0 ? 0 : (double) copies / made();
  }

  /** From publication to acceptance, of every delivery, in order. */
  double[] latenciesMs() {
    return messages.stream()
        .flatMapToDouble(
            message ->
                reached(message)
                    .mapToDouble(
                        peer -> (message.acceptedMicros[peer] - message.publishedMicros) / 1_000.0))
        .sorted()
        .toArray();
  }

  /** Hops of every delivery, in order. */
  double[] hops() {
    return messages.stream()
        .flatMapToDouble(message -> reached(message).mapToDouble(peer -> message.hops[peer]))
        .sorted()
        .toArray();
  }

  private IntStream reached(Message message) {
    return IntStream.range(hostile, peers).filter(message::reached);
  }
}
