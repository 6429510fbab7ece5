# SPDX-License-Identifier: Apache-2.0
"""
What docs/spec/hub.md hashes: messages, orders, checkpoints, inboxes, outboxes, lists and exit trees. Every function is held to
hub/vectors by the tests.
"""

from dataclasses import dataclass, fields

from .keccak import keccak

NOBODY = bytes(20)
NOTHING = bytes(32)
DEPOSIT, CALL, TOKEN, FORCED, REFUND = 1, 2, 3, 4, 5
FOR_EVER = 2**64 - 1
MAX_CHAIN, MAX_DATA, MAX_GAS, MAX_ASSETS = 2**52, 8192, 1_000_000, 32


class Wrong(Exception):
    """A value that no root would take."""


def require(holds, what):
    if not holds:
        raise Wrong(what)


def word(value) -> bytes:
    """A number, or bytes of at most 32 as the ABI has addresses and hashes."""
    return value.to_bytes(32, "big") if isinstance(value, int) else value.rjust(32, b"\x00")


def words(*values) -> bytes:
    return b"".join(word(value) for value in values)


def dynamic(data: bytes) -> bytes:
    """Bytes of any length: how many, then they, to a whole word."""
    return word(len(data)) + data + bytes(-len(data) % 32)


@dataclass(frozen=True)
class Domain:
    """Of which root something is said (rule 48)."""

    root: int
    chains: bytes

    def digest(self, struct: bytes) -> bytes:
        kind = keccak(b"EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)")
        separator = keccak(kind + keccak(b"Banyan Hub") + keccak(b"1") + words(self.root, self.chains))
        return keccak(b"\x19\x01" + separator + struct)


@dataclass(frozen=True)
class Message:
    """Rule 15. `sender` is an attribute here, since `from` is a word of the language: `origin` stands for it."""

    origin: int
    to: int
    nonce: int
    kind: int
    sender: bytes
    recipient: bytes
    asset: bytes
    amount: int
    gas: int
    deadline: int
    refund: bytes
    data: bytes

    TYPE = keccak(b"Message(uint64 from,uint64 to,uint64 nonce,uint8 kind,address sender,address recipient,address asset,"
                  b"uint256 amount,uint64 gas,uint64 deadline,address refund,bytes data)")

    def check(self):
        require(0 <= self.origin <= MAX_CHAIN and 0 <= self.to <= MAX_CHAIN, "a chain id is out of bounds")
        require(self.origin or self.to, "a message from the root to the root")
        require(DEPOSIT <= self.kind <= REFUND, "no kind has the number %d" % self.kind)
        require(self.gas <= MAX_GAS, "a message asks for %d gas" % self.gas)
        require(len(self.data) <= MAX_DATA, "a message has %d bytes of data" % len(self.data))
        return self

    def _head(self):
        return (self.origin, self.to, self.nonce, self.kind, self.sender, self.recipient, self.asset, self.amount,
                self.gas, self.deadline, self.refund)

    def encode(self) -> bytes:
        return words(32, *self._head(), 12 * 32) + dynamic(self.data)

    def digest(self, domain: Domain) -> bytes:
        return domain.digest(keccak(self.TYPE + words(*self._head()) + keccak(self.data)))

    def tracking(self, domain: Domain) -> bytes:
        return self.data if self.kind == REFUND and len(self.data) == 32 else self.digest(domain)


@dataclass(frozen=True)
class Order:
    """What an account signs to send something away (docs/spec/foreign.md, rule 6)."""

    chain: int
    nonce: int
    sender: bytes
    to: int
    kind: int
    recipient: bytes
    asset: bytes
    amount: int
    gas: int
    deadline: int
    refund: bytes
    data: bytes

    TYPE = keccak(b"Order(uint64 chainId,uint64 nonce,address sender,uint64 to,uint8 kind,address recipient,address asset,"
                  b"uint256 amount,uint64 gas,uint64 deadline,address refund,bytes data)")

    def digest(self, domain: Domain) -> bytes:
        head = words(self.chain, self.nonce, self.sender, self.to, self.kind, self.recipient, self.asset, self.amount,
                     self.gas, self.deadline, self.refund)
        return domain.digest(keccak(self.TYPE + head + keccak(self.data)))


