// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.fuzz;

import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.state.Account;
import network.banyan.testkit.MemoryState;
import network.banyan.testkit.evm.Mutations;

/**
 * Makes a trial smaller as long as it still does what made it worth keeping: delta debugging over the instructions of the
 * codes and the bytes of the data, halving what is taken away until it is one; then whatever else can go from the
 * transaction and the state. Every step that is kept makes something strictly less, so it ends, and a budget bounds it.
 *
 * <p>Source: Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing Input, 2002.
 */
final class Shrinker {
    private static final int TRIALS_MAX = 20_000;

    /** Instructions that stand and fall together are seldom more. */
    private static final int RUN_MAX = 8;

    private final Predicate<Trial> worthKeeping;
    private Trial best;
    private int trials;
    private int kept;

    private Shrinker(Trial trial, Predicate<Trial> worthKeeping) {
        this.best = trial;
        this.worthKeeping = worthKeeping;
    }

    /**
     * @param worthKeeping what a smaller trial must still do; the trial itself does
     */
    static Trial shrink(Trial trial, Predicate<Trial> worthKeeping) {
        return new Shrinker(trial, worthKeeping).shrink();
    }

    private Trial shrink() {
        int before;
        do {
            before = kept;
            target();
            accounts();
            codes();
            data();
            transaction();
            storage();
            balances();
            gas();
        } while (kept != before && trials < TRIALS_MAX);
        return best;
    }

    /** Keeps the smaller trial if it still will do. */
    private boolean keep(Trial smaller) {
        if (trials >= TRIALS_MAX) {
            return false;
        }
        trials++;
        boolean good = worthKeeping.test(smaller);
        if (good) {
            best = smaller;
            kept++;
        }
        return good;
    }

    private void keepBody(UnaryOperator<TransactionBody> change) {
        TransactionBody changed = change.apply(best.body());
        if (!changed.equals(best.body())) {
            keep(best.with(changed));
        }
    }

    /** Calls at once what the called contract only calls in turn. */
    private void target() {
        Address called = best.body().to().orElse(Cast.SENDER);
        for (Address account : List.copyOf(best.state().accounts.keySet())) {
            if (!called.equals(Cast.SENDER)
                    && !account.equals(called)
                    && best.state().accounts.containsKey(called)) {
                keep(without(best, called).with(Bodies.withTo(best.body(), account)));
            }
        }
    }

    private void accounts() {
        for (Address account : List.copyOf(best.state().accounts.keySet())) {
            if (!account.equals(Cast.SENDER)) {
                keep(without(best, account));
            }
        }
    }

    private static Trial without(Trial trial, Address account) {
        MemoryState state = copy(trial.state());
        state.accounts.remove(account);
        state.storage.remove(account);
        return trial.with(state);
    }

    private static MemoryState copy(MemoryState state) {
        var copy = new MemoryState();
        copy.accounts.putAll(state.accounts);
        state.storage.forEach((address, slots) -> copy.storage.put(address, new TreeMap<>(slots)));
        copy.codes.putAll(state.codes);
        return copy;
    }

    /** A code that may become smaller. */
    private record Text(Supplier<Bytes> now, Predicate<Bytes> keep) {
        Bytes bytes() {
            return now.get();
        }

        List<Integer> starts() {
            return Mutations.starts(bytes().unsafeArray());
        }
    }

    private void codes() {
        for (Address account : List.copyOf(best.state().accounts.keySet())) {
            shrink(new Text(() -> code(account), code -> keepCode(account, code)));
        }
        if (best.body().to().isEmpty()) {
            shrink(new Text(() -> best.body().data(), code -> keep(best.with(Bodies.withData(best.body(), code)))));
        }
    }

    private void shrink(Text text) {
        instructions(text);
        operands(text);
    }

    private Account account(Address account) {
        return best.state().account(account).orElse(Account.EMPTY);
    }

    private Bytes code(Address account) {
        return best.state().code(account(account).codeHash());
    }

