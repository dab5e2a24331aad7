package org.datanet.testnet.demo;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.datanet.ParameterSet;
import org.datanet.protocol.identity.AccountId;
import org.datanet.testnet.launcher.LocalNetwork;
import org.datanet.testnet.launcher.Role;
import org.datanet.testnet.lexicon.Lexicon;
import org.datanet.testnet.lexicon.LexiconSample;
import org.datanet.testnet.lexicon.SampleRecord;

/** One member that contributes records to a running network, epoch by epoch. */
public final class LiveContributor implements AutoCloseable {

  private static final int EPOCHS_MAX = 60;

  /** Windows of twenty epochs: a test's machine may be busy while epochs go on. */
  private static final int PATIENT_FAULTS = 18;

  private final NodePool pool;
  private final EpochFeed feed;
  private final Catalogue catalogue;
  private final Member member;
  private final ContributorAgent agent;
  private final List<SampleRecord> records;

  private LiveContributor(LocalNetwork network, NodePool pool, int records) throws IOException {
    this.pool = pool;
    this.feed = new EpochFeed(pool);
    Founding founding =
        new Founding(pool, network.keys(), Bytes32.fromHexString(network.networkId()));
    Bytes32 datanet = founding.createLexicon(feed, ParameterSet.defaults(PATIENT_FAULTS));
    this.catalogue = new Catalogue(pool, datanet);
    this.member = founding.member(Role.CONTRIBUTOR, 0);
    this.agent =
        new ContributorAgent(
            member, datanet, network.keys().derived("contributor-secret", 0), catalogue);
    this.records = LexiconSample.draw(Lexicon.open(), 1, records, 0).records();
  }

  /** Founds the lexicon datanet. */
  public static LiveContributor join(LocalNetwork network, int records) throws IOException {
    return new LiveContributor(
        network,
        new NodePool(IntStream.range(0, network.size()).mapToObj(network::apiUri).toList()),
        records);
  }

  public AccountId account() {
    return member.account();
  }

  public List<Cid> contents() {
    return records.stream().map(record -> Cid.ofContent(record.content())).toList();
  }

  public byte[] content(int index) {
    return records.get(index).content();
  }

  /** Commits to all records, opens them, and returns when all are sealed. */
  public void contribute() throws IOException {
    EpochView view = feed.next();
    for (SampleRecord record : records) {
      agent.plan(view.nextEpoch(), record);
    }
    for (int epoch = 0; epoch < EPOCHS_MAX && !agent.isDone(); epoch++) {
      catalogue.refresh(0);
      agent.onEpoch(view);
      view = feed.next();
    }
    if (agent.sealed() != records.size()) {
      throw new IOException(
          "%d of %d records were sealed until epoch %d, %d existed, %d were refused"
              .formatted(
                  agent.sealed(),
                  records.size(),
                  view.epoch(),
                  agent.existed(),
                  agent.otherwiseRefused()));
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
