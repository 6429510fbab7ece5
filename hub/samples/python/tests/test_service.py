# SPDX-License-Identifier: Apache-2.0
"""The chain as a process of its own: what it answers, to good callers and to others, and what a kill leaves."""

import base64
import hashlib
import http.client
import json
import re
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from chain import bls, hub, secp256k1
from chain.journal import Damaged, Journal

HERE = Path(__file__).resolve().parents[1]
CHAIN, ROOT, TIME = 700_001, 4690, 1_800_000_000
HUB_CHAINS = bytes(18) + b"\x10\x20"
DOMAIN = hub.Domain(ROOT, HUB_CHAINS)
SECRET = 0xA11CE
ALICE = secp256k1.address_of(secp256k1.times(secp256k1.G, SECRET))


def b64(data):
    return base64.b64encode(data).decode()


def amount(value):
    return b64(value.to_bytes(32, "big"))


def signed(digest):
    """ECDSA with a nonce from the digest: for a test's key, which everybody knows."""
    k = int.from_bytes(hashlib.sha256(digest).digest(), "big") % secp256k1.N
    x, y = secp256k1.times(secp256k1.G, k)
    s = pow(k, -1, secp256k1.N) * (int.from_bytes(digest, "big") + x * SECRET) % secp256k1.N
    odd = y % 2
    if s > secp256k1.N // 2:
        s, odd = secp256k1.N - s, 1 - odd
    return x.to_bytes(32, "big") + s.to_bytes(32, "big") + bytes([27 + odd])


class ServiceTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.start()

    def tearDown(self):
        self.stop(signal.SIGTERM)
        self.folder.cleanup()

    def start(self):
        self.process = subprocess.Popen([sys.executable, "-m", "chain", "--port", "0", "--data", self.folder.name],
                                        cwd=HERE, stdout=subprocess.PIPE, text=True)
        self.port = int(re.search(r":(\d+)$", self.process.stdout.readline()).group(1))

    def stop(self, how):
        self.process.send_signal(how)
        self.process.wait()
        self.process.stdout.close()

    def post(self, path, body, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("POST", path, body, {"Content-Type": "application/json"} | (headers or {}))
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()

    def call(self, name, **members):
        return self.post("/banyan.sidechain.v1.Sidechain/" + name, json.dumps(members))

    def good(self, name, **members):
        status, answer = self.call(name, **members)
        self.assertEqual(200, status, answer)
        return answer

    def refuses(self, code, name, **members):
        status, answer = self.call(name, **members)
        self.assertEqual(code, answer.get("code"), answer)
        self.assertEqual({"not_found": 404}.get(code, 400), status)

    def found(self):
        keys = self.good("Describe")["keys"]
        self.good("Found", rootChainId=str(ROOT), hubChains=b64(HUB_CHAINS), term="1", committee=keys)
        return keys

    def deposit(self, index, value, first=None):
        message = {"from": "0", "to": str(CHAIN), "nonce": str(index), "kind": 1, "sender": b64(ALICE),
                   "recipient": b64(ALICE), "asset": b64(bytes(20)), "amount": amount(value), "gas": "0",
                   "deadline": str(TIME + 3600), "refund": b64(ALICE), "data": ""}
        return self.call("Deliver", first=str(index if first is None else first), messages=[message], time=str(TIME))

    def order(self, nonce, value):
        order = hub.Order(CHAIN, nonce, ALICE, 0, hub.DEPOSIT, ALICE, bytes(20), value, 0, TIME, ALICE, b"")
        return dict(nonce=str(nonce), sender=b64(ALICE), to="0", kind=1, recipient=b64(ALICE), asset=b64(bytes(20)),
                    amount=amount(value), deadline=str(TIME), refund=b64(ALICE), signature=b64(signed(order.digest(DOMAIN))))

    def digest(self, sequence):
        c = self.good("Line", sequence=str(sequence))["checkpoint"]
        names = ["chainId", "sequence", "previous", "term", "firstBlock", "lastBlock", "blockHash", "preState",
                 "postState", "inboxCursor", "inboxHash", "outboxRoot", "outboxCount", "totals", "exits", "data",
                 "nextCommittee"]
        numbers = {"chainId", "sequence", "term", "firstBlock", "lastBlock", "inboxCursor", "outboxCount"}
        return hub.Checkpoint(*(int(c[n]) if n in numbers else base64.b64decode(c[n]) for n in names)).digest(DOMAIN)

    def test_a_deposit_comes_and_goes_and_a_kill_loses_nothing(self):
        keys = self.found()
        self.assertEqual((200, {"inboxCursor": "1"}), self.deposit(0, 10))
        self.good("Order", **self.order(0, 4))
        digest = self.digest(1)
        shares = self.good("Sign", sequence="1", digest=b64(digest))["shares"]
        self.assertEqual(keys, [share["key"] for share in shares])
        self.stop(signal.SIGKILL)
        self.start()
        self.assertEqual(keys, self.good("Describe")["keys"])
        self.assertEqual(digest, self.digest(1))
        self.assertEqual(shares, self.good("Sign", sequence="1", digest=b64(digest))["shares"])
        self.assertEqual(amount(6), self.good("Holding", asset=b64(bytes(20)), account=b64(ALICE))["amount"])
        leaf = self.good("Leaf", sequence="1", asset=b64(bytes(20)), account=b64(ALICE))
        self.assertEqual({"amount": amount(6), "index": 0, "path": []}, leaf)

    def test_what_is_not_to_be_done_now(self):
        self.refuses("failed_precondition", "Deliver", first="0", messages=[], time="1")
        self.refuses("failed_precondition", "Sign", sequence="1", digest=b64(bytes(32)))
        self.found()
        self.refuses("not_found", "Line", sequence="1")
        self.assertEqual("failed_precondition", self.deposit(1, 10)[1]["code"], "a gap")
        self.deposit(0, 10)
        self.assertEqual((200, {"inboxCursor": "1"}), self.deposit(0, 10), "passed over")
        self.refuses("failed_precondition", "Order", **self.order(0, 11))
        self.refuses("invalid_argument", "Order", **self.order(1, 1))
        self.refuses("invalid_argument", "Order", **(self.order(0, 1) | {"amount": amount(2)}))
        self.digest(1)
        self.refuses("failed_precondition", "Sign", sequence="1", digest=b64(bytes(32)))
        self.refuses("not_found", "Leaf", sequence="1", asset=b64(bytes(20)), account=b64(bytes(20)))
        committee = [b64(bls.key(secret)) for secret in range(1, 4)] + self.good("Describe")["keys"][:1]
        self.refuses("failed_precondition", "Found", rootChainId=str(ROOT), hubChains=b64(HUB_CHAINS), term="1",
                     committee=committee)

    def test_hostile_callers(self):
        path = "/banyan.sidechain.v1.Sidechain/Line"
        for body in ["", "{", "[]", "null", '{"sequence": -1}', '{"sequence": 1.5}', '{"sequence": "1x"}', '{"sequence": true}',
                     '{"sequence": "18446744073709551616"}', '{"other": 1}', '{"sequence": 1, "sequence": 1}', "[" * 100_000,
                     '{"sequence": NaN}', b"\xff\xfe"]:
            status, answer = self.post(path, body)
            self.assertEqual((400, "invalid_argument"), (status, answer["code"]), body[:40])
        self.assertEqual(404, self.post("/else", "{}")[0])
        self.assertEqual("unimplemented", self.call("Order2")[1]["code"])
        self.assertEqual(429, self.post(path, "{}", {"Content-Length": str(5 << 20)})[0])
        self.assertEqual(400, self.post(path, "{}", {"Content-Type": "text/plain"})[0])
        self.refuses("invalid_argument", "Prove", rootChainId="1", hubChains=b64(b"\x01"), key="", account="")
        self.assertEqual(str(CHAIN), self.good("Describe")["chainId"])


class JournalTest(unittest.TestCase):
    def test_a_torn_end_is_cut_and_a_hole_is_told(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "journal"
            journal = Journal(path)
            for number in range(3):
                journal.append({"number": number})
            journal.close()
            whole = path.read_bytes()
            for size in range(len(whole) - 1, len(whole) * 2 // 3, -7):
                path.write_bytes(whole[:size])
                again = Journal(path)
                self.assertEqual([{"number": 0}, {"number": 1}], again.records)
                again.append({"number": 9})
                again.close()
                self.assertEqual(3, len(path.read_bytes().splitlines()))
            path.write_bytes(whole[:70] + b"x" + whole[71:])
            with self.assertRaises(Damaged):
                Journal(path)


if __name__ == "__main__":
    unittest.main()
