// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault.sale;

import java.util.Optional;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.vault.DeviceKeys;
import network.banyan.vault.VaultException;
import network.banyan.vault.chain.DataSaleContract;
import network.banyan.vault.chain.DataSaleContract.Sale;
import network.banyan.vault.chain.DataSaleContract.State;
import network.banyan.vault.chain.SaleLedger;
import network.banyan.vault.chain.SaleTerms;
import network.banyan.vault.store.SegmentStore;
import network.banyan.vault.store.SegmentStore.Name;

/**
 * The buyer's side (docs/spec/vault.md, rules 21 to 25). It pays only for ciphertexts that are on its own disk: what is
 * shown in a dispute can then be lost by nobody else.
 */
public final class Buyer {
    private final SegmentStore store;
    private final SegmentStore home;
    private final SaleLedger ledger;
    private final Bytes secret;
    private final Policy policy;

    /**
     * What a buyer insists on.
     *
     * @param disputeSecondsLeast a shorter time to dispute is not agreed to
     * @param takesUnfixed whether a key that was replaced may have signed records that its device never anchored
     * @param disputes whether a bad record is shown to the contract
     */
    public record Policy(long disputeSecondsLeast, boolean takesUnfixed, boolean disputes) {}

    /**
     * @param store where the seller put the parcel
     * @param home the buyer's own disk
     * @param secret of the X25519 key that parcels are sealed to
     */
    public Buyer(SegmentStore store, SegmentStore home, SaleLedger ledger, Bytes secret, Policy policy) {
        this.store = store;
        this.home = home;
        this.ledger = ledger;
        this.secret = secret;
        this.policy = policy;
    }

    /** What a step came to. */
    public sealed interface Step {
        /** Nothing to do before the seller acts, or the state's time is over. */
        record Waiting(State state, long until) implements Step {}

        /** The price is in escrow. */
        record Paid() implements Step {}

        /** One bad record decided. */
        record Disputed(Delivery.Bad bad) implements Step {}

        /** The time to reveal is over, and the money ours again. */
        record Settled() implements Step {}

        /** The money is back in the account, with whatever else was owed in that token. */
        record Fetched(UInt256 amount) implements Step {}

        /** The records are here. If some are bad, nothing can be done about it any more, or nothing was to be done. */
        record Received(Delivery delivery) implements Step {}

        /** It ended without records, and no money is in it. */
        record Over(State state) implements Step {}
    }

    /**
     * A sale as the chain has it; its terms are those that its name was made of, whatever the node says.
     *
     * @throws VaultException if there is none, or it is offered to somebody else
     */
    public Sale sale(Hash id) {
        Sale sale = ledger.sale(id);
        if (sale.state() == State.NONE) {
            throw VaultException.of("the chain knows no sale %s", id);
        }
        if (!sale.terms().id(ledger.chainId(), sale.seller()).equals(id)) {
            throw VaultException.of("the node lies: those are not the terms of sale %s", id);
        }
        if (!sale.terms().buyer().equals(ledger.account())) {
            throw VaultException.of(
                    "that sale is for account %s, not %s", sale.terms().buyer(), ledger.account());
        }
        return sale;
    }

    /**
     * Checks all that can be known of an offer before it is paid, and keeps its ciphertexts.
     *
     * @throws VaultException if it must not be paid
     */
    public Ciphertexts check(Hash id, DeviceKeys keys) {
        SaleTerms terms = sale(id).terms();
        if (terms.times().disputeSeconds() < policy.disputeSecondsLeast()) {
            throw VaultException.of(
                    "the seller leaves %d seconds to dispute, less than the %d insisted on",
                    terms.times().disputeSeconds(), policy.disputeSecondsLeast());
        }
        if (!keys.isActive()) {
            throw new VaultException("the device was taken out of service since the offer: ask why, do not pay");
        }
        SaleTerms.Run run = terms.run();
        if (!run.key().equals(keys.present())
                && !policy.takesUnfixed()
                && !keys.history().areAnchoredUnder(run.key(), run.first(), run.last())) {
            throw new VaultException(
                    "the records are signed by a key that was replaced, and nothing on the chain shows that they are"
                            + " older than that: who has the old key can have made them up");
        }
        Ciphertexts texts = ciphertexts(id, terms);
        home.put(Name.parcel(id), texts.encode());
        return texts;
    }

