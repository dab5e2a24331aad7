package org.datanet.protocol.admission;

import org.datanet.protocol.wire.ParameterSet;

/**
 * The epochs of a panel drawn at the close of {@code seedEpoch}: ballots in {@code (s, s + c]},
 * reveals in {@code (s + c, s + c + r]}, settled at the close of the last. docs/protocol.md §5.
 */
public record PanelWindows(long seedEpoch, int commitEpochs, int revealEpochs) {

  public static PanelWindows of(long seedEpoch, ParameterSet parameters) {
    return new PanelWindows(seedEpoch, parameters.getCommitEpochs(), parameters.getRevealEpochs());
  }

  public boolean takesBallots(long epoch) {
    return epoch > seedEpoch && epoch <= lastBallotEpoch();
  }

  public boolean takesReveals(long epoch) {
    return epoch > lastBallotEpoch() && epoch <= settlementEpoch();
  }

  public long lastBallotEpoch() {
    return seedEpoch + commitEpochs;
  }

  public long settlementEpoch() {
    return lastBallotEpoch() + revealEpochs;
  }
}
