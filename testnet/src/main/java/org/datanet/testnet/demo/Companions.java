package org.datanet.testnet.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.datanet.ParameterSet;
import org.datanet.protocol.identity.AccountId;
import org.datanet.testnet.launcher.LocalNetwork;
import org.datanet.testnet.launcher.Role;
import org.datanet.testnet.launcher.Waiting;
import org.datanet.testnet.lexicon.Lexicon;
import org.datanet.testnet.lexicon.LexiconEntry;
import org.datanet.testnet.lexicon.OracleCurator;

/**
 * Company for a person who tries a test network by hand: the lexicon datanet, and curators that
 * judge what is contributed to it, in a process of their own.
 */
public final class Companions {

  /** Right nine times in ten. */
  public static final int ACCURACY_PPM = 900_000;

  /** WordNet is read in two seconds; bonds take two epochs. */
  private static final Duration CURATOR_PATIENCE = Duration.ofSeconds(60);

  /** Windows of ten epochs: a person needs longer to judge than a bot. */
  private static final int PEOPLES_FAULTS = 8;

  private Companions() {}

  /** Creates the lexicon datanet; gives its id as 64 hex digits. The network runs. */
  public static String found(LocalNetwork network) throws IOException {
    try (NodePool pool = pool(network)) {
      return new Founding(pool, network.keys(), Bytes32.fromHexString(network.networkId()))
          .createLexicon(new EpochFeed(pool), ParameterSet.defaults(PEOPLES_FAULTS))
          .toUnprefixedHexString();
    }
  }

  /** Starts the curators' process and waits until all of them have a stake. */
  public static void startCurators(LocalNetwork network) throws IOException {
    network.startBots(Companions.class.getName());
    try (NodePool pool = pool(network)) {
      boolean bonded =
          Waiting.until(CURATOR_PATIENCE, () -> !network.botsAlive() || allBonded(network, pool));
      if (!bonded || !network.botsAlive()) {
        throw new IOException(
            "the curators did not take their places; see "
                + network.path().resolve("bots").resolve("bots.log"));
      }
    }
  }

  private static boolean allBonded(LocalNetwork network, NodePool pool) throws IOException {
    for (int i = 0; i < network.curators(); i++) {
      AccountId curator = network.keys().account(Role.CURATOR, i);
      if (!isBonded(pool, curator)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBonded(NodePool pool, AccountId curator) throws IOException {
    return pool.call(0, node -> node.account(curator)).curatorStakes().stream()
        .anyMatch(stake -> stake.stakeMicros() > 0);
  }

  private static NodePool pool(LocalNetwork network) {
    return new NodePool(IntStream.range(0, network.size()).mapToObj(network::apiUri).toList());
  }

  /** The bots' process: its argument is the network's folder. Ends when it is killed. */
  public static void main(String[] arguments) throws IOException {
    LocalNetwork network = LocalNetwork.open(Path.of(arguments[0]));
    try (NodePool pool = pool(network);
        Crowd crowd = new Crowd()) {
      Bytes32 datanet = Bytes32.fromHexString(pool.call(0, node -> node.datanet("lexicon")).id());
      EpochFeed feed = new EpochFeed(pool);
      EpochView view = feed.next();
      gather(network, pool, datanet, crowd, view);
      while (true) {
        crowd.onEpoch(view);
        System.out.printf("epoch %d: curators have acted%n", view.epoch());
        view = feed.next();
      }
    }
  }

  private static void gather(
      LocalNetwork network, NodePool pool, Bytes32 datanet, Crowd crowd, EpochView view)
      throws IOException {
    Founding founding =
        new Founding(pool, network.keys(), Bytes32.fromHexString(network.networkId()));
    Map<String, List<LexiconEntry>> byTerm = LexiconJudge.index(Lexicon.open());
    OracleCurator oracle = new OracleCurator(1, ACCURACY_PPM);
    for (int i = 0; i < network.curators(); i++) {
      Member curator = founding.member(Role.CURATOR, i);
      curator.learn(view);
      if (!isBonded(pool, curator.account())) {
        curator.enqueue(Founding.bond(datanet));
      }
      crowd.join(
          new CuratorAgent(
              curator,
              datanet,
              network.keys().derived("curator-secret", i),
              new LexiconJudge(byTerm, oracle, curator)));
    }
  }
}
