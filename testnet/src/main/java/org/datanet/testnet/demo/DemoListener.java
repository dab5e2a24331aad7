package org.datanet.testnet.demo;

/** Hears how a demo gets on, from one thread. */
public interface DemoListener {

  /** One line for people about what happens now. */
  void says(String line);

  /** After every epoch. */
  void epoch(Tally tally);

  /**
   * Where the records are.
   *
   * @param planned contributions, exact copies among them
   * @param sealed records in the ledger
   * @param refusedCopies refused on the spot
   * @param receipts uses paid so far
   */
  record Tally(
      long epoch,
      int round,
      int planned,
      int sealed,
      int refusedCopies,
      int settled,
      int accepted,
      int receipts) {}
}
