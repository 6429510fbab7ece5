// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc;

import java.util.List;
import java.util.Optional;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.Secp256k1;
import network.banyan.ledger.Log;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** Signed transactions of a few accounts, and what became of them. */
final class Transactions {
    static final Hash ALICE_KEY = Keccak.hash(new byte[] {'a'});
    static final Hash BOB_KEY = Keccak.hash(new byte[] {'b'});
    static final Address ALICE = Secp256k1.addressOf(ALICE_KEY);
    static final Address BOB = Secp256k1.addressOf(BOB_KEY);
    static final Address TOKEN = Address.fromHex("0x00000000000000000000000000000000000000ee");
    static final UInt256 TIP = UInt256.of(2_000_000);

    private Transactions() {}

    static Transaction transfer(Hash key, long nonce, Address to, long value) {
        return dynamic(key, nonce, Optional.of(to), value, Bytes.EMPTY);
    }

    static Transaction dynamic(Hash key, long nonce, Optional<Address> to, long value, Bytes data) {
        var body = new TransactionBody.DynamicFee(
                Optional.of(UInt256.of(FakeChain.CHAIN_ID)),
                nonce,
                TIP,
                UInt256.of(5_000_000_000L),
                100_000,
                to,
                UInt256.of(value),
                data,
                List.of());
        return Transaction.sign(body, key);
    }

    static Transaction legacy(Hash key, long nonce, Address to) {
        var body = new TransactionBody.Legacy(
                Optional.of(UInt256.of(FakeChain.CHAIN_ID)),
                nonce,
                UInt256.of(3_000_000_000L),
                21_000,
                Optional.of(to),
                UInt256.ONE,
                Bytes.EMPTY);
        return Transaction.sign(body, key);
    }

    static Receipt receipt(Transaction transaction, long cumulativeGas, Log... logs) {
        return Receipt.of(transaction.type(), true, cumulativeGas, List.of(logs));
    }

    static Hash topic(int number) {
        return UInt256.of(number).toHash();
    }

    static Log log(Address address, int... topics) {
        return new Log(
                address,
                java.util.Arrays.stream(topics).mapToObj(Transactions::topic).toList(),
                Bytes.fromHex("0x0102"));
    }
}
