package org.datanet.cli.session;

import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.cli.terminal.Money;
import org.datanet.protocol.identity.AccountId;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.OperationId;
import org.datanet.protocol.operation.OperationLimits;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** The text forms of arguments. */
public final class Arguments {

  private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");

  private static final Pattern WEIGHT = Pattern.compile("[1-9][0-9]{0,9}");

  private Arguments() {}

  /** For the commands that {@code commandLine} has by now. */
  public static void registerOn(CommandLine commandLine) {
    commandLine
        .registerConverter(Bytes32.class, Arguments::hash)
        .registerConverter(
            AccountId.class, text -> known(text, AccountId.parse(text), "a did:key:z6Mk…"))
        .registerConverter(
            OperationId.class, text -> known(text, OperationId.parse(text), "an id bafkrei…"))
        .registerConverter(Operation.RecordWeight.class, Arguments::recordWeight)
        .registerConverter(
            Money.class,
            text -> known(text, Money.parse(text), "an amount such as 1500000 (µ) or 1.5c"));
  }

  /** 64 hex digits. */
  public static Bytes32 hash(String text) {
    if (!HASH.matcher(text).matches()) {
      throw new TypeConversionException("'" + text + "' is not an id of 64 hex digits");
    }
    return Bytes32.fromHexString(text);
  }

  /** {@code RECORD} or {@code RECORD=WEIGHT}; the weight is 1 where it is not given. */
  private static Operation.RecordWeight recordWeight(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      return new Operation.RecordWeight(hash(text), 1);
    }
    String weight = text.substring(equals + 1);
    if (!WEIGHT.matcher(weight).matches()
        || Long.parseLong(weight) > OperationLimits.USE_WEIGHT_MAX) {
      throw new TypeConversionException(
          "'%s' is not a weight, 1 to %,d".formatted(weight, OperationLimits.USE_WEIGHT_MAX));
    }
    return new Operation.RecordWeight(hash(text.substring(0, equals)), Long.parseLong(weight));
  }

  private static <T> T known(String text, Optional<T> value, String form) {
    return value.orElseThrow(() -> new TypeConversionException("'" + text + "' is not " + form));
  }
}
