package org.datanet.fuzzkit;

/** An input for which a target's invariant does not hold; says how to keep it. */
public final class Finding extends AssertionError {
  private static final long serialVersionUID = 1L;

  Finding(FuzzTarget target, byte[] input, Throwable cause) {
    super(
        """
        %s: %s
        A finding. Add this line to src/test/resources/%s, see CorpusTest fail, mend the code:
        %s"""
            .formatted(
                target.name(), cause, Corpus.resource(target), Corpus.line(input, "why it broke")),
        cause);
  }
}
