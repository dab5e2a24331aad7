package org.datanet.node.sync;

/** Bounds of what is asked and answered, with the reason beside each. */
final class SyncLimits {

  private SyncLimits() {}

  /** Fits the 64 KiB of a request with room to spare. */
  static final int OPERATION_IDS_PER_REQUEST_MAX = 1_024;

  /** Below the 4 MiB of a response: an answer stops before the item that would pass it. */
  static final int ANSWER_BYTES_MAX = 3 << 20;

  /** One request's epochs are fetched while those of the one before are executed. */
  static final int EPOCHS_PER_REQUEST_MAX = 64;

  /** Peers asked for missed consensus messages: a third of them may be faulty. */
  static final int ROUND_STATE_PEERS_MAX = 8;

  /** Messages of one round state: five a validator, for the validators we could ever know. */
  static final int ROUND_STATE_MESSAGES_MAX = 5_000;

  /**
   * Contents asked for and not there yet: those of one full batch, and sleepers while there is
   * room.
   */
  static final int CONTENTS_WANTED_MAX = 20_000;

  /** Contents asked for in one go. */
  static final int CONTENTS_PER_FETCH_MAX = 512;

  static final long CONTENT_TIMEOUT_MS = 10_000;

  /** Time in which wants are collected into one fetch. */
  static final long CONTENT_GATHER_MS = 15;

  /** Between two fetches of what nobody served, ms, times the fetches so far. */
  static final long CONTENT_RETRY_MS = 500;

  /** After so many fetches in vain the content is left to whoever asks again or brings it. */
  static final int CONTENT_ATTEMPTS_MAX = 6;

  /**
   * Both tables of a batch, as a peer sends them: 400,000 rows are what an epoch full of uses of 64
   * records makes, with 100 bytes each.
   */
  static final long TABLES_BYTES_MAX = 64L << 20;

  /** Answers that are read from the disk and built at once, each of up to 3 MiB and as objects. */
  static final int ANSWERS_AT_ONCE_MAX = 4;

  /** How long a request waits for its turn, ms: less than who asks waits. */
  static final long ANSWER_TURN_MS = 2_000;

  /** Rows of all tables offered; the newest are kept whatever they have. */
  static final int OFFERED_ROWS_MAX = 1_000_000;

  /** With few bytes in each, their frames still fit an answer. */
  static final int ROWS_PER_ANSWER_MAX = 50_000;

  /** Tables of undecided batches that peers may ask for. */
  static final int OFFERED_TABLES_MAX = 8;
}
