// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import network.banyan.crypto.Keccak;
import network.banyan.execution.DisputeRules;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.state.Account;
import network.banyan.state.MemoryStateStore;
import network.banyan.state.StateChain;
import network.banyan.state.StateChanges;
import network.banyan.state.StateChanges.AccountChange;
import network.banyan.state.StateLayer;
import network.banyan.state.StateView;
import org.junit.jupiter.api.Test;

/** What may be proposed where blocks are judged. A transaction here is just how many large codes it looks at. */
class ShowingTest {
    private static final int CODES = 200;
    private static final int CODE_BYTES = 24_000;

    private final StateChain states = StateChain.open(new MemoryStateStore(), StateChain.Limits.DEFAULT);
    private final StateLayer layer = states.apply(states.head(), large());
    private final Showing showing = new Showing(new DisputeRules(Hash.ZERO, 7, 250, 5_000_000, UInt256.ONE), states);
    private final List<Transaction> dropped = new ArrayList<>();

    private static StateChanges large() {
        SortedMap<Address, AccountChange> accounts = new TreeMap<>();
        SortedMap<Hash, Bytes> codes = new TreeMap<>();
        for (int i = 0; i < CODES; i++) {
            byte[] large = new byte[CODE_BYTES];
            large[0] = (byte) i;
            Bytes code = Bytes.wrap(large);
            codes.put(Keccak.hash(code), code);
            var account = new Account(1, UInt256.ZERO, Keccak.hash(code));
            accounts.put(Address.ofNumber(i), new AccountChange(Optional.of(account), false, new TreeMap<>()));
        }
        return new StateChanges(accounts, codes);
    }

    @Test
    void whatFitsTogetherIsBuiltAtOnce() {
        List<Transaction> all = touching(20, 20, 20, 20);

        assertThat(build(all)).isEqualTo(all);
        assertThat(dropped).isEmpty();
    }

    @Test
    void whatWouldBeTooMuchWaits() {
        List<Transaction> all = touching(40, 40, 40, 1);

        assertThat(build(all)).isEqualTo(all.subList(0, 2));
        assertThat(dropped).isEmpty();
    }

    @Test
    void whatIsTooMuchAloneIsDroppedAndHindersNobody() {
        List<Transaction> all = touching(150, 160, 20, 170, 20);

        assertThat(build(all)).isEqualTo(all.subList(2, 3));
        assertThat(dropped).isEqualTo(all.subList(0, 2));
    }

    @Test
    void whoeverSendsManyOfTheseGetsAnEmptyBlockAndNoMore() {
        List<Transaction> all = touching(IntStream.range(0, 40).map(_ -> 150).toArray());

        assertThat(build(all)).isEmpty();
        assertThat(dropped).hasSize(16);
    }

    private List<Transaction> build(List<Transaction> waiting) {
        return showing.build(waiting, layer, ShowingTest::built, _ -> true, dropped::add);
    }

    private static List<Transaction> built(Iterator<Transaction> transactions, StateView state) {
        List<Transaction> built = new ArrayList<>();
        int next = 0;
        while (transactions.hasNext()) {
            Transaction transaction = transactions.next();
            for (int i = 0; i < transaction.body().gasLimit(); i++) {
                state.code(state.account(Address.ofNumber(next++ % CODES))
                        .orElseThrow()
                        .codeHash());
            }
            built.add(transaction);
        }
        return built;
    }

    private static List<Transaction> touching(int... codes) {
        return IntStream.range(0, codes.length)
                .mapToObj(i -> Transaction.sign(
                        new TransactionBody.DynamicFee(
                                Optional.of(UInt256.of(7)),
                                i,
                                UInt256.ONE,
                                UInt256.ONE,
                                codes[i],
                                Optional.of(Address.ZERO),
                                UInt256.ZERO,
                                Bytes.EMPTY,
                                List.of()),
                        new Hash(0, 0, 0, 7)))
                .toList();
    }
}
