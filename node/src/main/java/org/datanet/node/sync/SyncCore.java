package org.datanet.node.sync;

import java.util.concurrent.CompletionStage;
import org.datanet.protocol.replica.Input;

/** The core, as those see it who fetch for it. Any thread. */
public interface SyncCore {

  /** An answer to one of its questions. False where it finds no room: the core never sees it. */
  boolean take(Input input);

  /**
   * Decided epochs. Completes when the core has executed and committed what it makes of them, which
   * may be nothing; fails where it takes nothing now.
   */
  CompletionStage<Void> takeEpochs(Input.EpochsArrived epochs);
}
