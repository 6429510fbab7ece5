// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault.sale;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import network.banyan.crypto.P256;
import network.banyan.evidence.DeviceRecord;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.vault.VaultException;
import network.banyan.vault.chain.DataSaleContract;
import network.banyan.vault.chain.DataSaleContract.Sale;
import network.banyan.vault.chain.DataSaleContract.State;
import network.banyan.vault.chain.SaleLedger;
import network.banyan.vault.chain.SaleTerms;
import network.banyan.vault.store.SegmentStore;
import network.banyan.vault.store.SegmentStore.Name;

/**
 * The seller's side (docs/spec/vault.md, rules 21, 24, 25). Whatever is cut short is carried on by the next {@link #step}: the
 * sale is in the book before its parcel is in the store, and that before it is offered.
 */
public final class Seller {
    private static final long MARGIN_MAX = 30;

    private final SaleBook book;
    private final SegmentStore store;
    private final SaleLedger ledger;
    private final SecureRandom random;

    public Seller(SaleBook book, SegmentStore store, SaleLedger ledger, SecureRandom random) {
        this.book = book;
        this.store = store;
        this.ledger = ledger;
        this.random = random;
    }

    /**
     * What is to be sold to whom.
     *
     * @param receiver the buyer's X25519 key
     */
    public record Draft(
            List<DeviceRecord> records,
            P256.PublicKey deviceKey,
            SaleTerms.Price price,
            Address buyer,
            Bytes receiver,
            SaleTerms.Times times) {
        public Draft {
            records = List.copyOf(records);
        }

        /**
         * @throws VaultException if the records are none, have gaps, or are not all signed by the key
         */
        SaleTerms.Run run() {
            if (records.isEmpty()) {
                throw new VaultException("there are no records to sell");
            }
            long first = records.getFirst().sequence();
            for (int i = 0; i < records.size(); i++) {
                DeviceRecord record = records.get(i);
                if (record.sequence() != first + i) {
                    throw VaultException.of(
                            "a sale is of records without a gap, and record %d is missing: sell what lies before it and"
                                    + " behind it apart",
                            first + i);
                }
                if (!record.isSignedBy(deviceKey)) {
                    throw VaultException.of(
                            "a sale is of records of one key of the device, and record %d has another: sell what lies"
                                    + " before it apart",
                            record.sequence());
                }
            }
            return new SaleTerms.Run(records.getFirst().device(), deviceKey, first, records.size());
        }
    }

    /** What a step came to. */
    public sealed interface Step {
        /** Nothing to do before the buyer acts, or the state's time is over. */
        record Waiting(State state, long until) implements Step {}

        /** A transaction is final; there may be more to do. */
        record Did(Act act) implements Step {}

        /** There is nothing to do any more. */
        record Over(End end) implements Step {}
    }

    /** What a seller does on the chain. */
    public enum Act {
        OFFERED,
        REVEALED,
        SETTLED,
        FETCHED
    }

    /** How a sale ends for its seller. */
    public enum End {
        /** The money was fetched. */
        SOLD,
        /** A bad record was shown, or no key in time. */
        REFUNDED,
        CANCELLED,
        /** Nobody paid in time. */
        UNSOLD,
        /** It was cut short before the buyer could have had it. */
        NEVER_OFFERED,
        /** Too little of the time to reveal is left: a key that comes late is a gift. */
        TOO_LATE
    }

    /**
     * Prepares a sale: the book has it and the store the parcel; {@link #step} offers it. The same sale that is not over yet is
     * not made twice.
     *
     * @return its name
     * @throws VaultException if these records cannot be sold so
     */
    public Hash prepare(Draft draft) {
        SaleTerms.Run run = draft.run();
        Optional<SaleBook.Entry> same = book.open().stream()
                .filter(entry -> isSame(entry, run, draft) && isOpen(entry))
                .findFirst();
        if (same.isPresent()) {
            return same.get().id();
        }
        Hash key = chance();
        Ciphertexts texts = Ciphertexts.of(
                key, draft.records().stream().map(DeviceRecord::encoded).toList());
        var terms =
                new SaleTerms(run, SaleCipher.keyHash(key), texts.root(), draft.price(), draft.buyer(), draft.times());
        var entry = new SaleBook.Entry(ledger.chainId(), ledger.account(), terms, key);
        Parcel parcel = Parcel.seal(entry.chainId(), entry.id(), texts, draft.receiver(), chance().toBytes());
        book.put(entry);
        store.put(Name.parcel(entry.id()), parcel.encode());
        return entry.id();
    }

