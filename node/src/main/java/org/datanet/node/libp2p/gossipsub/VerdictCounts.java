package org.datanet.node.libp2p.gossipsub;

/**
 * Verdicts on what one peer sent, since the router first saw it; duplicates are not counted.
 *
 * @param rejected messages the application rejected and messages that were malformed
 */
public record VerdictCounts(long accepted, long ignored, long rejected) {

  public static final VerdictCounts NONE = new VerdictCounts(0, 0, 0);

  public VerdictCounts plus(Verdict verdict) {
    return switch (verdict) {
      case ACCEPT -> new VerdictCounts(accepted + 1, ignored, rejected);
      case IGNORE -> new VerdictCounts(accepted, ignored + 1, rejected);
      case REJECT -> new VerdictCounts(accepted, ignored, rejected + 1);
    };
  }
}
