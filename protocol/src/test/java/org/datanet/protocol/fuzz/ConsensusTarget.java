package org.datanet.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.tuweni.bytes.Bytes;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.protocol.replica.ConsensusCodec;
import org.datanet.protocol.replica.ConsensusCodec.Message;
import org.datanet.protocol.testing.Fixtures;

/** A consensus message that parses encodes to the same bytes, and has bytes to sign. */
public final class ConsensusTarget implements FuzzTarget {

  @Override
  public String name() {
    return "consensus";
  }

  @Override
  public void accept(byte[] input) {
    ConsensusCodec.parse(input)
        .ifPresent(
            message -> {
              assertThat(encode(message)).isEqualTo(Bytes.wrap(input));
              assertThat(
                      ConsensusCodec.verify(
                          Fixtures.NETWORK_ID, message, (key, signed, signature) -> true))
                  .isTrue();
            });
  }

  private static Bytes encode(Message message) {
    return switch (message) {
      case Message.OfVote vote -> ConsensusCodec.encode(vote.vote());
      case Message.OfProposal proposal -> ConsensusCodec.encode(proposal.proposal());
    };
  }
}
