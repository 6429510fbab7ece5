# SPDX-License-Identifier: Apache-2.0
"""hub/vectors: each value that claims to be right is, and each that claims to be wrong is told."""

import json
import unittest
from pathlib import Path

from chain import bls, hub

VECTORS = Path(__file__).resolve().parents[3] / "vectors"


def data(text):
    return bytes.fromhex(text[2:])


def number(text):
    value = int(text)
    hub.require(0 <= value < 1 << 256, "out of 256 bits")
    return value


def message(m):
    return hub.Message(number(m["from"]), number(m["to"]), number(m["nonce"]), number(m["kind"]), data(m["sender"]),
                       data(m["recipient"]), data(m["asset"]), number(m["amount"]), number(m["gas"]), number(m["deadline"]),
                       data(m["refund"]), data(m["data"])).check()


def checkpoint(c):
    names = ["chainId", "sequence", "previous", "term", "firstBlock", "lastBlock", "blockHash", "preState", "postState",
             "inboxCursor", "inboxHash", "outboxRoot", "outboxCount", "totals", "exits", "data", "nextCommittee"]
    return hub.Checkpoint(*(data(c[n]) if c[n].startswith("0x") else number(c[n]) for n in names)).check()


def exits(given):
    return [hub.Exit(data(e["asset"]), data(e["root"]), number(e["sum"]), number(e["count"])) for e in given]


def pairs(given, value):
    return [(data(item["asset"]), number(item[value])) for item in given]


def inbox(v, _):
    hash_ = hub.inbox_of(number(v["input"]["chainId"]))
    for digest in v["input"]["messages"]:
        hash_ = hub.inbox_with(hash_, data(digest))
    return hash_ == data(v["digest"])


def exit_tree(v, _):
    given = v["input"]
    tree = hub.ExitTree(data(given["asset"]), [(data(h["account"]), number(h["value"])) for h in given["holdings"]],
                        given["areTokens"])
    paths = [[{"hash": "0x" + h.hex(), "sum": str(s), "isLeft": left} for h, s, left in tree.path(i)]
             for i in range(len(tree.holdings))]
    return [tree.exit()] == exits([v["exit"]]) and paths == v["paths"]


JUDGES = {
    "messages": lambda v, d: (m := message(v["input"])).encode() == data(v["encoding"])
    and m.digest(d) == data(v["digest"]) and m.tracking(d) == data(v["tracking"]),
    "checkpoints": lambda v, d: (c := checkpoint(v["input"])).encode() == data(v["encoding"])
    and c.digest(d) == data(v["digest"]),
    "inboxes": inbox,
    "totals": lambda v, _: hub.encode_totals(pairs(v["input"]["totals"], "amount"), pairs(v["input"]["tokens"], "id"))
    == data(v["encoding"]) and hub.keccak(data(v["encoding"])) == data(v["digest"]),
    "exits": lambda v, _: hub.encode_exits(exits(v["input"]["exits"])) == data(v["encoding"])
    and hub.keccak(data(v["encoding"])) == data(v["digest"]),
    "exit-trees": exit_tree,
}


class VectorsTest(unittest.TestCase):
    def judged(self, name, judge):
        file = json.loads((VECTORS / (name + ".json")).read_text())
        domain = hub.Domain(int(file["domain"]["chainId"]), data(file["domain"]["verifyingContract"]))
        for vector in file["vectors"]:
            with self.subTest(file=name, vector=vector["name"]):
                try:
                    accepted = judge(vector, domain)
                except (hub.Wrong, KeyError, OverflowError):
                    accepted = False
                self.assertEqual(vector["verdict"], "accepted" if accepted else "refused", vector["reason"])

    def test_what_is_hashed_and_encoded(self):
        for name, judge in JUDGES.items():
            self.judged(name, judge)

    def test_outboxes(self):
        # A chain makes trees and shows no paths, so of the refused ones only those with a wrong root are its matter.
        for vector in json.loads((VECTORS / "outbox-trees.json").read_text())["vectors"]:
            root = hub.outbox_root([data(digest) for digest in vector["input"]["messages"]])
            if vector["verdict"] == "accepted":
                self.assertEqual("0x" + root.hex(), vector["digest"], vector["name"])

    def test_keys_and_signatures(self):
        secrets = {}
        for vector in json.loads((VECTORS / "keys.json").read_text())["vectors"]:
            if "secret" in vector["input"] and vector["verdict"] == "accepted":
                secret = int(vector["input"]["secret"], 16)
                self.assertEqual("0x" + bls.key(secret).hex(), vector["key"], vector["name"])
                secrets[vector["key"]] = secret
        file = json.loads((VECTORS / "possessions.json").read_text())
        domain = hub.Domain(int(file["domain"]["chainId"]), data(file["domain"]["verifyingContract"]))
        signed = 0
        for vector in file["vectors"]:
            given = vector["input"]
            if vector["verdict"] == "accepted" and given["key"] in secrets:
                stated = hub.statement(domain, int(given["chainId"]), data(given["account"]), data(given["key"]))
                self.assertEqual(stated, data(vector["encoding"]))
                self.assertEqual("0x" + bls.sign(secrets[given["key"]], stated).hex(), vector["signature"])
                signed += 1
        self.assertGreater(signed, 2)


if __name__ == "__main__":
    unittest.main()
