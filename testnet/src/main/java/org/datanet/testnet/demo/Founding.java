package org.datanet.testnet.demo;

import java.io.IOException;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.datanet.Manifest;
import org.datanet.protocol.datanet.ParameterSet;
import org.datanet.protocol.operation.Operation;
import org.datanet.testnet.launcher.Role;
import org.datanet.testnet.launcher.TestKeys;
import org.datanet.testnet.lexicon.LexiconManifest;

/** The first operations of a test network: the lexicon datanet, and curators with a stake in it. */
final class Founding {

  /** Ten times the least: a panel's draw is by stake, and all bots hold the same. */
  private static final long CURATOR_STAKE_MICROS = 10_000_000;

  private final NodePool pool;
  private final TestKeys keys;
  private final Bytes32 networkId;

  Founding(NodePool pool, TestKeys keys, Bytes32 networkId) {
    this.pool = pool;
    this.keys = keys;
    this.networkId = networkId;
  }

  Member member(Role role, int index) {
    return new Member(
        role.label() + "-" + index, keys.signer(role, index), index % pool.size(), pool, networkId);
  }

  /** Creates the datanet with the network's own windows and waits until an epoch holds it. */
  Bytes32 createLexicon(EpochFeed feed) throws IOException {
    return createLexicon(feed, pool.call(0, node -> node.parameters()).defaults());
  }

  /** As {@link #createLexicon(EpochFeed)} with other parameters. */
  Bytes32 createLexicon(EpochFeed feed, ParameterSet parameters) throws IOException {
    Manifest manifest = LexiconManifest.over(parameters);
    Member founder = member(Role.FAUCET, 0);
    founder.learn(feed.next());
    Ticket creation = founder.enqueue(new Operation.CreateDatanet(manifest));
    settle(founder, creation, feed);
    return creation.signed().id().digest();
  }

  private static void settle(Member member, Ticket ticket, EpochFeed feed) throws IOException {
    while (ticket.waits()) {
      member.flush();
      member.learn(feed.next());
    }
    if (ticket.refusal().isPresent()) {
      throw new IOException(member.name() + " was refused: " + ticket.refusal().get());
    }
  }

  /** A curator's first act. */
  static Operation bond(Bytes32 datanet) {
    return new Operation.Bond(
        new Operation.StakeRole.Curator(datanet), CURATOR_STAKE_MICROS, Optional.empty());
  }
}
