// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.List;
import java.util.Optional;
import network.banyan.crypto.OrderedTrie;
import network.banyan.execution.BlockExecutor.Outcome.Executed;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Bloom;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Slot;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.UInt256;

/**
 * Whether a header of our chains follows from its parent, and whether it tells the truth about its block. Who may propose
 * in a slot, the committee's commitment and the randomness are not looked at here: the election knows them.
 */
public final class HeaderRules {
    private final Genesis.Parameters parameters;

    public HeaderRules(Genesis.Parameters parameters) {
        this.parameters = parameters;
    }

    /** What the rules say of a header. */
    public sealed interface Verdict {
        record Valid() implements Verdict {}

        /** @param reason which rule it breaks, and how */
        record Invalid(String reason) implements Verdict {}
    }

    /** A rule's name and the two values that it wants equal. */
    private record Same(String name, Object claimed, Object expected) {
        Optional<String> broken() {
            return claimed.equals(expected)
                    ? Optional.empty()
                    : Optional.of("invalid %s: have %s, want %s".formatted(name, claimed, expected));
        }
    }

    /** Whether the header may follow the parent. */
    public Verdict check(BlockHeader header, BlockHeader parent) {
        List<Same> rules = List.of(
                new Same("parent hash", header.parentHash(), parent.hash()),
                new Same("number", header.number(), parent.number() + 1),
                new Same("gas limit", header.gasLimit(), parameters.gasLimit()),
                new Same("base fee", header.baseFeePerGas(), BaseFee.after(parent, parameters.minBaseFee())),
                new Same("ommers hash", header.ommersHash(), BlockHeader.NO_OMMERS),
                new Same("difficulty", header.difficulty(), UInt256.ZERO),
                new Same("nonce", header.nonce(), BlockHeader.ZERO_NONCE),
                new Same("withdrawals root", header.withdrawalsRoot(), BlockHeader.EMPTY_ROOT),
                new Same("blob gas used", header.blobGasUsed(), 0L),
                new Same("excess blob gas", header.excessBlobGas(), 0L),
                new Same("requests hash", header.requestsHash(), BlockHeader.NO_REQUESTS));
        return verdict(firstBroken(rules).or(() -> gasUsed(header)).or(() -> slot(header, parent)));
    }

    private static Optional<String> gasUsed(BlockHeader header) {
        return header.gasUsed() > header.gasLimit()
                ? Optional.of("invalid gas used: have %d, gas limit %d".formatted(header.gasUsed(), header.gasLimit()))
                : Optional.empty();
    }

    private Optional<String> slot(BlockHeader header, BlockHeader parent) {
        try {
            Slot slot = Slot.of(header);
            Slot before = Slot.of(parent);
            long epoch = parameters
                    .epochs()
                    .map(epochs -> epochs.of(header.number()))
                    .orElse(0L);
            boolean later = slot.view() > (slot.epoch() == before.epoch() ? before.view() : 0);
            if (slot.epoch() != epoch || !later) {
                return Optional.of("invalid slot: have %s, parent %s".formatted(slot, before));
            }
            if (header.timestamp() < 0) {
                return Optional.of("invalid timestamp: over 63 bits");
            }
            long earliest = Math.addExact(Slot.timeMillis(parent), parameters.blockIntervalMillis());
            long time = Slot.timeMillis(header);
            return time < earliest
                    ? Optional.of("invalid timestamp: have %d ms, earliest %d ms".formatted(time, earliest))
                    : Optional.empty();
        } catch (RlpException | ArithmeticException noSlot) {
            return Optional.of("invalid slot or timestamp: " + noSlot.getMessage());
        }
    }

    /** Whether the header commits to these transactions; told before they are executed. */
    public Verdict checkBody(BlockHeader header, List<Transaction> transactions) {
        return verdict(
                new Same("transactions root", header.transactionsRoot(), transactionsRoot(transactions)).broken());
    }

    /** Whether the header tells what execution found. */
    public Verdict checkOutcome(BlockHeader header, Executed executed, Hash stateRoot) {
        return verdict(firstBroken(List.of(
                new Same("gas used", header.gasUsed(), executed.gasUsed()),
                new Same("receipts root", header.receiptsRoot(), receiptsRoot(executed.receipts())),
                new Same("logs bloom", header.bloom(), bloom(executed.receipts())),
                new Same("state root", header.stateRoot(), stateRoot))));
    }

    /** Whether the header commits to these receipts: what is known of a block's outcome without executing it again. */
    public Verdict checkReceipts(BlockHeader header, List<Receipt> receipts) {
        long gasUsed = receipts.isEmpty() ? 0 : receipts.getLast().cumulativeGasUsed();
        return verdict(firstBroken(List.of(
                new Same("gas used", header.gasUsed(), gasUsed),
                new Same("receipts root", header.receiptsRoot(), receiptsRoot(receipts)),
                new Same("logs bloom", header.bloom(), bloom(receipts)))));
    }

    private static Optional<String> firstBroken(List<Same> rules) {
        return rules.stream().map(Same::broken).flatMap(Optional::stream).findFirst();
    }

    private static Verdict verdict(Optional<String> broken) {
        return broken.<Verdict>map(Verdict.Invalid::new).orElseGet(Verdict.Valid::new);
    }

    static Hash transactionsRoot(List<Transaction> transactions) {
        return OrderedTrie.root(transactions.stream()
                .map(transaction -> transaction.encoded().unsafeArray())
                .toList());
    }

    static Hash receiptsRoot(List<Receipt> receipts) {
        return OrderedTrie.root(receipts.stream().map(Receipt::encode).toList());
    }

    static Bloom bloom(List<Receipt> receipts) {
        return Bloom.union(receipts.stream().map(Receipt::bloom).toList());
    }
}
