package org.datanet.protocol.operation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Checks the fields of one message in order and keeps the first refusal; later checks then do
 * nothing. Every detail names the field, its bound and what it was.
 */
public final class FieldCheck {

  private final Reason reason;
  private Optional<Refusal> first = Optional.empty();

  private FieldCheck(Reason reason) {
    this.reason = reason;
  }

  /** Refusals carry {@code reason} unless a check names another. */
  public static FieldCheck refusingWith(Reason reason) {
    return new FieldCheck(reason);
  }

  public Optional<Refusal> refusal() {
    return first;
  }

  public FieldCheck require(boolean holds, Reason otherReason, Supplier<String> detail) {
    if (first.isEmpty() && !holds) {
      first = Optional.of(new Refusal(otherReason, detail.get()));
    }
    return this;
  }

  public FieldCheck require(boolean holds, Supplier<String> detail) {
    return require(holds, reason, detail);
  }

  /** Takes over another check's refusal. */
  public FieldCheck and(Supplier<Optional<Refusal>> other) {
    if (first.isEmpty()) {
      first = other.get();
    }
    return this;
  }

  /** Both bounds belong to the range. An unsigned wire value past 2^63 is negative here. */
  public FieldCheck range(String field, long value, long min, long max) {
    return require(
        value >= min && value <= max,
        () -> field + " lies in " + min + " … " + max + ", not " + value);
  }

  /** Reads the field as the wire's uint32. */
  public FieldCheck rangeUnsigned(String field, int value, long min, long max) {
    return range(field, Integer.toUnsignedLong(value), min, max);
  }

  public FieldCheck size(String field, ByteString value, int bytes) {
    return require(
        value.size() == bytes, () -> field + " has " + bytes + " bytes, not " + value.size());
  }

  public FieldCheck hash(String field, ByteString value) {
    return size(field, value, OperationLimits.HASH_BYTES);
  }

  public FieldCheck count(String field, int size, int min, int max) {
    return require(
        size >= min && size <= max,
        () -> field + " has " + min + " … " + max + " elements, not " + size);
  }

  /** UTF-8 without ASCII control characters, so that no text can steer a terminal or a log. */
  public FieldCheck text(String field, String value, int bytesMin, int bytesMax) {
    int bytes = value.getBytes(UTF_8).length;
    return require(
            bytes >= bytesMin && bytes <= bytesMax,
            () -> field + " has " + bytesMin + " … " + bytesMax + " bytes, not " + bytes)
        .require(
            value.chars().noneMatch(c -> c < 0x20 || c == 0x7f),
            () -> field + " holds a control character");
  }

  /** Characters 0x21 to 0x7e only: no blanks, nothing that looks like something else. */
  public FieldCheck ascii(String field, String value, int bytesMin, int bytesMax) {
    return text(field, value, bytesMin, bytesMax)
        .require(
            value.chars().allMatch(c -> c > 0x20 && c < 0x7f),
            () -> field + " is printable ASCII without blanks");
  }

  /** {@code [a-z0-9-]{1,40}}, the form of names of networks and datanets. */
  public FieldCheck name(String field, String value) {
    boolean plain =
        !value.isEmpty()
            && value.length() <= 40
            && value
                .chars()
                .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    return require(plain, () -> field + " has 1 to 40 characters of [a-z0-9-]");
  }

  /** Strictly ascending by unsigned bytes. */
  public FieldCheck sortedHashes(String field, List<ByteString> values) {
    for (int i = 0; i < values.size() && first.isEmpty(); i++) {
      hash(field, values.get(i));
      if (i > 0) {
        ascending(field, i, values.get(i - 1).toByteArray(), values.get(i).toByteArray());
      }
    }
    return this;
  }

  /** Strictly ascending by the unsigned bytes of their UTF-8. */
  public FieldCheck sortedTexts(String field, List<String> values) {
    for (int i = 1; i < values.size() && first.isEmpty(); i++) {
      ascending(field, i, values.get(i - 1).getBytes(UTF_8), values.get(i).getBytes(UTF_8));
    }
    return this;
  }

  private void ascending(String field, int index, byte[] before, byte[] value) {
    require(
        Arrays.compareUnsigned(before, value) < 0,
        () -> field + " is sorted and without repetition; element " + index + " is not");
  }
}
