#!/usr/bin/env python3
"""Writes consensus.json: votes, a proposal and the id of its batch, made without any of the project's code.

The field numbers are those of consensus.proto and epoch.proto; what is signed is docs/protocol.md section 6.
Run: python3 consensus.py > consensus.json
"""
import hashlib
import json

from wire import data, fill, integer32, number, prefix, public_key, seed, sign

NETWORK = fill(0x4E)
ALICE, BOB, CAROL = seed(1), seed(2), seed(3)
PREVOTE, PRECOMMIT = 1, 2
NIL = b""


def long(value):
    return value.to_bytes(8, "big")


def int32(value):
    return (value % 2**32).to_bytes(4, "big")


def vote_signature(secret, kind, epoch, round_, batch_id):
    flag = b"\x01" if batch_id else b"\x00"
    return sign(secret, prefix("vote") + NETWORK + bytes([kind]) + long(epoch) + int32(round_) + flag + batch_id)


def vote(secret, kind, epoch, round_, batch_id):
    message = (number(1, kind) + number(2, epoch) + number(3, round_)
               + (data(4, batch_id) if batch_id else b"")
               + data(5, public_key(secret))
               + data(6, vote_signature(secret, kind, epoch, round_, batch_id)))
    return data(2, message)


def certificate(epoch, round_, batch_id, signers):
    signatures = b"".join(
        data(4, data(1, public_key(signer)) + data(2, vote_signature(signer, PRECOMMIT, epoch, round_, batch_id)))
        for signer in sorted(signers, key=public_key))
    return number(1, epoch) + number(2, round_) + data(3, batch_id) + signatures


def batch(epoch, origin_round):
    return (number(1, epoch) + data(2, NETWORK) + data(3, public_key(ALICE)) + number(4, origin_round)
            + data(5, fill(0xBE)) + number(6, 1_700_000_000_123)
            + data(7, certificate(epoch - 1, 0, fill(0xB0), [ALICE, BOB, CAROL]))
            + data(8, fill(0x01) + fill(0x02)) + data(9, number(1, 321) + number(2, 40))
            + data(10, fill(0xD1)) + data(11, fill(0xA1)) + data(12, fill(0xA2)) + data(13, fill(0xA3)))


def batch_id(wire):
    """Section 1: a field of variable length carries its length, 4 bytes."""
    return hashlib.sha256(prefix("batch") + len(wire).to_bytes(4, "big") + wire).digest()


def proposal(secret, epoch, round_, valid_round, wire):
    signed = (prefix("proposal") + NETWORK + long(epoch) + int32(round_) + int32(valid_round) + batch_id(wire))
    message = (number(1, epoch) + number(2, round_) + integer32(3, valid_round) + data(4, wire)
               + data(5, public_key(secret)) + data(6, sign(secret, signed)))
    return data(1, message)


BATCH = batch(7, 0)
print(json.dumps({
    "batchId": batch_id(BATCH).hex(),
    "prevote": vote(ALICE, PREVOTE, 7, 0, fill(0xB1)).hex(),
    "prevoteNil": vote(ALICE, PREVOTE, 7, 3, NIL).hex(),
    "precommit": vote(BOB, PRECOMMIT, 7, 300, fill(0xB1)).hex(),
    "proposal": proposal(ALICE, 7, 0, -1, BATCH).hex(),
    "proposalAgain": proposal(BOB, 7, 2, 0, BATCH).hex(),
}, indent=1))
