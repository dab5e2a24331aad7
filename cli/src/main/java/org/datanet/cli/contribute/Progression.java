package org.datanet.cli.contribute;

/** Where one record of a run stands, as far as this side knows. */
sealed interface Progression {

  /** The commitment is in no epoch and in no pool. */
  record Uncommitted() implements Progression {}

  /** The commitment waits in a pool. */
  record Committing() implements Progression {}

  /** {@code epoch} holds the commitment. */
  record Committed(long epoch) implements Progression {}

  /** The opening waits in a pool; the commitment is of {@code epoch}. */
  record Opening(long epoch) implements Progression {}

  /** {@code state} is the ledger's: SEALED, CURATING … */
  record Sealed(String state) implements Progression {}

  /** Nothing more can be done. {@code reason} is a reason code. */
  record Failed(String reason, String message) implements Progression {}
}