    /** Those at home, or else those in the store, if they are what was sold. */
    private Ciphertexts ciphertexts(Hash id, SaleTerms terms) {
        Optional<Ciphertexts> kept =
                home.get(Name.parcel(id), Ciphertexts.MAX_BYTES).map(Ciphertexts::decode);
        Ciphertexts texts = kept.orElseGet(() -> received(id));
        if (texts.texts().size() != terms.run().count() || !texts.root().equals(terms.root())) {
            throw new VaultException("the ciphertexts are not those whose root the chain has: do not pay for them");
        }
        return texts;
    }

    private Ciphertexts received(Hash id) {
        Parcel parcel = Parcel.decode(store.get(Name.parcel(id), Parcel.MAX_BYTES)
                .orElseThrow(() -> VaultException.of("%s does not have the parcel of sale %s", store, id)));
        if (!parcel.sale().equals(id) || parcel.chainId() != ledger.chainId()) {
            throw VaultException.of("%s lies: that is another sale's parcel", store);
        }
        return parcel.open(secret)
                .orElseThrow(() -> new VaultException("the parcel is not sealed to this key, or was changed"));
    }

    /**
     * Does what is to be done next; an offer is checked and paid.
     *
     * @throws VaultException as {@link #sale} and {@link #check}
     */
    public Step step(Hash id, DeviceKeys keys) {
        Sale sale = sale(id);
        boolean isOver = ledger.now() > sale.deadline();
        return switch (sale.state()) {
            case OFFERED -> isOver ? new Step.Over(State.OFFERED) : pay(id, sale, keys);
            case PAID -> isOver ? settle(id) : new Step.Waiting(State.PAID, sale.deadline());
            case REVEALED -> revealed(id, sale, isOver);
            case SOLD -> new Step.Received(delivery(id, sale));
            case REFUNDED -> refunded(sale);
            case CANCELLED, NONE -> new Step.Over(sale.state());
        };
    }

    private Step pay(Hash id, Sale sale, DeviceKeys keys) {
        check(id, keys);
        SaleTerms.Price price = sale.terms().price();
        if (!price.isCoin()) {
            ledger.allow(price.token(), price.amount());
        }
        ledger.send(DataSaleContract.pay(id), price.isCoin() ? price.amount() : UInt256.ZERO);
        return new Step.Paid();
    }

    private Step settle(Hash id) {
        ledger.send(DataSaleContract.settle(id), UInt256.ZERO);
        return new Step.Settled();
    }

    private Step revealed(Hash id, Sale sale, boolean isOver) {
        Ciphertexts texts = ciphertexts(id, sale.terms());
        Delivery delivery = Delivery.open(sale.terms().run(), texts, sale.key());
        if (policy.disputes() && !isOver) {
            for (Delivery.Bad bad : delivery.bad()) {
                Bytes call = DataSaleContract.dispute(
                        id, bad.index(), texts.texts().get(bad.index()), texts.path(bad.index()));
                // What the device signed without its being a record, the contract takes for good.
                if (ledger.wouldSucceed(call)) {
                    ledger.send(call, UInt256.ZERO);
                    return new Step.Disputed(bad);
                }
            }
        }
        return new Step.Received(delivery);
    }

    private Delivery delivery(Hash id, Sale sale) {
        return Delivery.open(sale.terms().run(), ciphertexts(id, sale.terms()), sale.key());
    }

    private Step refunded(Sale sale) {
        Address token = sale.terms().price().token();
        UInt256 amount = ledger.owed(token);
        if (amount.isZero()) {
            return new Step.Over(State.REFUNDED);
        }
        ledger.send(DataSaleContract.withdraw(token, ledger.account()), UInt256.ZERO);
        return new Step.Fetched(amount);
    }
}
