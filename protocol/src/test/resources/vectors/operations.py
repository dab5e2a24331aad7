#!/usr/bin/env python3
"""Writes operations.json: one signed operation of each kind, made without any of the project's code.

Protocol Buffers, Ed25519 (RFC 8032, section 6) and CIDs are written out here by hand, from the text
of docs/protocol.md and the field numbers of operation.proto. Run: python3 operations.py > operations.json
"""
import base64
import hashlib
import json

# Ed25519, RFC 8032
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


def add(a, b):
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = 2 * a[3] * b[3] * D % P
    h = 2 * a[2] * b[2] % P
    x, y, z, t = f - e, h - g, h + g, f + e
    return (x * y % P, z * t % P, y * z % P, x * t % P)


def multiply(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def base_point():
    y = 4 * pow(5, P - 2, P) % P
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * SQRT_M1 % P
    if x & 1:
        x = P - x
    return (x, y, 1, x * y % P)


G = base_point()


def compress(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def expand(seed):
    digest = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little")
    return scalar & ((1 << 254) - 8) | 1 << 254, digest[32:]


def public_key(seed):
    return compress(multiply(expand(seed)[0], G))


def sign(seed, message):
    scalar, prefix = expand(seed)
    key = compress(multiply(scalar, G))
    r = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % L
    point = compress(multiply(r, G))
    h = int.from_bytes(hashlib.sha512(point + key + message).digest(), "little") % L
    return point + ((r + h * scalar) % L).to_bytes(32, "little")


# Protocol Buffers
def varint(value):
    out = b""
    while value >= 0x80:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def number(field, value):
    return varint(field << 3) + varint(value) if value else b""


def data(field, value):
    """A field that is there even when empty: a message or an element of a list."""
    return varint(field << 3 | 2) + varint(len(value)) + value


def text(field, value):
    return data(field, value.encode()) if value else b""


def fill(byte):
    return bytes([byte]) * 32


# The samples
DATANET, NETWORK, SALT = fill(0x0D), fill(0x4E), fill(0x5A)
CID = bytes.fromhex("01551220") + fill(0xCD)
ALICE, BOB = ((n).to_bytes(32, "big") for n in (1, 2))
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
    domain = b"datanet/operation/v1"
    signature = sign(ALICE, bytes([len(domain)]) + domain + NETWORK + payload)
    envelope = data(1, payload) + data(2, key) + data(3, signature)
    cid = bytes.fromhex("01551220") + hashlib.sha256(envelope).digest()
    return {"name": name,
            "envelope": envelope.hex(),
            "id": "b" + base64.b32encode(cid).decode().lower().rstrip("=")}


print(json.dumps([vector(name, *sample) for name, sample in sorted(SAMPLES.items())], indent=1))
