package org.datanet.cli.act;

import java.io.IOException;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.cli.terminal.Money;
import org.datanet.node.client.ApiClient;
import org.datanet.protocol.operation.Operation.StakeRole;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whose stake, and how much of it. */
final class StakeOptions {

  enum Role {
    curator,
    validator
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec mixee = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "ROLE", description = "${COMPLETION-CANDIDATES}.")
  private Role role = Role.curator;

  @Parameters(index = "1", paramLabel = "AMOUNT", description = "In µ, or in credits as 1.5c.")
  private Money amount = new Money(0);

  @Option(
      names = "--datanet",
      paramLabel = "NAME",
      description = "A curator's stake is that of a datanet.")
  private Optional<String> datanet = Optional.empty();

  long amountMicros() {
    return amount.micros();
  }

  StakeRole role(ApiClient client) throws IOException {
    if ((role == Role.curator) != datanet.isPresent()) {
      throw new ParameterException(
          mixee.commandLine(),
          role == Role.curator
              ? "A curator's stake needs --datanet NAME"
              : "A validator's stake is the network's: leave --datanet out");
    }
    return switch (role) {
      case curator ->
          new StakeRole.Curator(Bytes32.fromHexString(client.datanet(datanet.orElseThrow()).id()));
      case validator -> new StakeRole.Validator();
    };
  }

  String text() {
    return role + datanet.map(name -> " of " + name).orElse("");
  }
}
