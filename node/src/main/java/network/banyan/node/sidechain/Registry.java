// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import java.io.PrintWriter;
import java.util.List;
import network.banyan.contracts.hub.ChainsContract;
import network.banyan.contracts.hub.ChainsContract.State;
import network.banyan.contracts.hub.MembersContract;
import network.banyan.crypto.Bls;
import network.banyan.crypto.BlsPoints;
import network.banyan.crypto.Keccak;
import network.banyan.hub.CommitteeKeys;
import network.banyan.hub.HubDomain;
import network.banyan.hub.MemberStatement;
import network.banyan.node.NodeKeys;
import network.banyan.node.UserError;
import network.banyan.node.cli.Sending;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.Wallet;

/** One sidechain's entry on its root, and what makes it grow: registration, members, opening (docs/spec/hub.md, rules 1 to 3). */
final class Registry {
    /** More than joining ever takes, which verifies one BLS signature. */
    private static final long JOINING_GAS = 1_000_000;

    /** For some hundred checkpoints that a member brings to the root in its turns. */
    private static final long CARRYING_GAS = 100_000_000;

    private final ChainClient root;
    private final Sending sending;
    private final Charter charter;

    /**
     * @throws UserError if the node is one of another root than the charter names
     */
    Registry(ChainClient root, PrintWriter out, Charter charter) {
        long id = root.chainId();
        if (id != charter.rootId()) {
            throw new UserError("The charter is for root %d, and this node's chain is %d. Name another with --node."
                    .formatted(charter.rootId(), id));
        }
        this.root = root;
        this.sending = new Sending(root, out, HubRefusals::sentence);
        this.charter = charter;
    }

    State state() {
        return ChainsContract.state(root.call(ChainsContract.ADDRESS, ChainsContract.stateOf(charter.chainId())));
    }

    /** What registering burns, in wei: a fee, and rent for some days. */
    UInt256 price(long rentDays) {
        UInt256 fee = coins(ChainsContract.registrationFee());
        return fee.plus(coins(ChainsContract.rentPerDay()).timesExact(rentDays));
    }

    private UInt256 coins(Bytes question) {
        return ChainsContract.coins(root.call(ChainsContract.ADDRESS, question));
    }

    UInt256 bond() {
        return ChainsContract.coins(root.call(MembersContract.ADDRESS, MembersContract.memberBond()));
    }

    void register(Wallet owner, long rentDays, List<ChainsContract.Limit> limits) {
        sending.send(
                owner,
                ChainsContract.ADDRESS,
                price(rentDays),
                ChainsContract.register(charter.onRoot(), limits, charter.exports()));
    }

    /** Whether a key stands in the books of the chain, and with the account that the charter has for it. */
    boolean hasJoined(Charter.Member member) {
        Hash key = Keccak.hash(encoded(member.blsKey()));
        Address account = MembersContract.account(
                root.call(MembersContract.ADDRESS, MembersContract.member(charter.chainId(), key)));
        if (!account.equals(Address.ZERO) && !account.equals(member.account())) {
            throw new UserError("The key %s belongs to %s on the root, and not to %s as the charter says."
                    .formatted(member.blsKey().toHex(), account, member.account()));
        }
        return !account.equals(Address.ZERO);
    }

    /** Gives a member what it lacks for its bond, and gas to begin with. */
    void equip(Wallet owner, Address member) {
        UInt256 price = root.gasPrice().maxFeePerGas();
        UInt256 needed = bond().plus(price.timesExact(JOINING_GAS + CARRYING_GAS));
        UInt256 owned = root.balance(member);
        if (owned.compareTo(needed) < 0) {
            sending.send(owner, member, needed.minus(owned), Bytes.EMPTY);
        }
    }

    /** The member's own step: it proves its key, and puts up its bond. */
    void join(NodeKeys keys) {
        Bls.PublicKey key = publicKey(keys);
        var statement = new MemberStatement(HubDomain.of(charter.rootId()), charter.chainId(), keys.operator(), key);
        Bytes proof = keys.bls().sign(statement.message().toArray());
        sending.send(
                Wallet.of(keys.operatorKey()),
                MembersContract.ADDRESS,
                bond(),
                MembersContract.join(
                        charter.chainId(),
                        encoded(key.bytes()),
                        BlsPoints.ofSignature(proof).orElseThrow()));
    }

    void open(Wallet owner) {
        CommitteeKeys keys = charter.committee();
        sending.send(
                owner, ChainsContract.ADDRESS, UInt256.ZERO, ChainsContract.open(charter.chainId(), keys.encode()));
    }

    private static Bls.PublicKey publicKey(NodeKeys keys) {
        return Bls.PublicKey.decode(keys.bls().publicKey()).orElseThrow();
    }

    private static Bytes encoded(Bytes compressed) {
        return BlsPoints.ofKey(compressed).orElseThrow();
    }
}