    /** Whether an entry is of this sale; when it must be paid is a matter of when one was asked. */
    private boolean isSame(SaleBook.Entry entry, SaleTerms.Run run, Draft draft) {
        SaleTerms terms = entry.terms();
        return entry.chainId() == ledger.chainId()
                && entry.seller().equals(ledger.account())
                && terms.run().equals(run)
                && terms.price().equals(draft.price())
                && terms.buyer().equals(draft.buyer())
                && terms.times().revealSeconds() == draft.times().revealSeconds()
                && terms.times().disputeSeconds() == draft.times().disputeSeconds();
    }

    private boolean isOpen(SaleBook.Entry entry) {
        return switch (ledger.sale(entry.id()).state()) {
            case NONE -> ledger.now() < entry.terms().times().buyBy() && hasParcel(entry.id());
            case OFFERED -> ledger.now() < entry.terms().times().buyBy();
            case PAID, REVEALED -> true;
            case CANCELLED, REFUNDED, SOLD -> false;
        };
    }

    /**
     * Does what is to be done next.
     *
     * @throws VaultException if the book has no such sale, or it is another account's or chain's
     */
    public Step step(Hash id) {
        SaleBook.Entry entry =
                book.find(id).orElseThrow(() -> VaultException.of("%s has no sale %s that is not over", book, id));
        if (!entry.seller().equals(ledger.account()) || entry.chainId() != ledger.chainId()) {
            throw VaultException.of("that sale is of account %s on chain %d", entry.seller(), entry.chainId());
        }
        Sale sale = ledger.sale(id);
        boolean isOver = ledger.now() > sale.deadline();
        return switch (sale.state()) {
            case NONE -> unoffered(entry);
            case OFFERED -> isOver ? over(id, End.UNSOLD) : waiting(sale);
            case PAID -> paid(entry, sale);
            case REVEALED -> isOver ? did(Act.SETTLED, DataSaleContract.settle(id)) : waiting(sale);
            case CANCELLED -> over(id, End.CANCELLED);
            case REFUNDED -> over(id, End.REFUNDED);
            case SOLD ->
                ledger.owed(sale.terms().price().token()).isZero()
                        ? over(id, End.SOLD)
                        : did(
                                Act.FETCHED,
                                DataSaleContract.withdraw(sale.terms().price().token(), ledger.account()));
        };
    }

    private Step unoffered(SaleBook.Entry entry) {
        if (ledger.now() >= entry.terms().times().buyBy() || !hasParcel(entry.id())) {
            return over(entry.id(), End.NEVER_OFFERED);
        }
        return did(Act.OFFERED, DataSaleContract.offer(entry.terms()));
    }

    private boolean hasParcel(Hash id) {
        return store.get(Name.parcel(id), Parcel.MAX_BYTES).isPresent();
    }

    private Step paid(SaleBook.Entry entry, Sale sale) {
        if (ledger.now() + margin(sale.terms().times().revealSeconds()) > sale.deadline()) {
            // The entry stays: if the buyer does not come for the money either, somebody may want to know why.
            return new Step.Over(End.TOO_LATE);
        }
        return did(Act.REVEALED, DataSaleContract.reveal(entry.id(), entry.key()));
    }

    /** A transaction that comes after the deadline has shown the key all the same, so it must not be sent close to it. */
    private static long margin(long revealSeconds) {
        return Math.min(MARGIN_MAX, revealSeconds / 5);
    }

    /** Takes back an offer that nobody paid. */
    public void cancel(Hash id) {
        ledger.send(DataSaleContract.cancel(id), UInt256.ZERO);
    }

    private Step did(Act act, Bytes call) {
        ledger.send(call, UInt256.ZERO);
        return new Step.Did(act);
    }

    private static Step waiting(Sale sale) {
        return new Step.Waiting(sale.state(), sale.deadline());
    }

    private Step over(Hash id, End end) {
        store.delete(Name.parcel(id));
        book.remove(id);
        return new Step.Over(end);
    }

    private Hash chance() {
        byte[] bytes = new byte[Hash.SIZE];
        random.nextBytes(bytes);
        return Hash.of(bytes);
    }
}
