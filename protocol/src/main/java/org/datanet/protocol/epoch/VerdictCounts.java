package org.datanet.protocol.epoch;

/** Votes counted by verdict: approvals, and refusals of whatever reason. Immutable. */
record VerdictCounts(long approvals, long refusals) {

  static final VerdictCounts NONE = new VerdictCounts(0, 0);

  VerdictCounts plusVote(boolean approves) {
    return approves
        ? new VerdictCounts(approvals + 1, refusals)
        : new VerdictCounts(approvals, refusals + 1);
  }

  VerdictCounts plus(VerdictCounts other) {
    return new VerdictCounts(approvals + other.approvals, refusals + other.refusals);
  }

  VerdictCounts minus(VerdictCounts other) {
    return new VerdictCounts(approvals - other.approvals, refusals - other.refusals);
  }

  long total() {
    return approvals + refusals;
  }

  /** How many gave that verdict. */
  long equalTo(boolean approves) {
    return approves ? approvals : refusals;
  }
}
