package org.datanet.protocol.consensus;

/** What validators send one another. */
public sealed interface ConsensusMessage permits Proposal, SignedVote {}