    private boolean keepCode(Address account, Bytes code) {
        MemoryState state = copy(best.state());
        Account as = account(account);
        state.put(account, as.nonce(), as.balance(), code);
        return Trial.mayBeDeployed(code) && keep(best.with(state));
    }

    /** Runs of instructions, halving their length; then short runs wherever they begin, as one goes with its operands. */
    private void instructions(Text text) {
        for (int count = text.starts().size(); count >= 1; count /= 2) {
            runs(text, count, count);
        }
        for (int count = Math.min(RUN_MAX, text.starts().size()); count > 1; count--) {
            runs(text, count, 1);
        }
    }

    private void runs(Text text, int count, int step) {
        List<Integer> starts = text.starts();
        int at = 0;
        while (at < starts.size()) {
            int end = at + count < starts.size()
                    ? starts.get(at + count)
                    : text.bytes().size();
            if (cut(text, starts.get(at), end)) {
                starts = text.starts();
            } else {
                at += step;
            }
        }
    }

    /** With operands that may be places in the code set right, or else as they are. */
    private boolean cut(Text text, int from, int to) {
        Bytes plain = Surgery.replaced(text.bytes(), from, to, Bytes.EMPTY);
        Bytes relinked = Surgery.relinked(text.bytes(), from, to);
        return text.keep.test(relinked) || (!relinked.equals(plain) && text.keep.test(plain));
    }

    private void operands(Text text) {
        for (int i = 0; i < text.starts().size(); i++) {
            for (Bytes simpler :
                    Surgery.simplerPushes(text.bytes(), text.starts().get(i))) {
                if (text.keep.test(simpler)) {
                    break;
                }
            }
        }
    }

    private void data() {
        for (int count = best.body().data().size(); count >= 1; count /= 2) {
            int at = 0;
            while (at < best.body().data().size()) {
                Bytes data = best.body().data();
                Bytes less = Surgery.replaced(data, at, Math.min(data.size(), at + count), Bytes.EMPTY);
                if (!keep(best.with(Bodies.withData(best.body(), less)))) {
                    at += count;
                }
            }
        }
    }

    private void transaction() {
        if (best.body().type() != TransactionBody.LEGACY) {
            keepBody(Bodies::plain);
        }
        keepBody(body -> Bodies.withValue(body, UInt256.ZERO));
        keepBody(body -> Bodies.withAccessList(body, List.of()));
        for (int i = best.body().accessList().size() - 1; i >= 0; i--) {
            int entry = i;
            keepBody(body -> Bodies.withAccessList(body, Surgery.without(body.accessList(), entry)));
        }
        if (best.body() instanceof TransactionBody.SetCode all) {
            for (int i = all.authorizations().size() - 1; i >= 0; i--) {
                int authorization = i;
                keepBody(body -> body instanceof TransactionBody.SetCode it
                                && it.authorizations().size() > 1
                        ? Bodies.withAuthorizations(it, Surgery.without(it.authorizations(), authorization))
                        : body);
            }
        }
    }

    private void storage() {
        copy(best.state())
                .storage
                .forEach((account, slots) -> slots.keySet().forEach(slot -> {
                    if (best.state().storage.containsKey(account)) {
                        MemoryState state = copy(best.state());
                        state.put(account, slot, UInt256.ZERO);
                        keep(best.with(state));
                    }
                }));
    }

    private void balances() {
        for (Address account : List.copyOf(best.state().accounts.keySet())) {
            Account as = account(account);
            if (!as.balance().isZero() && !account.equals(Cast.SENDER)) {
                MemoryState state = copy(best.state());
                state.put(account, as.nonce(), UInt256.ZERO, code(account));
                keep(best.with(state));
            }
        }
    }

    /** The least that still will do, found by halving: that it is monotonous is a hope that costs nothing. */
    private void gas() {
        long step = best.body().gasLimit() / 2;
        while (step >= 1) {
            long less = best.body().gasLimit() - step;
            if (!keep(best.with(Bodies.withGas(best.body(), less)))) {
                step /= 2;
            } else {
                step = Math.min(step, best.body().gasLimit() / 2);
            }
        }
    }
}
