// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.List;
import java.util.Optional;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** Signed transactions of one account, of any size. */
final class Payments {
    private Payments() {}

    static Transaction payment(long nonce, int dataBytes) {
        var body = new TransactionBody.DynamicFee(
                Optional.of(UInt256.of(77)),
                nonce,
                UInt256.of(1),
                UInt256.of(2),
                21_000,
                Optional.of(Address.ofNumber(0x99)),
                UInt256.ZERO,
                Bytes.wrap(new byte[dataBytes]),
                List.of());
        return Transaction.sign(body, Hash.fromHex("11".repeat(32)));
    }
}
