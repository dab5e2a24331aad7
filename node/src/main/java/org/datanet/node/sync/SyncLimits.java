package org.datanet.node.sync;

/** Bounds of what is asked and answered, with the reason beside each. */
final class SyncLimits {

  private SyncLimits() {}

  /** Fits the 64 KiB of a request with room to spare. */
  static final int OPERATION_IDS_PER_REQUEST_MAX = 1_024;

  /** Below the 4 MiB of a response: an answer stops before the item that would pass it. */
  static final int ANSWER_BYTES_MAX = 3 << 20;

  static final int EPOCHS_PER_REQUEST_MAX = 64;

  static final long REQUEST_TIMEOUT_MS = 5_000;

  /** Peers asked for missed consensus messages: a third of them may be faulty. */
  static final int ROUND_STATE_PEERS_MAX = 8;

  /** Messages of one round state: five a validator, for the validators we could ever know. */
  static final int ROUND_STATE_MESSAGES_MAX = 5_000;

  /** Decided epochs handed to the core and not committed yet. */
  static final int EPOCHS_AHEAD_MAX = 128;

  /** Contents asked for and not there yet: those of one full batch. */
  static final int CONTENTS_WANTED_MAX = 20_000;

  /** Contents asked for in one go. */
  static final int CONTENTS_PER_FETCH_MAX = 512;

  static final long CONTENT_TIMEOUT_MS = 10_000;

  /** Time in which wants are collected into one fetch. */
  static final long CONTENT_GATHER_MS = 15;

  /** Between two fetches of what nobody served, ms, times the fetches so far. */
  static final long CONTENT_RETRY_MS = 500;

  /** After so many fetches in vain the content is left to whoever asks again. */
  static final int CONTENT_ATTEMPTS_MAX = 6;

  /** Tables of undecided batches that peers may ask for. */
  static final int OFFERED_TABLES_MAX = 8;
}
