# SPDX-License-Identifier: Apache-2.0
"""
BLS signatures with small public keys, as hub rule 49 wants them: ciphersuite BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_ of the
IETF's draft-irtf-cfrg-bls-signature, hashing to the curve by RFC 9380. Signing needs no pairing, so there is none.

A number here takes as long as it is large: whoever can time this process learns about its key. A chain that matters signs with a
library made for it, or with a device.
"""

import hashlib
import hmac

P = 0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab
ORDER = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001
G1 = (0x17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb,
      0x08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1)
SUITE = b"BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_"

# What brings a point of E'(Fp2) whose order is anything into the group of order r (RFC 9380, 8.8.2).
COFACTOR = 0xbc69f08f2ee75b3584c6a0ea91b352888e2a8e9145ad7689986ff031508ffe1329c2f178731db956d82bf015d1212b02ec0ec69d7477c1ae954cbc06689f6a359894c0adebbf6b4e8020005aaa95551


class Fp2:
    """a + b·i with i² = −1."""

    __slots__ = ("a", "b")

    def __init__(self, a, b=0):
        self.a, self.b = a % P, b % P

    def __add__(self, o):
        return Fp2(self.a + o.a, self.b + o.b)

    def __sub__(self, o):
        return Fp2(self.a - o.a, self.b - o.b)

    def __neg__(self):
        return Fp2(-self.a, -self.b)

    def __mul__(self, o):
        return Fp2(self.a * o.a - self.b * o.b, self.a * o.b + self.b * o.a)

    def __eq__(self, o):
        return self.a == o.a and self.b == o.b

    def __bool__(self):
        return bool(self.a or self.b)

    def inverse(self):
        norm = pow(self.a * self.a + self.b * self.b, -1, P)
        return Fp2(self.a * norm, -self.b * norm)

    def root(self):
        """A square root, or None."""
        norm = _root(self.a * self.a + self.b * self.b)
        if norm is None:
            return None
        half = pow(2, -1, P)
        x = _root((self.a + norm) * half)
        if x is None:
            x = _root((self.a - norm) * half)
        root = Fp2(x, self.b * half * pow(x, -1, P)) if x else Fp2(0, _root(-self.a) or 0)
        return root if root * root == self else None

    def sign(self):
        """sgn0 of RFC 9380, section 4.1."""
        return self.a & 1 if self.a else self.b & 1


