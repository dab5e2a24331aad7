package org.datanet.protocol.consensus;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.ValidatorSet.Validator;
import org.datanet.protocol.identity.AccountId;

/** Accounts and values with one-letter names; the account order is that of the letters. */
final class Fixtures {

  /** Turn 8 of a rotation of four begins a period: a proposes in round 0, then b, c, d. */
  static final long EPOCH = 8;

  static final ValidatorSet FOUR = validators("abcd", 1, 1, 1, 1);

  private Fixtures() {}

  static AccountId account(char name) {
    return AccountId.of(Bytes32.leftPad(Bytes.of(name)));
  }

  static Bytes32 value(char name) {
    return Bytes32.leftPad(Bytes.of(name));
  }

  static char nameOf(AccountId account) {
    return (char) account.publicKey().get(31);
  }

  static char nameOf(Bytes32 value) {
    return (char) value.get(31);
  }

  static ValidatorSet validators(String names, long... weights) {
    List<Validator> validators = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      validators.add(new Validator(account(names.charAt(i)), weights[i]));
    }
    return ValidatorSet.of(validators);
  }

  /** A value's name, or {@code nil}. */
  static Optional<Bytes32> valueOrNil(String name) {
    return name.equals("nil") ? Optional.empty() : Optional.of(value(name.charAt(0)));
  }

  static SignedVote vote(VoteType type, int round, String valueOrNil, char validator) {
    return sign(new Vote(type, EPOCH, round, valueOrNil(valueOrNil), account(validator)));
  }

  /** 64 bytes that differ from vote to vote, as a signature would. */
  static SignedVote sign(Vote vote) {
    return new SignedVote(vote, signatureOf(vote));
  }

  static Bytes signatureOf(Vote vote) {
    Bytes head = Bytes.of(vote.type().ordinal(), vote.round(), nameOf(vote.validator()));
    return Bytes.concatenate(
        head, Bytes.repeat((byte) 0x5a, 29), vote.valueId().orElse(Bytes32.ZERO));
  }

  static boolean isSignature(Vote vote, Bytes signature) {
    return signatureOf(vote).equals(signature);
  }
}
