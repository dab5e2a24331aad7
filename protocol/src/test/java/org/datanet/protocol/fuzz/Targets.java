package org.datanet.protocol.fuzz;

import java.util.List;
import org.datanet.fuzzkit.FuzzTarget;

/** All targets of the module. */
final class Targets {

  private Targets() {}

  static List<FuzzTarget> all() {
    return List.of(
        new AccountTarget(),
        new BatchTarget(),
        new CertificateTarget(),
        new CidTarget(),
        new ConsensusTarget(),
        new GenesisTarget(),
        new LedgerTarget(),
        new OperationTarget(),
        new ProofTarget(),
        new SignatureTarget());
  }
}
