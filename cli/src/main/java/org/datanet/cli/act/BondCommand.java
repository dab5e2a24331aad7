package org.datanet.cli.act;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.datanet.cli.session.Sender;
import org.datanet.cli.session.SendingCommand;
import org.datanet.cli.terminal.Money;
import org.datanet.cli.terminal.Terminal;
import org.datanet.node.client.ApiClient;
import org.datanet.node.keys.Keys;
import org.datanet.protocol.curation.HashOnion;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.Operation.StakeRole;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Puts money into a stake. */
@Command(
    name = "bond",
    description = {
      "Put money into a stake: a curator's in a datanet, or a validator's.",
      "Bond as a validator with the key of the node that is to validate: its beacon follows from it."
    },
    footer = {
      "  datanet bond curator 2c --datanet lexicon",
      "  datanet bond validator 100c --key node"
    })
public final class BondCommand extends SendingCommand {

  /** The onion may start from two epochs after the one that holds the bond; this leaves room. */
  private static final long ONION_DELAY_EPOCHS = 16;

  @Mixin private final StakeOptions stake = new StakeOptions();

  public BondCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected int run() throws IOException {
    try (ApiClient client = connect()) {
      StakeRole role = stake.role(client);
      Sender sender = sender(client);
      return send(
          sender,
          new Operation.Bond(role, stake.amountMicros(), beacon(client, sender, role)),
          "Bonded %s as %s.".formatted(Money.text(stake.amountMicros()), stake.text()));
    }
  }

  private Optional<Operation.BeaconCommitment> beacon(
      ApiClient client, Sender sender, StakeRole role) throws IOException {
    return switch (role) {
      case StakeRole.Curator curator -> Optional.empty();
      case StakeRole.Validator validator ->
          sender.accountInfo().validatorStakeMicros() > 0
              ? Optional.empty()
              : Optional.of(firstBeacon(client.status().epoch() + ONION_DELAY_EPOCHS));
    };
  }

  private Operation.BeaconCommitment firstBeacon(long firstEpoch) throws IOException {
    byte[] seed = openKey();
    HashOnion onion = Keys.onion(seed, firstEpoch, HashOnion.LAYERS_MAX);
    Arrays.fill(seed, (byte) 0);
    return new Operation.BeaconCommitment(onion.tip(), firstEpoch, onion.layers());
  }
}
