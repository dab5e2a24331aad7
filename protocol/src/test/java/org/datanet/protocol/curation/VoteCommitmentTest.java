package org.datanet.protocol.curation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.identity.AccountId;
import org.junit.jupiter.api.Test;

class VoteCommitmentTest {

  private static final List<Bytes32> RECORDS = List.of(filled(4), filled(5));
  private static final List<Vote> VOTES = List.of(Vote.APPROVE, Vote.LICENCE);

  @Test
  void commitsAsAnIndependentScriptDoes() {
    assertThat(commitment(filled(1), filled(2), 9, 3, RECORDS, VOTES, 8).toUnprefixedHexString())
        .isEqualTo("2e06d84168350facc8d65c313983c8ce126df8a38a16437fe4cae4bb08efa28d");
  }

  @Test
  void bindsEveryField() {
    List<Bytes32> commitments =
        List.of(
            commitment(filled(1), filled(2), 9, 3, RECORDS, VOTES, 8),
            commitment(filled(0), filled(2), 9, 3, RECORDS, VOTES, 8),
            commitment(filled(1), filled(0), 9, 3, RECORDS, VOTES, 8),
            commitment(filled(1), filled(2), 0, 3, RECORDS, VOTES, 8),
            commitment(filled(1), filled(2), 9, 0, RECORDS, VOTES, 8),
            commitment(filled(1), filled(2), 9, 3, List.of(filled(4), filled(6)), VOTES, 8),
            commitment(filled(1), filled(2), 9, 3, RECORDS, VOTES.reversed(), 8),
            commitment(filled(1), filled(2), 9, 3, RECORDS, VOTES, 0));

    assertThat(commitments).doesNotHaveDuplicates();
  }

  @Test
  void refusesRecordsOutOfOrderAndVotesThatDoNotMatch() {
    assertThatThrownBy(() -> commitment(filled(1), filled(2), 9, 3, RECORDS.reversed(), VOTES, 8))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> commitment(filled(1), filled(2), 9, 3, List.of(filled(4), filled(4)), VOTES, 8))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> commitment(filled(1), filled(2), 9, 3, RECORDS, List.of(Vote.APPROVE), 8))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void codesOfVotesAreStable() {
    assertThat(List.of(Vote.values()))
        .extracting(Vote::code)
        .containsExactly((byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5, (byte) 6, (byte) 7);
    assertThat(Vote.ofCode(5)).isEqualTo(Vote.UNDECLARED_SYNTHETIC);
    assertThat(Vote.APPROVE.approves()).isTrue();
    assertThat(Vote.OFF_TOPIC.approves()).isFalse();
    assertThatThrownBy(() -> Vote.ofCode(8)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Bytes32 commitment(
      Bytes32 network,
      Bytes32 datanet,
      long seedEpoch,
      int curator,
      List<Bytes32> records,
      List<Vote> votes,
      int salt) {
    AccountId account = AccountId.of(Bytes.repeat((byte) curator, 32));
    return VoteCommitment.of(network, datanet, seedEpoch, account, records, votes, filled(salt));
  }

  private static Bytes32 filled(int value) {
    return Bytes32.repeat((byte) value);
  }
}
