package org.datanet.testnet.interop;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/** Messages that are counted, in the form of {@code numbered.mjs}. */
final class Numbered {

  private Numbered() {}

  static byte[] message(long sender, long number, int bytes) {
    ByteBuffer data = ByteBuffer.allocate(bytes);
    data.putLong(sender).putLong(number);
    while (data.hasRemaining()) {
      data.put((byte) number);
    }
    return data.array();
  }

  /** How many different messages of a sender came, and how many came again. */
  record Count(int distinct, int doubled) {}

  /** Safe for use by several threads. */
  static final class Tally {

    private final Map<Long, BitSet> seen = new TreeMap<>();
    private final Map<Long, Integer> doubled = new TreeMap<>();

    synchronized void add(byte[] data) {
      ByteBuffer header = ByteBuffer.wrap(data);
      long sender = header.getLong();
      int number = Math.toIntExact(header.getLong());
      BitSet numbers = seen.computeIfAbsent(sender, any -> new BitSet());
      if (numbers.get(number)) {
        doubled.merge(sender, 1, Integer::sum);
      }
      numbers.set(number);
    }

    synchronized Map<Long, Count> counts() {
      Map<Long, Count> counts = new TreeMap<>();
      seen.forEach(
          (sender, numbers) ->
              counts.put(
                  sender, new Count(numbers.cardinality(), doubled.getOrDefault(sender, 0))));
      return counts;
    }
  }
}
