package org.datanet.protocol.fuzz;

import org.datanet.fuzzkit.CorpusExploration;

/** Profile {@code fuzz}: looks for inputs that break the core's decoders. */
class ExplorationIT extends CorpusExploration {

  ExplorationIT() {
    super(Targets.all());
  }
}
