package org.datanet.testnet.launcher;

/** What an account of a test network is for, and what genesis gives it. */
public enum Role {
  /** A node and its validator; besides its stake it has what some thousand renewed onions cost. */
  NODE("node", 1_000_000L),
  CONTRIBUTOR("contributor", 5_000_000_000L),
  CURATOR("curator", 1_000_000_000L),
  CONSUMER("consumer", 50_000_000_000L),
  /** For whoever started the network, to act by hand. */
  YOU("you", 10_000_000_000L),
  /** Pays for what the network itself needs, and for accounts made later. */
  FAUCET("faucet", 100_000_000_000L);

  private final String label;
  private final long balanceMicros;

  Role(String label, long balanceMicros) {
    this.label = label;
    this.balanceMicros = balanceMicros;
  }

  /** Lower case; part of key files' names. */
  public String label() {
    return label;
  }

  long balanceMicros() {
    return balanceMicros;
  }
}
