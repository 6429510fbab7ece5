# SPDX-License-Identifier: Apache-2.0
"""Keccak-256 as Ethereum has it: the sponge of SHA-3 with the padding it had before it became a standard."""

LANES = 25
RATE = 136
MASK = (1 << 64) - 1


def _round_constants():
    """The constants of the 24 rounds, from the shift register that defines them (FIPS 202, section 3.2.5)."""
    constants, register = [], 1
    for _ in range(24):
        constant = 0
        for j in range(7):
            if register & 1:
                constant ^= 1 << ((1 << j) - 1)
            register = (register << 1) ^ (0x171 if register & 0x80 else 0)
        constants.append(constant)
    return constants


def _walk():
    """Where each lane goes, and by how much it turns: from (1, 0) on, (x, y) is followed by (y, 2x + 3y)."""
    steps, x, y = [], 1, 0
    for t in range(24):
        nx, ny = y, (2 * x + 3 * y) % 5
        steps.append((nx + 5 * ny, (t + 1) * (t + 2) // 2 % 64))
        x, y = nx, ny
    return steps


CONSTANTS = _round_constants()
WALK = _walk()


def _turn(lane, by):
    return ((lane << by) | (lane >> (64 - by))) & MASK if by else lane


def _permute(a):
    for constant in CONSTANTS:
        c = [a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20] for x in range(5)]
        d = [c[(x + 4) % 5] ^ _turn(c[(x + 1) % 5], 1) for x in range(5)]
        a = [a[i] ^ d[i % 5] for i in range(LANES)]
        carried = a[1]
        for place, by in WALK:
            a[place], carried = _turn(carried, by), a[place]
        rows = a
        a = [rows[i] ^ (~rows[i - i % 5 + (i + 1) % 5] & MASK & rows[i - i % 5 + (i + 2) % 5]) for i in range(LANES)]
        a[0] ^= constant
    return a


def keccak(data: bytes) -> bytes:
    padded = bytearray(data)
    padded += b"\x00" * (RATE - len(data) % RATE)
    padded[len(data)] ^= 0x01
    padded[-1] ^= 0x80
    state = [0] * LANES
    for start in range(0, len(padded), RATE):
        for lane in range(RATE // 8):
            state[lane] ^= int.from_bytes(padded[start + 8 * lane:start + 8 * lane + 8], "little")
        state = _permute(state)
    return b"".join(lane.to_bytes(8, "little") for lane in state[:4])
