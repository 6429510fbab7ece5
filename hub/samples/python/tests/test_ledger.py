# SPDX-License-Identifier: Apache-2.0
"""What the chain does with messages and orders."""

import unittest
from dataclasses import astuple

from chain import hub
from chain.hub import CALL, DEPOSIT, FORCED, FOR_EVER, REFUND, TOKEN, Message, Order
from chain.ledger import Ledger, Refused

CHAIN, ROOT, TIME = 77, 4690, 1_800_000_000
HUB_CHAINS = bytes(18) + b"\x10\x20"
COIN, TOKENS = bytes(20), b"\x07" * 20
ALICE, BOB = b"\xaa" * 20, b"\xbb" * 20


def plain(record):
    return [value.hex() if isinstance(value, bytes) else value for value in astuple(record)]


class LedgerTest(unittest.TestCase):
    def setUp(self):
        self.ledger = Ledger(CHAIN)
        self.ledger.apply({"do": "found", "root": ROOT, "chains": HUB_CHAINS.hex(), "term": 1, "committee": []})
        self.sent = 0

    def arrives(self, kind, amount, asset=COIN, recipient=ALICE, deadline=FOR_EVER, sender=ALICE):
        message = Message(0, CHAIN, self.sent, kind, sender, recipient, asset, amount, 0, deadline, BOB, b"")
        self.sent += 1
        self.ledger.apply({"do": "deliver", "messages": [plain(message)], "time": TIME})
        return message

    def order(self, amount, to=0, kind=DEPOSIT, asset=COIN, nonce=None, signer=ALICE):
        nonce = self.ledger.orders.get(ALICE, 0) if nonce is None else nonce
        order = Order(CHAIN, nonce, ALICE, to, kind, BOB, asset, amount, 0, FOR_EVER, ALICE, b"")
        self.ledger.check_order(order, signer)
        self.ledger.apply({"do": "order", "order": plain(order)})

    def close(self):
        self.ledger.apply({"do": "close"})
        return self.ledger.line[-1]

    def test_a_deposit_is_there_and_can_leave(self):
        self.arrives(DEPOSIT, 10)
        self.order(4)
        closed = self.close()
        self.assertEqual(6, self.ledger.held(COIN, ALICE))
        self.assertEqual([(COIN, 4)], closed.totals)
        self.assertEqual([hub.Exit(COIN, closed.exits[0].root, 6, 1)], closed.exits)
        self.assertEqual([(CHAIN, 0, 0, 4, BOB)], [(m.origin, m.to, m.nonce, m.amount, m.recipient) for m in closed.outbox])

    def test_checkpoints_follow_on_each_other(self):
        self.arrives(DEPOSIT, 10)
        first = self.close().checkpoint
        self.assertFalse(self.ledger.has_news())
        self.order(1)
        second = self.close().checkpoint
        self.assertEqual((1, 1, 1), (first.sequence, first.first_block, first.last_block))
        self.assertEqual((2, 2, 2), (second.sequence, second.first_block, second.last_block))
        self.assertEqual(first.digest(self.ledger.domain), second.previous)
        self.assertEqual(first.post_state, second.pre_state)

    def test_what_cannot_be_carried_out_goes_back_with_its_id(self):
        late = self.arrives(DEPOSIT, 10, deadline=TIME - 1)
        call = self.arrives(CALL, 3)
        token = self.arrives(TOKEN, 5, asset=TOKENS, deadline=TIME - 1)
        outbox = self.close().outbox
        self.assertEqual([REFUND, REFUND, TOKEN], [m.kind for m in outbox])
        self.assertEqual([10, 3, 5], [m.amount for m in outbox])
        self.assertEqual({BOB}, {m.recipient for m in outbox})
        self.assertEqual([m.digest(self.ledger.domain) for m in (late, call, token)], [m.data for m in outbox])

    def test_no_more_assets_than_lists_can_name(self):
        for number in range(1, 34):
            self.arrives(DEPOSIT, 1, asset=bytes(19) + bytes([number]))
        closed = self.close()
        self.assertEqual(32, len(closed.exits))
        self.assertEqual([(bytes(19) + bytes([33]), 1)], closed.totals)

    def test_a_forced_withdrawal_is_answered_first_with_what_is_left(self):
        self.arrives(DEPOSIT, 10)
        request = self.arrives(FORCED, 100)
        self.order(4)
        closed = self.close()
        self.assertEqual([6, 4], [m.amount for m in closed.outbox])
        self.assertEqual(request.digest(self.ledger.domain), closed.outbox[0].data)
        self.assertEqual([], closed.exits)
        self.arrives(FORCED, 1)
        self.assertEqual([0], [m.amount for m in self.close().outbox])

    def test_a_token_has_one_owner(self):
        self.arrives(TOKEN, 5, asset=TOKENS)
        with self.assertRaises(Refused):
            self.order(6, kind=TOKEN, asset=TOKENS)
        self.assertEqual((1, 1), (self.close().exits[0].sum, self.ledger.line[-1].exits[0].count))
        self.order(5, kind=TOKEN, asset=TOKENS)
        closed = self.close()
        self.assertEqual(([(TOKENS, 5)], []), (closed.tokens, closed.exits))

    def test_an_order_is_its_senders_once_and_paid(self):
        self.arrives(DEPOSIT, 10)
        with self.assertRaises(hub.Wrong):
            self.order(1, signer=BOB)
        with self.assertRaises(hub.Wrong):
            self.order(1, nonce=1)
        with self.assertRaises(Refused):
            self.order(11)
        with self.assertRaises(hub.Wrong):
            self.order(0)
        self.order(10, to=CHAIN)
        self.assertEqual((0, 10), (self.ledger.held(COIN, ALICE), self.ledger.held(COIN, BOB)))
        self.assertEqual([], self.close().outbox)

    def test_the_same_records_make_the_same_line(self):
        twin = Ledger(CHAIN)
        records = []
        apply = self.ledger.apply
        self.ledger.apply = lambda record: (records.append(record), apply(record))
        self.arrives(DEPOSIT, 10)
        self.order(4)
        self.close()
        twin.apply({"do": "found", "root": ROOT, "chains": HUB_CHAINS.hex(), "term": 1, "committee": []})
        for record in records:
            twin.apply(record)
        self.assertEqual(self.ledger.line, twin.line)


if __name__ == "__main__":
    unittest.main()
