package org.datanet.cli.act;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.cli.session.SendingCommand;
import org.datanet.cli.terminal.Money;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.client.ApiClient;
import org.datanet.protocol.operation.Operation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Pays for the use of records. */
@Command(
    name = "use",
    description = {
      "Pay for the use of records.",
      "The fee is split by the datanet's shares, and the contributors' share among the records by",
      "weight. `datanet explain` with the id printed shows where it went."
    },
    footer = {
      "  datanet use --datanet lexicon --fee 10000 4f0c…",
      "  datanet use --datanet lexicon --fee 1c 4f0c…=3 9a1b…=1"
    })
public final class UseCommand extends SendingCommand {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--datanet", paramLabel = "NAME", required = true, description = "Whose records.")
  private String datanet = "";

  @Option(
      names = "--fee",
      paramLabel = "AMOUNT",
      required = true,
      description = "For all records together; in µ, or in credits as 1.5c.")
  private Money fee = new Money(0);

  @Parameters(
      arity = "1..*",
      paramLabel = "RECORD[=WEIGHT]",
      description =
          "Record ids, 64 hex digits each, at most 64; a weight is 1 where it is not given.")
  private List<Operation.RecordWeight> records = new ArrayList<>();

  public UseCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected int run() throws IOException {
    List<Operation.RecordWeight> weights = weights();
    try (ApiClient client = connect()) {
      Bytes32 id = Bytes32.fromHexString(client.datanet(datanet).id());
      return send(
          sender(client),
          new Operation.Use(id, fee.micros(), weights),
          "Paid %s for %d records of %s."
              .formatted(Money.text(fee.micros()), weights.size(), datanet));
    }
  }

  /** In id order, as the operation asks for. */
  private List<Operation.RecordWeight> weights() {
    List<Operation.RecordWeight> weights = new ArrayList<>(records);
    weights.sort(Comparator.comparing(Operation.RecordWeight::record));
    for (int i = 1; i < weights.size(); i++) {
      if (weights.get(i).record().equals(weights.get(i - 1).record())) {
        throw new ParameterException(
            spec.commandLine(),
            "Record " + weights.get(i).record().toUnprefixedHexString() + " is given twice");
      }
    }
    return weights;
  }
}
