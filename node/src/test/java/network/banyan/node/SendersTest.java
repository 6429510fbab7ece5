// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.Secp256k1;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendersTest {
    private static Hash key(int n) {
        return Keccak.hash(new byte[] {(byte) n, (byte) (n >>> 8), 1});
    }

    private static List<Transaction> transactions(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> Transaction.sign(
                        new TransactionBody.Legacy(
                                Optional.of(UInt256.ONE),
                                n,
                                UInt256.ONE,
                                21_000,
                                Optional.of(Address.ZERO),
                                UInt256.ONE,
                                Bytes.EMPTY),
                        key(n)))
                .map(signed -> Transaction.decode(signed.encoded().toArray()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void everyTransactionGetsItsOwnSender(int cores) {
        try (var senders = new Senders("test", cores)) {
            List<Transaction> transactions = transactions(200);
            senders.recover(transactions);

            for (int n = 0; n < transactions.size(); n++) {
                assertThat(transactions.get(n).sender()).contains(Secp256k1.addressOf(key(n)));
            }
        }
    }

    @Test
    void afterClosingTheCallerStillRecoversAlone() {
        var senders = new Senders("test", 4);
        senders.close();
        List<Transaction> transactions = transactions(40);
        senders.recover(transactions);

        assertThat(transactions).allMatch(transaction -> transaction.sender().isPresent());
    }
}
