package org.datanet.fuzzkit;

/**
 * A decoder and what must hold for any bytes that it is given: it decodes or refuses in the way
 * that it documents, what it decodes encodes to the same bytes where the form is canonical, and
 * what it allocates is bounded by what it was given. Has a public constructor without parameters.
 */
public interface FuzzTarget {

  /** The corpus is {@code src/test/resources/fuzz/NAME.hex}. */
  String name();

  /**
   * Returns where the invariant holds.
   *
   * @throws AssertionError or anything else where it does not; the input is then a finding
   */
  void accept(byte[] input) throws Exception;

  /** What {@link #accept} may allocate on the heap for an input of so many bytes, garbage too. */
  default long allocatedBytesMax(int inputBytes) {
    return (512 << 10) + 128L * inputBytes; // most of the first part is a target's assertions
  }
}
