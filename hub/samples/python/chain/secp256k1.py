# SPDX-License-Identifier: Apache-2.0
"""Who signed: an account's address from its ECDSA signature over secp256k1 (SEC 1, section 4.1.6), as Ethereum has it."""

from .keccak import keccak

P = 2**256 - 2**32 - 977
N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141
G = (0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798,
     0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8)


def _plus(p, q):
    if p is None or q is None:
        return q if p is None else p
    (x1, y1), (x2, y2) = p, q
    if x1 == x2:
        if (y1 + y2) % P == 0:
            return None
        slope = 3 * x1 * x1 * pow(2 * y1, -1, P)
    else:
        slope = (y2 - y1) * pow(x2 - x1, -1, P)
    x = (slope * slope - x1 - x2) % P
    return x, (slope * (x1 - x) - y1) % P


def times(point, number):
    result = None
    for bit in bin(number)[2:]:
        result = _plus(result, result)
        if bit == "1":
            result = _plus(result, point)
    return result


def address_of(point) -> bytes:
    x, y = point
    return keccak(x.to_bytes(32, "big") + y.to_bytes(32, "big"))[12:]


def signer(digest: bytes, signature: bytes):
    """
    The address whose key made the 65 bytes r ‖ s ‖ v, with v 27 or 28; None if nobody's did. An s in the upper half is
    refused (EIP-2): one order has one signature.
    """
    r, s, v = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:64], "big"), signature[64]
    if not (0 < r < N and 0 < s <= N // 2 and v in (27, 28)):
        return None
    y = pow(r**3 + 7, (P + 1) // 4, P)
    if y * y % P != (r**3 + 7) % P:
        return None
    if y % 2 != v - 27:
        y = P - y
    inverse = pow(r, -1, N)
    z = int.from_bytes(digest, "big")
    key = _plus(times((r, y), s * inverse % N), times(G, -z * inverse % N))
    return address_of(key) if key else None
