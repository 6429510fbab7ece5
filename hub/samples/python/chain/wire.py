# SPDX-License-Identifier: Apache-2.0
"""protobuf's JSON mapping of hub/service/sidechain.proto, read strictly: what the file does not have is refused."""

import base64
import binascii
import json

from .hub import Wrong, require

UINT64, UINT32, BYTES = "uint64", "uint32", "bytes"
ADDRESS, HASH, AMOUNT, KEY, SIGNATURE = 20, 32, "amount", 48, 65

MESSAGE = {"from": UINT64, "to": UINT64, "nonce": UINT64, "kind": UINT32, "sender": ADDRESS, "recipient": ADDRESS,
           "asset": ADDRESS, "amount": AMOUNT, "gas": UINT64, "deadline": UINT64, "refund": ADDRESS, "data": BYTES}

REQUESTS = {
    "Describe": {},
    "Prove": {"rootChainId": UINT64, "hubChains": ADDRESS, "key": KEY, "account": ADDRESS},
    "Found": {"rootChainId": UINT64, "hubChains": ADDRESS, "term": UINT64, "committee": [KEY]},
    "Deliver": {"first": UINT64, "messages": [MESSAGE], "time": UINT64},
    "Order": {"nonce": UINT64, "sender": ADDRESS, "to": UINT64, "kind": UINT32, "recipient": ADDRESS, "asset": ADDRESS,
              "amount": AMOUNT, "gas": UINT64, "deadline": UINT64, "refund": ADDRESS, "data": BYTES, "signature": SIGNATURE},
    "Holding": {"asset": ADDRESS, "account": BYTES, "id": BYTES},
    "Line": {"sequence": UINT64},
    "Sign": {"sequence": UINT64, "digest": HASH},
    "Leaf": {"sequence": UINT64, "asset": ADDRESS, "account": ADDRESS, "id": BYTES},
}


def _once(pairs):
    read = dict(pairs)
    require(len(read) == len(pairs), "a member stands there twice")
    return read


def _no_constant(name):
    raise Wrong("%s is no number of JSON" % name)


def read(call: str, body: bytes):
    """The members of a request by their names, those left out with their default."""
    try:
        parsed = json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant)
    except (UnicodeDecodeError, ValueError, RecursionError) as broken:
        raise Wrong("that is no JSON: %s" % broken) from None
    return _message(REQUESTS[call], parsed, call)


def _message(shape, given, where):
    require(isinstance(given, dict), "%s is no object" % where)
    for name in given:
        require(name in shape, "%s has no member %s" % (where, json.dumps(name)[:64]))
    return {name: _value(kind, given.get(name), "%s.%s" % (where, name)) for name, kind in shape.items()}


def _value(kind, given, where):
    if isinstance(kind, list):
        require(given is None or isinstance(given, list), "%s is no list" % where)
        return [_value(kind[0], item, where) for item in given or []]
    if isinstance(kind, dict):
        return _message(kind, given, where)
    if kind in (UINT64, UINT32):
        return _number(given, 64 if kind == UINT64 else 32, where)
    data = _bytes(given, where)
    if kind == AMOUNT:
        require(len(data) == 32, "%s has %d bytes of 32" % (where, len(data)))
        return int.from_bytes(data, "big")
    require(kind == BYTES or len(data) == kind, "%s has %d bytes of %s" % (where, len(data), kind))
    return data


def _number(given, bits, where):
    if given is None:
        return 0
    if isinstance(given, str):
        require(given.isascii() and given.isdigit() and len(given) <= 20, "%s is no number" % where)
        given = int(given)
    require(isinstance(given, int) and not isinstance(given, bool), "%s is no number" % where)
    require(0 <= given < 1 << bits, "%s is out of %d bits" % (where, bits))
    return given


def _bytes(given, where):
    if given is None:
        return b""
    require(isinstance(given, str), "%s is no base64" % where)
    try:
        return base64.b64decode(given.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise Wrong("%s is no base64" % where) from None


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def amount(value: int) -> str:
    return b64(value.to_bytes(32, "big"))


def message(m):
    return {"from": str(m.origin), "to": str(m.to), "nonce": str(m.nonce), "kind": m.kind, "sender": b64(m.sender),
            "recipient": b64(m.recipient), "asset": b64(m.asset), "amount": amount(m.amount), "gas": str(m.gas),
            "deadline": str(m.deadline), "refund": b64(m.refund), "data": b64(m.data)}


def checkpoint(c):
    return {"chainId": str(c.chain), "sequence": str(c.sequence), "previous": b64(c.previous), "term": str(c.term),
            "firstBlock": str(c.first_block), "lastBlock": str(c.last_block), "blockHash": b64(c.block_hash),
            "preState": b64(c.pre_state), "postState": b64(c.post_state), "inboxCursor": str(c.inbox_cursor),
            "inboxHash": b64(c.inbox_hash), "outboxRoot": b64(c.outbox_root), "outboxCount": c.outbox_count,
            "totals": b64(c.totals), "exits": b64(c.exits), "data": b64(c.data), "nextCommittee": b64(c.next_committee)}


def closed(c):
    return {"checkpoint": checkpoint(c.checkpoint),
            "totals": [{"asset": b64(asset), "amount": amount(value)} for asset, value in c.totals],
            "tokens": [{"asset": b64(asset), "id": amount(value)} for asset, value in c.tokens],
            "exits": [{"asset": b64(e.asset), "root": b64(e.root), "sum": amount(e.sum), "count": e.count} for e in c.exits],
            "outbox": [message(m) for m in c.outbox]}
