package org.datanet.protocol.replica;

import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.consensus.ConsensusLimits;
import org.datanet.protocol.consensus.Proposal;
import org.datanet.protocol.consensus.SignatureCheck;
import org.datanet.protocol.consensus.SignedVote;
import org.datanet.protocol.consensus.Vote;
import org.datanet.protocol.consensus.VoteType;
import org.datanet.protocol.hashing.Domain;
import org.datanet.protocol.identity.SignatureVerifier;
import org.datanet.protocol.identity.StrictEd25519;
import org.datanet.protocol.operation.Canonical;
import org.datanet.protocol.operation.WireBytes;
import org.datanet.protocol.wire.ConsensusMessage;
import org.datanet.protocol.wire.VoteMessage;

/** Consensus messages on the wire and what their signatures cover. docs/protocol.md §6. */
public final class ConsensusCodec {

  /** A proposal of 20,000 ids and features, with a certificate of a thousand signatures. */
  public static final int MESSAGE_BYTES_MAX = 1 << 20;

  private static final Domain VOTE = Domain.of("vote");
  private static final Domain PROPOSAL = Domain.of("proposal");

  private ConsensusCodec() {}

  /** A message in our own terms. */
  public sealed interface Message {
    record OfVote(SignedVote vote) implements Message {}

    record OfProposal(SignedProposal proposal) implements Message {}
  }

  /** Empty when the bytes are not the canonical form of a message within its bounds. */
  public static Optional<Message> parse(byte[] bytes) {
    if (bytes.length > MESSAGE_BYTES_MAX) {
      return Optional.empty();
    }
    return Canonical.parse(ConsensusMessage.parser(), bytes)
        .flatMap(
            wire ->
                switch (wire.getMessageCase()) {
                  case VOTE -> vote(wire.getVote()).map(Message.OfVote::new);
                  case PROPOSAL -> proposal(wire.getProposal()).map(Message.OfProposal::new);
                  case MESSAGE_NOT_SET -> Optional.empty();
                });
  }

  /**
   * A message that this node wrote itself.
   *
   * @throws IllegalArgumentException if it does not parse: then the vote log is damaged
   */
  static Message parseOwn(Bytes message) {
    return parse(message.toArray())
        .orElseThrow(() -> new IllegalArgumentException("the vote log is damaged"));
  }

