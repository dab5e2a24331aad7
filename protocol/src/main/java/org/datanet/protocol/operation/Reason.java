package org.datanet.protocol.operation;

/**
 * Why something was refused, forfeited or lost: the registry of reason codes. Names are stable:
 * they travel in API answers, metrics and logs. Listed with their meaning in docs/protocol.md §8.
 */
public enum Reason {
  // the envelope, on its own
  MALFORMED("the bytes are not a canonical operation"),
  TOO_LARGE("the operation is larger than 64 KiB"),
  BAD_SIGNATURE("the signature does not verify for this network"),
  WRONG_AUTHOR("the payload's author is not the signing key"),
  FIELD_OUT_OF_RANGE("a field is outside its bounds"),
  NONCE_MISPLACED("openings and reveals carry no nonce, all others do"),
  // admission to the pool
  DUPLICATE_OPERATION("the operation is known already"),
  EXPIRED("the operation's last epoch is past"),
  EXPIRY_TOO_FAR("the operation expires more than 64 epochs ahead"),
  NONCE_USED("the account has used this nonce"),
  NONCE_GAP("an earlier nonce of the account is missing"),
  POOL_FULL("too many operations wait; try again later"),
  // the ledger's answer
  INSUFFICIENT_BALANCE("the account cannot pay the amount and the fee"),
  UNKNOWN_DATANET("there is no such datanet"),
  NAME_TAKEN("a datanet of this name exists"),
  PARAMETER_OUT_OF_BOUNDS("a parameter is outside the network's bounds"),
  BOND_TOO_SMALL("the bond is below the datanet's record bond"),
  COMMITMENT_EXISTS("the ledger holds this commitment of the account already"),
  UNKNOWN_COMMITMENT("no commitment of this account opens with this content and salt"),
  OPENING_TOO_EARLY("a commitment is opened in a later epoch than it was made in"),
  OPENING_TOO_LATE("the commitment lapsed"),
  RECORD_EXISTS("the datanet holds a record of this content, committed no later"),
  LICENCE_REFUSED("the datanet does not take this licence"),
  UNKNOWN_CATEGORY("the datanet has no such category"),
  MEDIA_TYPE_REFUSED("the datanet does not take this media type"),
  UNKNOWN_PARENT("a parent is not a record of this datanet"),
  CONTENT_TOO_LARGE("the content is larger than 1 MiB"),
  CONTENT_MISMATCH("the content is not what the operation says"),
  SCHEMA_MISMATCH("the content lacks what the datanet's schema asks for"),
  UNKNOWN_RECORD("there is no such record"),
  RECORD_NOT_ACCEPTED("the record is not accepted"),
  NOT_ON_PANEL("the curator has no seat on the record's panel"),
  WRONG_SEED_EPOCH("the panel was drawn in another epoch"),
  COMMIT_WINDOW_CLOSED("ballots for this panel are not taken in this epoch"),
  REVEAL_WINDOW_CLOSED("reveals for this panel are not taken in this epoch"),
  ALREADY_VOTED("the seat has a ballot already"),
  UNKNOWN_BALLOT("no ballot of this curator has this commitment"),
  ALREADY_REVEALED("the ballot is revealed already"),
  BAD_REVEAL("votes and salt do not open the commitment"),
  FEE_TOO_SMALL("the fee is below the datanet's minimum"),
  STAKE_TOO_SMALL("the stake would be below the minimum, and not zero"),
  NOT_BONDED("there is no such stake"),
  BEACON_COMMITMENT_INVALID("the hash onion is missing, misplaced or of a bad length"),
  // settlement
  OPENING_MISSED("the commitment was not opened in time"),
  NOT_REVEALED("the vote was not revealed in time"),
  // consensus
  STALE_MESSAGE("the message is of the past, known already, or too far ahead"),
  NOT_A_VALIDATOR("the signer is not a validator of this epoch"),
  NOT_THE_PROPOSER("the signer does not propose in this round"),
  // batches
  BATCH_MALFORMED("the batch is not canonical or breaks a bound"),
  BATCH_WRONG_EPOCH("the batch is for another epoch or network"),
  BATCH_WRONG_ORDER("the operations are not in canonical order"),
  BATCH_NONCES("an account's nonces are not contiguous"),
  BATCH_CERTIFICATE_INVALID("the previous certificate does not verify"),
  BATCH_BEACON_INVALID("the beacon layer does not belong to the proposer's onion"),
  BATCH_FEATURES_DIFFER("the features are not those of the content"),
  BATCH_STATE_DIFFERS("the state digest is not what execution gives"),
  BATCH_TABLES_DIFFER("a table root is not what execution gives"),
  BATCH_VALIDATORS_DIFFER("the next validators' hash is not what execution gives");

  private final String text;

  Reason(String text) {
    this.text = text;
  }

  /** One line for people, without a full stop. */
  public String text() {
    return text;
  }
}
