package org.datanet.protocol.fuzz;

import org.datanet.fuzzkit.CorpusReplay;

/** The committed corpora of the core's decoders; CONTRIBUTING.md tells how they grow. */
class CorpusTest extends CorpusReplay {

  CorpusTest() {
    super(Targets.all());
  }
}
