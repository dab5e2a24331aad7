#!/usr/bin/env python3
"""Writes operations.json: one signed operation of each kind, made without any of the project's code.

The field numbers are those of operation.proto. Run: python3 operations.py > operations.json
"""
import base64
import hashlib
import json

from wire import data, fill, number, prefix, public_key, seed, sign, text

# The samples
DATANET, NETWORK, SALT = fill(0x0D), fill(0x4E), fill(0x5A)
CID = bytes.fromhex("01551220") + fill(0xCD)
ALICE, BOB = seed(1), seed(2)
PARAMETERS = [10_000, 500, 500, 5_000, 2_000, 700, 500, 800, 3, 3, 1_000_000, 2, 2, 2, 1_000,
              100_000, 4, 3, 8, 8, 30_000, 40]
ONION = data(1, fill(0x77)) + number(2, 12) + number(3, 1_000)
HUMAN = number(1, 1)


def parameters():
    return b"".join(number(i + 1, value) for i, value in enumerate(PARAMETERS))


def manifest():
    return (text(1, "lexicon") + text(2, "Terms with a gloss") + text(3, "noun") + text(3, "verb")
            + text(4, "CC-BY-4.0") + text(4, "CC0-1.0") + text(5, "application/json")
            + text(6, "gloss") + text(6, "term") + number(7, 1) + data(8, parameters()))


def contribute(provenance):
    return (data(1, DATANET) + data(2, CID) + number(3, 321) + text(4, "application/json")
            + text(5, "CC0-1.0") + data(6, provenance) + text(7, "noun") + text(8, "noun.animal")
            + data(9, SALT))


def weight(record, value):
    return data(3, data(1, record) + number(2, value))


# name: (number in the oneof, carries a nonce, body)
SAMPLES = {
    "bondCurator": (17, True, number(1, 1) + data(2, DATANET) + number(3, 2_000_000)),
    "bondValidator": (17, True, number(1, 2) + number(3, 100_000_000) + data(4, ONION)),
    "commitBallot": (13, True, data(1, DATANET) + number(2, 9) + data(3, fill(0xC1))
                     + data(4, fill(0x21)) + data(4, fill(0x22))),
    "commitContribution": (11, True, data(1, DATANET) + data(2, fill(0xC0)) + number(3, 100_000)),
    "contribute": (12, False, contribute(HUMAN)),
    "contributeDerived": (12, False, contribute(number(1, 3) + data(2, fill(0x21)))),
    "contributeImported": (12, False,
                           contribute(number(1, 4) + text(3, "https://example.org/wn31"))),
    "createDatanet": (10, True, data(1, manifest())),
    "renewBeacon": (19, True, data(1, ONION)),
    "revealBallot": (14, False, data(1, DATANET) + data(2, fill(0xC1)) + data(3, b"\x01\x02")
                     + data(4, SALT)),
    "transfer": (16, True, data(1, public_key(BOB)) + number(2, 12_345)),
    "unbondCurator": (18, True, number(1, 1) + data(2, DATANET) + number(3, 1_000_000)),
    "use": (15, True, data(1, DATANET) + number(2, 50_000)
            + weight(fill(0x21), 3) + weight(fill(0x22), 1)),
}


def vector(name, field, nonce, body):
    key = public_key(ALICE)
    payload = data(1, key) + number(2, 1 if nonce else 0) + number(3, 50) + data(field, body)
    signature = sign(ALICE, prefix("operation") + NETWORK + payload)
    envelope = data(1, payload) + data(2, key) + data(3, signature)
    cid = bytes.fromhex("01551220") + hashlib.sha256(envelope).digest()
    return {"name": name,
            "envelope": envelope.hex(),
            "id": "b" + base64.b32encode(cid).decode().lower().rstrip("=")}


print(json.dumps([vector(name, *sample) for name, sample in sorted(SAMPLES.items())], indent=1))
