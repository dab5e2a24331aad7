package org.datanet.node.api.model;

import java.util.List;

/**
 * What an account earned in one epoch, with proofs.
 *
 * @param root of the epoch's reward table, 64 hex digits; every proof ends there
 */
public record AccountExplanation(
    String account, long epoch, List<ProvenReward> rows, String root, CertificateInfo certificate) {

  /** A reward row and its proof. */
  public record ProvenReward(RewardInfo reward, ProofInfo proof) {}

  public AccountExplanation {
    rows = List.copyOf(rows);
  }
}
