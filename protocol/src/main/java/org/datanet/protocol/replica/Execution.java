package org.datanet.protocol.replica;

import org.datanet.protocol.epoch.EpochOutcome;
import org.datanet.protocol.hashing.BucketDigest;

/** An epoch executed on top of the chain and not committed: its outcome and the digest after it. */
record Execution(EpochOutcome outcome, BucketDigest digest) {}
