"""Protocol Buffers, Ed25519 (RFC 8032, section 6) and hash domains by hand, from the text of docs/protocol.md."""
import hashlib

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


def integer32(field, value):
    """An int32: a negative number takes ten bytes, as sixty-four bits in two's complement."""
    return number(field, value % 2**64)


def fill(byte):
    return bytes([byte]) * 32


def prefix(name):
    """A domain's name under its length byte: docs/protocol.md section 1."""
    domain = f"datanet/{name}/v1".encode()
    return bytes([len(domain)]) + domain


def seed(account):
    """Of the test accounts: 32 bytes, zero but for the number at the end."""
    return account.to_bytes(32, "big")
