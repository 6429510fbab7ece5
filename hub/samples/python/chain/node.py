# SPDX-License-Identifier: Apache-2.0
"""
The ten calls of the service. What changes anything is written in the journal first and done afterwards, so that what was answered
is there after a power loss, and a restart comes to the same.
"""

import json
import os
import secrets
import sys
import threading
from dataclasses import astuple
from pathlib import Path

from . import bls, hub, secp256k1, wire
from .hub import Message, Order, Wrong, require
from .journal import Journal
from .keccak import keccak
from .ledger import BATCH, Ledger, Refused

# A committee has at least four members (hub rule 3); this process holds all of a sample's keys.
MEMBERS = 4


class Absent(Exception):
    """There is no such checkpoint or leaf, or not yet."""


class Node:
    def __init__(self, folder: Path, name: str, chain: int):
        folder.mkdir(parents=True, exist_ok=True)
        self.name, self.chain = name, chain
        self.secrets = dict(sorted((bls.key(secret), secret) for secret in _voting_keys(folder / "keys.json")))
        self.genesis = keccak(json.dumps(["banyan sample chain", name, chain]).encode())
        self.journal = Journal(folder / "journal")
        self.ledger = Ledger(chain)
        self.lock = threading.Lock()
        for record in self.journal.records:
            self.ledger.apply(record)

    def call(self, name: str, request):
        """What a call answers, one after the other."""
        with self.lock:
            return getattr(self, name.lower())(request)

    def _do(self, record):
        try:
            self.journal.append(record)
        except OSError as failed:
            # Nobody knows how much of it is on the disk: whoever starts next reads that.
            print("the journal cannot be written: %s" % failed, file=sys.stderr, flush=True)
            os._exit(1)
        self.ledger.apply(record)

    def _do_block(self, record):
        self._do(record)
        if self.ledger.is_full():
            self._do({"do": "close"})

    def describe(self, _):
        return {"name": self.name, "chainId": str(self.chain), "genesis": wire.b64(self.genesis),
                "keys": [wire.b64(key) for key in self.secrets], "head": str(self.ledger.block),
                "inboxCursor": str(self.ledger.cursor)}

    def prove(self, r):
        require(r["key"] in self.secrets, "that is no key of this process")
        domain = hub.Domain(r["rootChainId"], r["hubChains"])
        stated = hub.statement(domain, self.chain, r["account"], r["key"])
        return {"signature": wire.b64(bls.sign(self.secrets[r["key"]], stated))}

    def found(self, r):
        require(1 <= r["rootChainId"] <= hub.MAX_CHAIN and r["rootChainId"] != self.chain, "that is no root's chain id")
        require(r["term"] >= 1, "terms begin with 1")
        committee = r["committee"]
        require(4 <= len(committee) <= 36 and len(set(committee)) == len(committee), "that is no committee")
        require(any(key in self.secrets for key in committee), "no key of this process is in the committee")
        ledger = self.ledger
        place = (hub.Domain(r["rootChainId"], r["hubChains"]), r["term"], committee)
        if ledger.domain is None:
            self._do({"do": "found", "root": r["rootChainId"], "chains": r["hubChains"].hex(), "term": r["term"],
                      "committee": [key.hex() for key in committee]})
        elif place != (ledger.domain, ledger.term, ledger.committee):
            raise Refused("the chain has another place already")
        return {}

    def deliver(self, r):
        self.ledger.require_founded()
        messages = [Message(*(m[name] for name in wire.MESSAGE)).check() for m in r["messages"]]
        require(all(m.to == self.chain for m in messages), "a message to another chain")
        if r["first"] > self.ledger.cursor:
            raise Refused("message %d comes next" % self.ledger.cursor)
        fresh = messages[self.ledger.cursor - r["first"]:][:BATCH]
        if fresh:
            self._do_block({"do": "deliver", "messages": [_plain(m) for m in fresh], "time": r["time"]})
        return {"inboxCursor": str(self.ledger.cursor)}

    def order(self, r):
        self.ledger.require_founded()
        signature = r.pop("signature")
        order = Order(self.chain, *(r[name] for name in ("nonce", "sender", "to", "kind", "recipient", "asset", "amount",
                                                         "gas", "deadline", "refund", "data")))
        self.ledger.check_order(order, secp256k1.signer(order.digest(self.ledger.domain), signature))
        tracking = self.ledger.tracking(order)
        self._do_block({"do": "order", "order": _plain(order)})
        return {"tracking": wire.b64(tracking)}

    def holding(self, r):
        require(len(r["account"]) in (0, 20) and len(r["id"]) in (0, 32), "that is no account, or no id")
        holder = b""
        if r["id"]:
            holder = self.ledger.tokens.get(r["asset"], {}).get(int.from_bytes(r["id"], "big"), b"")
        return {"amount": wire.amount(self.ledger.held(r["asset"], r["account"])), "holder": wire.b64(holder),
                "nonce": str(self.ledger.orders.get(r["account"], 0))}

    def line(self, r):
        return wire.closed(self._closed(r["sequence"]))

    def _closed(self, sequence):
        line = self.ledger.line
        if sequence == len(line) + 1 and self.ledger.domain is not None and self.ledger.has_news():
            self._do({"do": "close"})
        if not 1 <= sequence <= len(line):
            raise Absent("there is no checkpoint %d yet" % sequence)
        return line[sequence - 1]

    def sign(self, r):
        self.ledger.require_founded()
        sequence = r["sequence"]
        if not 1 <= sequence <= len(self.ledger.line):
            raise Refused("there is no checkpoint %d to sign" % sequence)
        digest = self.ledger.line[sequence - 1].checkpoint.digest(self.ledger.domain)
        if r["digest"] != digest or self.ledger.signed.get(sequence, digest) != digest:
            raise Refused("this chain's checkpoint %d is another one" % sequence)
        if sequence not in self.ledger.signed:
            self._do({"do": "sign", "sequence": sequence, "digest": digest.hex()})
        return {"shares": [{"key": wire.b64(key), "signature": wire.b64(bls.sign(self.secrets[key], digest))}
                           for key in self.ledger.committee if key in self.secrets]}

    def leaf(self, r):
        require(len(r["id"]) in (0, 32), "that is no id")
        tree = self.ledger.trees.get(r["sequence"], {}).get(r["asset"])
        if tree is None or tree.are_tokens != bool(r["id"]):
            raise Absent("there is no such tree")
        id_ = int.from_bytes(r["id"], "big")
        for index, (account, value) in enumerate(tree.holdings):
            if account == r["account"] and (value == id_ or not tree.are_tokens):
                path = [{"left": left, "hash": wire.b64(hash_), "sum": wire.amount(total)}
                        for hash_, total, left in tree.path(index)]
                return {"amount": wire.amount(1 if tree.are_tokens else value), "index": index, "path": path}
        raise Absent("there is no such leaf")


def _plain(record):
    """A message or an order as the journal has it."""
    return [value.hex() if isinstance(value, bytes) else value for value in astuple(record)]


def _voting_keys(path: Path):
    """Made at the first start, readable by nobody else; a file that is there is never written again."""
    if not path.exists():
        made = [bls.secret_of(secrets.token_bytes(32)) for _ in range(MEMBERS)]
        draft = path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(["%064x" % secret for secret in made], file)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    keys = [int(text, 16) for text in json.loads(path.read_text())]
    if not all(0 < key < bls.ORDER for key in keys):
        raise Wrong("%s holds no voting keys" % path)
    return keys
