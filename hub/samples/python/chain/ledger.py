# SPDX-License-Identifier: Apache-2.0
"""
What the chain is: who holds what, what came, and what leaves. A pure function of the records that `apply` takes one after the
other: whoever has the same records has the same line of checkpoints. Rules are those of docs/spec/foreign.md, hub rules of hub.md.
"""

import json
from dataclasses import dataclass

from . import hub
from .hub import CALL, DEPOSIT, FORCED, FOR_EVER, NOBODY, NOTHING, REFUND, TOKEN, Checkpoint, ExitTree, Message, Order
from .keccak import keccak

# So many messages are taken in one block, and leave with one checkpoint at most twice as many less one: lists of tokens end with 64.
BATCH = 32
# Of how many checkpoints the ways to leaves are kept (rule 9).
KEPT = 64


class Refused(Exception):
    """What is asked is well-formed and not to be done now."""


@dataclass(frozen=True)
class Closed:
    """A checkpoint with all that belongs to it."""

    checkpoint: Checkpoint
    totals: list
    tokens: list
    exits: list
    outbox: list


class Ledger:
    def __init__(self, chain: int):
        self.chain = chain
        self.domain = None
        self.term = 0
        self.committee = []
        self.amounts = {}        # asset -> account -> amount
        self.tokens = {}         # asset -> id -> account
        self.orders = {}         # account -> how many it gave
        self.cursor = 0
        self.inbox = hub.inbox_of(chain)
        self.nonce = 0
        self.outbox = []
        self.asked = []          # forced withdrawals that no checkpoint has passed yet
        self.block = 0
        self.block_hash = NOTHING
        self.line = []
        self.trees = {}          # sequence -> asset -> exit tree
        self.signed = {}         # sequence -> digest
        self.pre_state = self.state()

    # What is asked, before it becomes a record.

    def require_founded(self):
        if self.domain is None:
            raise Refused("the chain was not told its place under a root")

    def check_order(self, order: Order, signer: bytes):
        """Raises hub.Wrong for an order that is none, and Refused for one that cannot be paid."""
        self.require_founded()
        hub.require(signer == order.sender, "the order is signed by somebody else than its sender")
        hub.require(order.nonce == self.orders.get(order.sender, 0), "the sender's next order has another nonce")
        hub.require(order.kind in (DEPOSIT, CALL, TOKEN), "no order sends a message of kind %d" % order.kind)
        hub.require(order.refund != NOBODY, "nobody would have the value if it cannot be delivered")
        hub.require(order.kind == CALL or order.recipient != NOBODY, "nobody would receive it")
        hub.require(order.kind != DEPOSIT or order.amount, "an order of nothing")
        hub.require(order.to != self.chain or order.kind != CALL, "there is nothing here to call")
        self._message(order).check()
        if order.kind == TOKEN:
            if self.tokens.get(order.asset, {}).get(order.amount) != order.sender:
                raise Refused("the sender does not own that token")
        elif self.held(order.asset, order.sender) < order.amount:
            raise Refused("the sender has %d of it" % self.held(order.asset, order.sender))

    # What is asked about.

    def held(self, asset: bytes, account: bytes) -> int:
        return self.amounts.get(asset, {}).get(account, 0)

    def has_news(self) -> bool:
        return self.block > (self.line[-1].checkpoint.last_block if self.line else 0)

    def is_full(self) -> bool:
        return len(self.outbox) + len(self.asked) >= BATCH

    def state(self) -> bytes:
        """Of everything that the next blocks depend on."""
        def named(value):
            if isinstance(value, dict):
                return {(k.hex() if isinstance(k, bytes) else str(k)): named(v) for k, v in value.items()}
            return value.hex() if isinstance(value, bytes) else value
        text = json.dumps([self.chain, named(self.amounts), named(self.tokens), named(self.orders), self.cursor,
                           self.inbox.hex(), self.nonce], sort_keys=True)
        return keccak(text.encode())

    # Records.

    def apply(self, record):
        getattr(self, "_" + record["do"])(record)

    def _found(self, record):
        self.domain = hub.Domain(record["root"], bytes.fromhex(record["chains"]))
        self.term = record["term"]
        self.committee = [bytes.fromhex(key) for key in record["committee"]]

    def _deliver(self, record):
        for item in record["messages"]:
            message = Message(*(bytes.fromhex(v) if isinstance(v, str) else v for v in item))
            self.inbox = hub.inbox_with(self.inbox, message.digest(self.domain))
            self.cursor += 1
            self._handle(message, record["time"])
        self._next_block(record)

    def _handle(self, message: Message, time: int):
        if message.kind == FORCED:
            self.asked.append(message)
        elif (message.kind == CALL or message.deadline < time and message.kind != REFUND
              or message.recipient == NOBODY or not self._admits(message)):
            self._send_back(message)
        elif message.kind == TOKEN:
            self.tokens.setdefault(message.asset, {})[message.amount] = message.recipient
        else:
            self._credit(message.asset, message.recipient, message.amount)

    def _admits(self, message: Message) -> bool:
        """An asset is of one kind for ever, and there are no more than lists can name (hub rule 44)."""
        mine, others = (self.tokens, self.amounts) if message.kind == TOKEN else (self.amounts, self.tokens)
        known = message.asset in mine or len(self.amounts) + len(self.tokens) < hub.MAX_ASSETS
        return known and message.asset not in others

    def _send_back(self, message: Message):
        kind = TOKEN if message.kind == TOKEN else REFUND
        self._leave(0, kind, message.sender, message.refund, message.asset, message.amount,
                    data=message.tracking(self.domain))

    def _leave(self, to, kind, sender, recipient, asset, amount, gas=0, deadline=FOR_EVER, refund=None, data=b""):
        message = Message(self.chain, to, self.nonce, kind, sender, recipient, asset, amount, gas, deadline,
                          refund or recipient, data)
        self.nonce += 1
        self.outbox.append(message)
        return message

    def _order(self, record):
        order = Order(*(bytes.fromhex(v) if isinstance(v, str) else v for v in record["order"]))
        self.orders[order.sender] = order.nonce + 1
        if order.kind == TOKEN:
            del self.tokens[order.asset][order.amount]
        elif order.amount:
            self._credit(order.asset, order.sender, -order.amount)
        if order.to != self.chain:
            self.outbox.append(self._message(order))
            self.nonce += 1
        elif order.kind == TOKEN:
            self.tokens[order.asset][order.amount] = order.recipient
        else:
            self._credit(order.asset, order.recipient, order.amount)
        self._next_block(record)

    def _message(self, order: Order) -> Message:
        return Message(self.chain, order.to, self.nonce, order.kind, order.sender, order.recipient, order.asset,
                       order.amount, order.gas, order.deadline, order.refund, order.data)

    def tracking(self, order: Order) -> bytes:
        """What an order will be found by: its message's id, or, if it stays here, its own."""
        if order.to == self.chain:
            return order.digest(self.domain)
        return self._message(order).tracking(self.domain)

    def _credit(self, asset: bytes, account: bytes, amount: int):
        accounts = self.amounts.setdefault(asset, {})
        accounts[account] = accounts.get(account, 0) + amount
        if not accounts[account]:
            del accounts[account]

    def _next_block(self, record):
        self.block += 1
        self.block_hash = keccak(self.block_hash + keccak(json.dumps(record, sort_keys=True).encode()))

    def _sign(self, record):
        self.signed[record["sequence"]] = bytes.fromhex(record["digest"])

    def _close(self, _record):
        """Forced withdrawals are carried out after everything else, and answered before it (hub rule 46)."""
        others, self.outbox = self.outbox, []
        for request in self.asked:
            self._answer(request)
        outbox, self.outbox, self.asked = self.outbox + others, [], []
        totals, tokens = hub.totals_of(outbox)
        trees = self._trees()
        exits = [tree.exit() for tree in trees.values()]
        last = self.line[-1].checkpoint if self.line else None
        post_state = self.state()
        checkpoint = Checkpoint(
            chain=self.chain,
            sequence=last.sequence + 1 if last else 1,
            previous=last.digest(self.domain) if last else NOTHING,
            term=self.term,
            first_block=last.last_block + 1 if last else 1,
            last_block=self.block,
            block_hash=self.block_hash,
            pre_state=self.pre_state,
            post_state=post_state,
            inbox_cursor=self.cursor,
            inbox_hash=self.inbox,
            outbox_root=hub.outbox_root([message.digest(self.domain) for message in outbox]),
            outbox_count=len(outbox),
            totals=keccak(hub.encode_totals(totals, tokens)),
            exits=keccak(hub.encode_exits(exits)),
            data=NOTHING,
            next_committee=NOTHING).check()
        self.pre_state = post_state
        self.line.append(Closed(checkpoint, totals, tokens, exits, outbox))
        self.trees[checkpoint.sequence] = trees
        self.trees.pop(checkpoint.sequence - KEPT, None)

    def _answer(self, request: Message):
        owner, asset = request.sender, request.asset
        owned = self.tokens.get(asset, {})
        if owned.get(request.amount) == owner:
            del owned[request.amount]
            kind, given = TOKEN, request.amount
        elif asset in self.tokens:
            kind, given = DEPOSIT, 0
        else:
            kind, given = DEPOSIT, min(request.amount, self.held(asset, owner))
            if given:
                self._credit(asset, owner, -given)
        self._leave(0, kind, owner, owner, asset, given, data=request.digest(self.domain))

    def _trees(self):
        trees = {asset: ExitTree(asset, sorted(of.items())) for asset, of in self.amounts.items() if of}
        trees.update({asset: ExitTree(asset, [(owner, id_) for id_, owner in sorted(of.items())], are_tokens=True)
                      for asset, of in self.tokens.items() if of})
        return dict(sorted(trees.items()))
