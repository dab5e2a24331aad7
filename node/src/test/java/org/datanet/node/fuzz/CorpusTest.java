package org.datanet.node.fuzz;

import org.datanet.fuzzkit.CorpusReplay;

/** The committed corpora of the node's decoders; CONTRIBUTING.md tells how they grow. */
class CorpusTest extends CorpusReplay {

  CorpusTest() {
    super(Targets.all());
  }
}