def _root(x):
    root = pow(x, (P + 1) // 4, P)
    return root if root * root % P == x % P else None


class _Fp(int):
    """A number modulo P with the operations that points need."""

    def __add__(self, o):
        return _Fp(int.__add__(self, o) % P)

    def __sub__(self, o):
        return _Fp(int.__sub__(self, o) % P)

    def __mul__(self, o):
        return _Fp(int.__mul__(self, o) % P)

    def inverse(self):
        return _Fp(pow(int(self), -1, P))


def _plus(p, q):
    """Of y² = x³ + b for any b; None is the point at infinity."""
    if p is None or q is None:
        return q if p is None else p
    (x1, y1), (x2, y2) = p, q
    if x1 == x2:
        if y1 != y2 or not y1:
            return None
        square = x1 * x1
        slope = (square + square + square) * (y1 + y1).inverse()
    else:
        slope = (y2 - y1) * (x2 - x1).inverse()
    x = slope * slope - x1 - x2
    return x, slope * (x1 - x) - y1


def _times(point, number):
    result = None
    for bit in bin(number)[2:]:
        result = _plus(result, result)
        if bit == "1":
            result = _plus(result, point)
    return result


# E': y² = x³ + A·x + B, isogenous to the curve, on which a field element finds a point (RFC 9380, 6.6.3 and 8.8.2).
A, B, Z = Fp2(0, 240), Fp2(1012, 1012), Fp2(-2, -1)


def _near(u):
    """The simplified map of Shallue, van de Woestijne and Ulas."""
    t = Z * u * u
    d = t * t + t
    x = -B * A.inverse() * (Fp2(1) + d.inverse()) if d else B * (Z * A).inverse()
    y = (x * x * x + A * x + B).root()
    if y is None:
        x = t * x
        y = (x * x * x + A * x + B).root()
    return (x, y) if y.sign() == u.sign() else (x, -y)


# The isogeny of degree 3 from E' (RFC 9380, appendix E.3), coefficients from the lowest on.
_C = 0x5c759507e8e333ebb5b7a9a47d7ed8532c52d39fd3a042a88b58423c50ae15d5c2638e343d9c71c6238aaaaaaaa97d6
_ISOGENY = [
    [Fp2(_C, _C),
     Fp2(0, 0x11560bf17baa99bc32126fced787c88f984f87adf7ae0c7f9a208c6b4f20a4181472aaa9cb8d555526a9ffffffffc71a),
     Fp2(0x11560bf17baa99bc32126fced787c88f984f87adf7ae0c7f9a208c6b4f20a4181472aaa9cb8d555526a9ffffffffc71e,
         0x8ab05f8bdd54cde190937e76bc3e447cc27c3d6fbd7063fcd104635a790520c0a395554e5c6aaaa9354ffffffffe38d),
     Fp2(0x171d6541fa38ccfaed6dea691f5fb614cb14b4e7f4e810aa22d6108f142b85757098e38d0f671c7188e2aaaaaaaa5ed1)],
    [Fp2(0, -72), Fp2(12, -12), Fp2(1)],
    [Fp2(0x1530477c7ab4113b59a4c18b076d11930f7da5d4a07f649bf54439d87d27e500fc8c25ebf8c92f6812cfc71c71c6d706,
         0x1530477c7ab4113b59a4c18b076d11930f7da5d4a07f649bf54439d87d27e500fc8c25ebf8c92f6812cfc71c71c6d706),
     Fp2(0, 0x5c759507e8e333ebb5b7a9a47d7ed8532c52d39fd3a042a88b58423c50ae15d5c2638e343d9c71c6238aaaaaaaa97be),
     Fp2(0x11560bf17baa99bc32126fced787c88f984f87adf7ae0c7f9a208c6b4f20a4181472aaa9cb8d555526a9ffffffffc71c,
         0x8ab05f8bdd54cde190937e76bc3e447cc27c3d6fbd7063fcd104635a790520c0a395554e5c6aaaa9354ffffffffe38f),
     Fp2(0x124c9ad43b6cf79bfbf7043de3811ad0761b0f37a1e26286b0e977c69aa274524e79097a56dc4bd9e1b371c71c718b10)],
    [Fp2(-432, -432), Fp2(0, -216), Fp2(18, -18), Fp2(1)],
]


def _value(coefficients, x):
    result = Fp2(0)
    for coefficient in reversed(coefficients):
        result = result * x + coefficient
    return result


def _home(point):
    x, y = point
    x_up, x_down, y_up, y_down = (_value(part, x) for part in _ISOGENY)
    return x_up * x_down.inverse(), y * y_up * y_down.inverse()


def _expanded(message, size):
    """expand_message_xmd of RFC 9380, section 5.3.1."""
    suite = SUITE + bytes([len(SUITE)])
    first = hashlib.sha256(bytes(64) + message + size.to_bytes(2, "big") + b"\x00" + suite).digest()
    blocks = [hashlib.sha256(first + b"\x01" + suite).digest()]
    for i in range(2, (size + 31) // 32 + 1):
        mixed = bytes(x ^ y for x, y in zip(first, blocks[-1]))
        blocks.append(hashlib.sha256(mixed + bytes([i]) + suite).digest())
    return b"".join(blocks)[:size]


def _hashed(message):
    numbers = [int.from_bytes(part, "big") for part in _parts(_expanded(message, 256), 64)]
    points = [_home(_near(Fp2(numbers[i], numbers[i + 1]))) for i in (0, 2)]
    return _times(_plus(*points), COFACTOR)


def _parts(data, size):
    return [data[i:i + size] for i in range(0, len(data), size)]


def key(secret: int) -> bytes:
    """The public key of a secret from 1 to ORDER − 1: 48 bytes, compressed."""
    x, y = _times((_Fp(G1[0]), _Fp(G1[1])), secret)
    head = 0xa0 if int(y) > (P - 1) // 2 else 0x80
    return _marked(int(x).to_bytes(48, "big"), head)


def sign(secret: int, message: bytes) -> bytes:
    """A signature: 96 bytes, compressed."""
    x, y = _times(_hashed(message), secret)
    larger = y.b > (P - 1) // 2 if y.b else y.a > (P - 1) // 2
    return _marked(x.b.to_bytes(48, "big") + x.a.to_bytes(48, "big"), 0xa0 if larger else 0x80)


def _marked(data, head):
    return bytes([data[0] | head]) + data[1:]


def secret_of(seed: bytes) -> int:
    """KeyGen of the draft, section 2.3, from at least 32 bytes that nobody else knows."""
    salt = b"BLS-SIG-KEYGEN-SALT-"
    while True:
        salt = hashlib.sha256(salt).digest()
        inner = _hmac(salt, seed + b"\x00")
        first = _hmac(inner, (48).to_bytes(2, "big") + b"\x01")
        second = _hmac(inner, first + (48).to_bytes(2, "big") + b"\x02")
        secret = int.from_bytes((first + second)[:48], "big") % ORDER
        if secret:
            return secret


def _hmac(secret, data):
    return hmac.new(secret, data, hashlib.sha256).digest()
