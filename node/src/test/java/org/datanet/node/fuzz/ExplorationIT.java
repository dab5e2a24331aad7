package org.datanet.node.fuzz;

import org.datanet.fuzzkit.CorpusExploration;

/** Profile {@code fuzz}: looks for inputs that break the node's decoders. */
class ExplorationIT extends CorpusExploration {

  ExplorationIT() {
    super(Targets.all());
  }
}
