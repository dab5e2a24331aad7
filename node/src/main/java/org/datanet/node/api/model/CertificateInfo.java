package org.datanet.node.api.model;

import java.util.List;

/** Who decided an epoch. Signers are DIDs in account order. */
public record CertificateInfo(long epoch, String batchId, int round, List<String> signers) {
  public CertificateInfo {
    signers = List.copyOf(signers);
  }
}
