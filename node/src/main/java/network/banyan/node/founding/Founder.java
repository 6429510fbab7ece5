// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.founding;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.contracts.staking.Application;
import network.banyan.contracts.staking.DelegatesContract;
import network.banyan.contracts.staking.StakingContract;
import network.banyan.crypto.Bls;
import network.banyan.crypto.Ed25519;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.ledger.Validator;
import network.banyan.node.NodeKeys;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * A delegate from the start, which its operator owns and pledges for.
 *
 * @param name by rule 11 of docs/spec/staking.md
 */
public record Founder(String name, NodeKeys keys) {
    /**
     * On what terms founders join.
     *
     * @param fee for registering, in wei
     * @param pledge in wei
     * @param term of the pledge
     * @param commission in basis points
     * @param purse what the operator has left for gas, in wei
     */
    public record Terms(
            BigInteger fee, BigInteger pledge, StakingContract.Term term, int commission, BigInteger purse) {
        /** What an operator must own before it joins. */
        UInt256 funds() {
            return UInt256.of(fee.add(pledge).add(purse));
        }
    }

    /** Where it stands: founders are numbered in their order from 1, and so are the buckets they create. */
    record Joining(long chainId, long number, Terms terms) {}

    /** How many transactions joining takes. */
    static final int CALLS = 3;

    private static final DelegatesContract.Profile NO_PROFILE = new DelegatesContract.Profile("", Hash.ZERO, "");

    /** A transaction never takes so much here, and none may ask for more (EIP-7825). */
    private static final long GAS_LIMIT = 5_000_000;

    public Address operator() {
        return keys.operator();
    }

    /** Its seat in the first committee. */
    public Validator validator() {
        Bls.SecretKey bls = keys.bls();
        return new Validator(
                name,
                operator(),
                bls.publicKey(),
                bls.provePossession(),
                nodeKey().toBytes());
    }

    private Hash nodeKey() {
        return Hash.of(Ed25519.KeyPair.fromSeed(keys.nodeSeed()).publicKey().toArray());
    }

    /** What it sends to become a delegate that is ranked: register, create a bucket, make that the pledge. */
    List<Transaction> joins(Joining joining) {
        Terms terms = joining.terms();
        var claim = new Application.Claim(joining.chainId(), operator(), operator(), nodeKey(), name);
        Bytes register = DelegatesContract.register(
                name, Application.sign(claim, keys.bls()), operator(), terms.commission(), NO_PROFILE);
        List<Transaction> sent = new ArrayList<>();
        sent.add(sign(joining, 0, DelegatesContract.ADDRESS, terms.fee(), register));
        Bytes create = StakingContract.create(terms.term(), false, joining.number());
        sent.add(sign(joining, 1, StakingContract.ADDRESS, terms.pledge(), create));
        Bytes activate = DelegatesContract.activate(joining.number(), joining.number());
        sent.add(sign(joining, 2, DelegatesContract.ADDRESS, BigInteger.ZERO, activate));
        return sent;
    }

    private Transaction sign(Joining joining, long nonce, Address to, BigInteger value, Bytes data) {
        var body = new TransactionBody.DynamicFee(
                Optional.of(UInt256.of(joining.chainId())),
                nonce,
                UInt256.ZERO,
                UInt256.ZERO,
                GAS_LIMIT,
                Optional.of(to),
                UInt256.of(value),
                data,
                List.of());
        return Transaction.sign(body, keys.operatorKey());
    }
}