@dataclass(frozen=True)
class Checkpoint:
    """Rule 20."""

    chain: int
    sequence: int
    previous: bytes
    term: int
    first_block: int
    last_block: int
    block_hash: bytes
    pre_state: bytes
    post_state: bytes
    inbox_cursor: int
    inbox_hash: bytes
    outbox_root: bytes
    outbox_count: int
    totals: bytes
    exits: bytes
    data: bytes
    next_committee: bytes

    TYPE = keccak(b"Checkpoint(uint64 chainId,uint64 sequence,bytes32 previous,uint64 term,uint64 firstBlock,uint64 lastBlock,"
                  b"bytes32 blockHash,bytes32 preState,bytes32 postState,uint64 inboxCursor,bytes32 inboxHash,"
                  b"bytes32 outboxRoot,uint32 outboxCount,bytes32 totals,bytes32 exits,bytes32 data,bytes32 nextCommittee)")

    def check(self):
        require(1 <= self.chain <= MAX_CHAIN, "a chain id is out of bounds")
        require(self.sequence and self.term, "sequences and terms begin with 1")
        require((self.sequence == 1) == (self.previous == NOTHING), "the first follows on none, and no other does")
        require(self.first_block == 1 if self.sequence == 1 else self.first_block > 1, "the first begins with block 1")
        require(self.first_block <= self.last_block, "a run of blocks that ends before it begins")
        require(self.outbox_count <= 1 << 16, "an outbox of %d messages" % self.outbox_count)
        require((self.outbox_count == 0) == (self.outbox_root == NOTHING), "an empty outbox has the root 0, and no other")
        return self

    def encode(self) -> bytes:
        return words(*(getattr(self, field.name) for field in fields(self)))

    def digest(self, domain: Domain) -> bytes:
        return domain.digest(keccak(self.TYPE + self.encode()))


def inbox_of(chain: int) -> bytes:
    """The hash of an inbox without messages (rule 17)."""
    return keccak(words(64, chain) + dynamic(b"BANYAN-HUB-INBOX-V1"))


def inbox_with(before: bytes, message: bytes) -> bytes:
    return keccak(before + message)


def outbox_root(digests) -> bytes:
    """Rule 23."""
    level = [keccak(b"\x00" + word(index) + digest) for index, digest in enumerate(digests)]
    while len(level) > 1:
        level = [keccak(b"\x01" + level[i] + level[i + 1]) if i + 1 < len(level) else level[i]
                 for i in range(0, len(level), 2)]
    return level[0] if level else NOTHING


def encode_totals(totals, tokens) -> bytes:
    """Rule 24: pairs of asset and amount, and of asset and id."""
    require(all(a[0] < b[0] for a, b in zip(totals, totals[1:])), "assets do not rise")
    require(all(tuple(a) < tuple(b) for a, b in zip(tokens, tokens[1:])), "tokens do not rise")
    require(len(totals) <= MAX_ASSETS and len(tokens) <= 64, "too many totals or tokens")
    first = word(len(totals)) + b"".join(words(*pair) for pair in totals)
    second = word(len(tokens)) + b"".join(words(*pair) for pair in tokens)
    return words(64, 64 + len(first)) + first + second


def totals_of(messages):
    """What an outbox takes out: totals, and tokens."""
    sums, tokens = {}, []
    for message in messages:
        if message.kind == TOKEN:
            tokens.append((message.asset, message.amount))
        elif message.amount:
            sums[message.asset] = sums.get(message.asset, 0) + message.amount
    return sorted(sums.items()), sorted(tokens)


@dataclass(frozen=True)
class Exit:
    asset: bytes
    root: bytes
    sum: int
    count: int


def encode_exits(exits) -> bytes:
    """Rule 44."""
    require(all(a.asset < b.asset for a, b in zip(exits, exits[1:])), "assets do not rise")
    require(len(exits) <= MAX_ASSETS, "too many exit trees")
    require(all(0 <= exit.count < 1 << 32 for exit in exits), "an exit tree of too many leaves")
    return words(32, len(exits)) + b"".join(words(e.asset, e.root, e.sum, e.count) for e in exits)


class ExitTree:
    """Who holds what of an asset, as pairs of account and amount that rise by account; or of account and id, by id."""

    def __init__(self, asset: bytes, holdings, are_tokens=False):
        by = 1 if are_tokens else 0
        require(all(a[by] < b[by] for a, b in zip(holdings, holdings[1:])), "leaves do not rise")
        require(are_tokens or all(amount for _, amount in holdings), "a leaf of nothing")
        tag = b"\x04" if are_tokens else b"\x02"
        self.asset = asset
        self.are_tokens = are_tokens
        self.holdings = list(holdings)
        self.levels = [[(keccak(tag + account + word(value)), 1 if are_tokens else value) for account, value in holdings]]
        while len(self.levels[-1]) > 1:
            level = self.levels[-1]
            self.levels.append([_joined(*level[i:i + 2]) for i in range(0, len(level), 2)])

    def exit(self) -> Exit:
        root, total = self.levels[-1][0] if self.holdings else (NOTHING, 0)
        return Exit(self.asset, root, total, len(self.holdings))

    def path(self, index: int):
        """From the leaf up, for each level with a partner: hash, sum, and whether the partner stands left."""
        path = []
        for level in self.levels[:-1]:
            beside = index ^ 1
            if beside < len(level):
                path.append((*level[beside], beside < index))
            index //= 2
        return path


def _joined(left, right=None):
    if right is None:
        return left
    total = left[1] + right[1]
    require(total < 1 << 256, "sums over 256 bits")
    return keccak(b"\x03" + left[0] + word(left[1]) + right[0] + word(right[1])), total


def statement(domain: Domain, chain: int, account: bytes, key: bytes) -> bytes:
    """The 124 bytes that prove a voting key's possession (rule 3)."""
    return (b"BANYAN-HUB-MEMBER-V1" + domain.root.to_bytes(8, "big") + domain.chains + chain.to_bytes(8, "big")
            + account + key)
