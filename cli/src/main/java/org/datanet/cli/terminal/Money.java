package org.datanet.cli.terminal;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.datanet.protocol.operation.OperationLimits;

/**
 * An amount of money as people type and read it: micro-credits (µ), or credits with a {@code c}. 1
 * credit = 1,000,000 µ.
 *
 * @param micros 0 to {@link OperationLimits#AMOUNT_MICROS_MAX}
 */
public record Money(long micros) {

  private static final int CREDIT_DIGITS = 6;

  private static final Pattern MICROS = Pattern.compile("[0-9][0-9_,]{0,24}µ?");
  private static final Pattern CREDITS = Pattern.compile("[0-9]{1,13}(\\.[0-9]{1,6})?c");

  /** {@code 1500000}, {@code 1,500,000µ} or {@code 1.5c}; empty for anything else. */
  public static Optional<Money> parse(String text) {
    BigDecimal micros;
    if (MICROS.matcher(text).matches()) {
      micros = new BigDecimal(text.replaceAll("[_,µ]", ""));
    } else if (CREDITS.matcher(text).matches()) {
      micros = new BigDecimal(text.substring(0, text.length() - 1)).movePointRight(CREDIT_DIGITS);
    } else {
      return Optional.empty();
    }
    return micros.compareTo(BigDecimal.valueOf(OperationLimits.AMOUNT_MICROS_MAX)) > 0
        ? Optional.empty()
        : Optional.of(new Money(micros.longValueExact()));
  }

  /** {@code 1,500,000 µ}. */
  public static String micros(long micros) {
    return String.format(Locale.ROOT, "%,d µ", micros);
  }

  /** {@code 1,500,000 µ (1.5 credits)}. */
  public static String text(long micros) {
    return micros(micros) + " (" + credits(micros) + ")";
  }

  public static String credits(long micros) {
    BigDecimal credits = BigDecimal.valueOf(micros, CREDIT_DIGITS).stripTrailingZeros();
    int decimals = Math.max(0, credits.scale());
    return String.format(Locale.ROOT, "%,." + decimals + "f", credits)
        + (credits.compareTo(BigDecimal.ONE) == 0 ? " credit" : " credits");
  }
}