  private static Optional<SignedVote> vote(VoteMessage wire) {
    int idBytes = wire.getBatchId().size();
    if (wire.getEpoch() < 1
        || !isRound(wire.getRound())
        || (idBytes != 0 && idBytes != Bytes32.SIZE)
        || wire.getValidator().size() != StrictEd25519.PUBLIC_KEY_BYTES
        || wire.getSignature().size() != StrictEd25519.SIGNATURE_BYTES) {
      return Optional.empty();
    }
    Optional<VoteType> type =
        switch (wire.getType()) {
          case PREVOTE -> Optional.of(VoteType.PREVOTE);
          case PRECOMMIT -> Optional.of(VoteType.PRECOMMIT);
          case VOTE_TYPE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    return type.map(
        t ->
            new SignedVote(
                new Vote(
                    t,
                    wire.getEpoch(),
                    wire.getRound(),
                    idBytes == 0
                        ? Optional.empty()
                        : Optional.of(WireBytes.hash(wire.getBatchId())),
                    WireBytes.account(wire.getValidator())),
                Bytes.wrap(wire.getSignature().toByteArray())));
  }

  private static Optional<SignedProposal> proposal(org.datanet.protocol.wire.Proposal wire) {
    if (wire.getEpoch() < 1
        || !isRound(wire.getRound())
        || wire.getValidRound() < Proposal.FRESH
        || wire.getValidRound() >= wire.getRound()
        || wire.getProposer().size() != StrictEd25519.PUBLIC_KEY_BYTES
        || wire.getSignature().size() != StrictEd25519.SIGNATURE_BYTES
        || BatchCodec.check(wire.getBatch()).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new SignedProposal(
            new Proposal(
                wire.getEpoch(),
                wire.getRound(),
                BatchCodec.id(wire.getBatch()),
                wire.getValidRound(),
                WireBytes.account(wire.getProposer())),
            wire.getBatch(),
            Bytes.wrap(wire.getSignature().toByteArray())));
  }

  private static boolean isRound(int round) {
    return round >= 0 && round <= ConsensusLimits.ROUND_MAX;
  }

  public static Bytes encode(SignedVote signed) {
    Vote vote = signed.vote();
    VoteMessage.Builder wire =
        VoteMessage.newBuilder()
            .setType(
                switch (vote.type()) {
                  case PREVOTE -> org.datanet.protocol.wire.VoteType.PREVOTE;
                  case PRECOMMIT -> org.datanet.protocol.wire.VoteType.PRECOMMIT;
                })
            .setEpoch(vote.epoch())
            .setRound(vote.round())
            .setValidator(WireBytes.toWire(vote.validator()))
            .setSignature(WireBytes.toWire(signed.signature()));
    vote.valueId().ifPresent(id -> wire.setBatchId(WireBytes.toWire(id)));
    return Bytes.wrap(ConsensusMessage.newBuilder().setVote(wire).build().toByteArray());
  }

  public static Bytes encode(SignedProposal signed) {
    Proposal proposal = signed.proposal();
    return Bytes.wrap(
        ConsensusMessage.newBuilder()
            .setProposal(
                org.datanet.protocol.wire.Proposal.newBuilder()
                    .setEpoch(proposal.epoch())
                    .setRound(proposal.round())
                    .setValidRound(proposal.validRound())
                    .setBatch(signed.batch())
                    .setProposer(WireBytes.toWire(proposal.proposer()))
                    .setSignature(WireBytes.toWire(signed.signature())))
            .build()
            .toByteArray());
  }

  /** {@code domain ‖ networkId ‖ type ‖ epoch ‖ round ‖ flag ‖ batch id}. */
  public static Bytes signingBytes(Bytes32 networkId, Vote vote) {
    byte type =
        switch (vote.type()) {
          case PREVOTE -> 1;
          case PRECOMMIT -> 2;
        };
    return Bytes.concatenate(
        VOTE.prefix(),
        networkId,
        Bytes.of(type),
        Bytes.ofUnsignedLong(vote.epoch()),
        Bytes.ofUnsignedInt(vote.round()),
        Bytes.of(vote.isNil() ? 0 : 1),
        vote.valueId().<Bytes>map(id -> id).orElse(Bytes.EMPTY));
  }

  /** {@code domain ‖ networkId ‖ epoch ‖ round ‖ valid round ‖ batch id}. */
  public static Bytes signingBytes(Bytes32 networkId, Proposal proposal) {
    return Bytes.concatenate(
        PROPOSAL.prefix(),
        networkId,
        Bytes.ofUnsignedLong(proposal.epoch()),
        Bytes.ofUnsignedInt(proposal.round()),
        Bytes.ofUnsignedInt(Integer.toUnsignedLong(proposal.validRound())),
        proposal.valueId());
  }

  /** Who checks votes of certificates; {@code verifier} is strict Ed25519. */
  public static SignatureCheck signatureCheck(Bytes32 networkId, SignatureVerifier verifier) {
    return (vote, signature) ->
        verifier.verify(
            vote.validator().toBytes(),
            signingBytes(networkId, vote).toArrayUnsafe(),
            signature.toArrayUnsafe());
  }

  public static boolean verify(Bytes32 networkId, Message message, SignatureVerifier verifier) {
    return switch (message) {
      case Message.OfVote(SignedVote signed) ->
          signatureCheck(networkId, verifier).isValid(signed.vote(), signed.signature());
      case Message.OfProposal(SignedProposal signed) ->
          verifier.verify(
              signed.proposal().proposer().toBytes(),
              signingBytes(networkId, signed.proposal()).toArray(),
              signed.signature().toArray());
    };
  }
}
