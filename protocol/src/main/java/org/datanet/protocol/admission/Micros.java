package org.datanet.protocol.admission;

/** Amounts in details of refusals, the same in every locale. */
final class Micros {

  private Micros() {}

  /** {@code 1,234,567 µ} */
  static String text(long micros) {
    StringBuilder digits = new StringBuilder(Long.toString(micros));
    int first = micros < 0 ? 1 : 0;
    for (int i = digits.length() - 3; i > first; i -= 3) {
      digits.insert(i, ',');
    }
    return digits.append(" µ").toString();
  }
}
