package org.datanet.protocol.replica;

import org.apache.tuweni.bytes.Bytes;
import org.datanet.protocol.consensus.Proposal;
import org.datanet.protocol.wire.EpochBatch;

/** A proposal, the batch that its value id names, and the proposer's 64-byte signature. */
public record SignedProposal(Proposal proposal, EpochBatch batch, Bytes signature) {}
