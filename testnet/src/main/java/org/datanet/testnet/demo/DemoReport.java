package org.datanet.testnet.demo;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.datanet.node.api.model.Earner;
import org.datanet.node.api.model.ProofInfo;
import org.datanet.testnet.lexicon.PanelExpectation;

/**
 * What came of a demo, all of it as the nodes' APIs told it, each node asked for itself. Its JSON
 * form is what {@code --json} writes.
 *
 * @param seats on the panels that settled the records
 * @param votes revealed by those who had them; each one that is missing counts as a refusal
 * @param precision share of good records among the accepted, 0 to 1
 * @param recall share of the good records that were accepted, 0 to 1
 */
public record DemoReport(
    long seed,
    String network,
    String folder,
    int accuracyPpm,
    List<Node> nodes,
    Kill kill,
    List<Epoch> epochs,
    int records,
    int refusedCopies,
    int accepted,
    int receipts,
    int seats,
    int votes,
    double precision,
    double recall,
    PanelExpectation expected,
    List<Earner> topEarners,
    Explained explained,
    long durationMs) {

  public DemoReport {
    nodes = List.copyOf(nodes);
    epochs = List.copyOf(epochs);
    topEarners = List.copyOf(topEarners);
  }

  /**
   * @param residentKiB largest resident set seen; 0 where the system does not tell
   */
  public record Node(long pid, int port, String peerId, long residentKiB) {}

  /**
   * @param atEpoch last one decided when it was killed
   * @param rejoinedEpoch first one after it whose certificate it signed again
   */
  public record Kill(int node, long atEpoch, long rejoinedEpoch) {}

  /**
   * @param agree whether every node has the same roots and digest
   */
  public record Epoch(long epoch, boolean agree, List<NodeEpoch> nodes) {
    public Epoch {
      nodes = List.copyOf(nodes);
    }
  }

  /** An epoch as one node has it. {@code signers} are DIDs. */
  public record NodeEpoch(
      String attributionRoot, String rewardRoot, String stateDigest, List<String> signers) {
    public NodeEpoch {
      signers = List.copyOf(signers);
    }
  }

  /**
   * One payment, from the receipt to the amount.
   *
   * @param proofHolds whether the row's proof leads to the root that all nodes certified
   */
  public record Explained(
      String receipt,
      String record,
      String owner,
      long epoch,
      long feeMicros,
      long weightPpm,
      long amountMicros,
      ProofInfo proof,
      String root,
      boolean proofHolds) {}

  /** Whether everything that a demo promises came true. */
  @JsonIgnore
  public boolean isSuccess() {
    return epochs.stream().allMatch(Epoch::agree) && explained.proofHolds();
  }
}
