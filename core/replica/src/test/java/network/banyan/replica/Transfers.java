// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.List;
import java.util.Optional;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.Secp256k1;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** Signed transfers of numbered accounts. */
final class Transfers {
    static final long CHAIN_ID = 77;

    private Transfers() {}

    static Hash key(int account) {
        return Keccak.hash(new byte[] {(byte) account, 1, 2, 3});
    }

    static Address address(int account) {
        return Secp256k1.addressOf(key(account));
    }

    static Transaction transfer(int account, long nonce, long tip) {
        return Transaction.sign(
                new TransactionBody.DynamicFee(
                        Optional.of(UInt256.of(CHAIN_ID)),
                        nonce,
                        UInt256.of(tip),
                        UInt256.of(10_000 + tip),
                        21_000,
                        Optional.of(Address.ofNumber(99)),
                        UInt256.ONE,
                        Bytes.EMPTY,
                        List.of()),
                key(account));
    }
}
