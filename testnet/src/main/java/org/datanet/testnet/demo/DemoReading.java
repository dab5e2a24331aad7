package org.datanet.testnet.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.api.model.EpochInfo;
import org.datanet.node.api.model.RecordInfo;
import org.datanet.node.api.model.UseExplanation;
import org.datanet.node.client.Proofs;
import org.datanet.protocol.content.Cid;
import org.datanet.protocol.operation.OperationId;
import org.datanet.testnet.lexicon.SampleRecord;
import org.datanet.testnet.lexicon.Truth;

/** Reads a demo's outcome back from the nodes' APIs. */
final class DemoReading {

  /** How good the accepted records are, against the sample's truth. */
  record Quality(int sealed, int accepted, int votes, double precision, double recall) {}

  private final NodePool pool;

  DemoReading(NodePool pool) {
    this.pool = pool;
  }

  /** Every epoch up to {@code last}, as each node itself has it. */
  List<DemoReport.Epoch> epochs(long last) throws IOException {
    List<DemoReport.Epoch> epochs = new ArrayList<>();
    for (long epoch = 1; epoch <= last; epoch++) {
      List<DemoReport.NodeEpoch> nodes = new ArrayList<>();
      for (int node = 0; node < pool.size(); node++) {
        EpochInfo info = pool.only(node).epoch(epoch);
        nodes.add(
            new DemoReport.NodeEpoch(
                info.attributionRoot(), info.rewardRoot(), info.stateDigest(), info.signers()));
      }
      epochs.add(new DemoReport.Epoch(epoch, agree(nodes), nodes));
    }
    return epochs;
  }

  /** Signers may differ: each node keeps the precommits that reached it. */
  private static boolean agree(List<DemoReport.NodeEpoch> nodes) {
    DemoReport.NodeEpoch first = nodes.getFirst();
    return nodes.stream()
        .allMatch(
            node ->
                node.attributionRoot().equals(first.attributionRoot())
                    && node.rewardRoot().equals(first.rewardRoot())
                    && node.stateDigest().equals(first.stateDigest()));
  }

  static Quality quality(List<RecordInfo> records, List<SampleRecord> sample) {
    Map<String, Truth> truths = new HashMap<>();
    for (SampleRecord record : sample) {
      truths.putIfAbsent(Cid.ofContent(record.content()).toString(), record.truth());
    }
    int accepted = 0;
    int votes = 0;
    int good = 0;
    int goodAccepted = 0;
    for (RecordInfo record : records) {
      Truth truth = truths.get(record.cid());
      boolean isGood = truth != null && truth.isGood();
      boolean isAccepted = record.state().equals("ACCEPTED");
      accepted += isAccepted ? 1 : 0;
      votes += record.approvals() + record.refusals();
      good += isGood ? 1 : 0;
      goodAccepted += isGood && isAccepted ? 1 : 0;
    }
    return new Quality(
        records.size(), accepted, votes, share(goodAccepted, accepted), share(goodAccepted, good));
  }

  private static double share(int part, int whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  /**
   * The largest payment of a receipt, its proof followed up to the root that every node certified.
   */
  DemoReport.Explained explain(OperationId receipt) throws IOException {
    UseExplanation use = pool.call(0, node -> node.explainUse(receipt, Optional.<Bytes32>empty()));
    int largest = 0;
    for (int row = 0; row < use.rows().size(); row++) {
      if (use.rows().get(row).amountMicros() > use.rows().get(largest).amountMicros()) {
        largest = row;
      }
    }
    UseExplanation.PaidRecord paid = use.rows().get(largest);
    return new DemoReport.Explained(
        use.receipt().id(),
        paid.record(),
        paid.owner(),
        use.receipt().epoch(),
        use.receipt().feeMicros(),
        paid.weightPpm(),
        paid.amountMicros(),
        paid.proof(),
        use.root(),
        Proofs.ofUse(use).get(largest) && allCertified(use));
  }

  private boolean allCertified(UseExplanation use) throws IOException {
    for (int node = 0; node < pool.size(); node++) {
      if (!pool.only(node).epoch(use.receipt().epoch()).attributionRoot().equals(use.root())) {
        return false;
      }
    }
    return true;
  }
}
