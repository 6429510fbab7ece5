// SPDX-License-Identifier: Apache-2.0
package network.banyan.light;

import java.util.List;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.OrderedTrie;
import network.banyan.crypto.PatriciaProof;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.UInt256;
import network.banyan.state.Account;
import network.banyan.state.AccountProof;
import network.banyan.state.AccountProof.SlotProof;

/** Measures what a source says of a state against the state root of a header (docs/spec/light-node.md, rules 8 to 10). */
public final class StateAnswers {
    private StateAnswers() {}

    /** What the account trie holds. */
    private record Leaf(Account account, Hash storageRoot) {
        static final Leaf NONE = new Leaf(Account.EMPTY, OrderedTrie.EMPTY_ROOT);

        static Leaf decode(Bytes value) {
            RlpReader outer = new RlpReader(value.unsafeArray());
            RlpReader in = outer.list();
            outer.end();
            long nonce = in.unsignedLong();
            UInt256 balance = in.number();
            Hash storageRoot = in.hash();
            Hash codeHash = in.hash();
            in.end();
            return new Leaf(new Account(nonce, balance, codeHash), storageRoot);
        }
    }

    /**
     * An account and slots as {@code eth_getProof} tells them (EIP-1186): every value must be the one its nodes prove, an
     * account or a slot that is not there too.
     *
     * @param address who was asked for
     * @param slots which were asked for, in this order
     * @return what was told, now known to be true
     * @throws FalseAnswer if anything of it does not hold
     */
    public static AccountProof account(Hash stateRoot, Address address, List<UInt256> slots, AccountProof told) {
        List<UInt256> toldOf = told.slots().stream().map(SlotProof::slot).toList();
        if (!told.address().equals(address) || !toldOf.equals(slots)) {
            throw FalseAnswer.of("the proof is of other than what was asked of account %s", address);
        }
        try {
            Leaf leaf = switch (PatriciaProof.verify(
                    stateRoot, Keccak.hash(address.toArray()).toArray(), told.nodes())) {
                case PatriciaProof.Outcome.Present(Bytes value) -> Leaf.decode(value);
                case PatriciaProof.Outcome.Absent() -> Leaf.NONE;
                case PatriciaProof.Outcome.Broken(String reason) ->
                    throw FalseAnswer.of("the proof of account %s is broken: %s", address, reason);
            };
            if (!leaf.account().equals(told.account()) || !leaf.storageRoot().equals(told.storageRoot())) {
                throw FalseAnswer.of("account %s is told otherwise than its proof shows", address);
            }
            for (SlotProof slot : told.slots()) {
                slot(leaf.storageRoot(), address, slot);
            }
        } catch (RlpException malformed) {
            throw FalseAnswer.of("the proof of account %s holds no account: %s", address, malformed.getMessage());
        }
        return told;
    }

    private static void slot(Hash storageRoot, Address address, SlotProof told) {
        byte[] key = Keccak.hash(told.slot().toArray()).toArray();
        UInt256 proven = switch (PatriciaProof.verify(storageRoot, key, told.nodes())) {
            case PatriciaProof.Outcome.Present(Bytes value) -> word(value);
            case PatriciaProof.Outcome.Absent() -> UInt256.ZERO;
            case PatriciaProof.Outcome.Broken(String reason) ->
                throw FalseAnswer.of(
                        "the proof of slot %s of account %s is broken: %s",
                        told.slot().toQuantity(), address, reason);
        };
        if (!proven.equals(told.value())) {
            throw FalseAnswer.of(
                    "slot %s of account %s is told otherwise than its proof shows",
                    told.slot().toQuantity(), address);
        }
    }

    private static UInt256 word(Bytes value) {
        RlpReader in = new RlpReader(value.unsafeArray());
        UInt256 word = in.number();
        in.end();
        return word;
    }

    /**
     * A code that an account is proven to have.
     *
     * @throws FalseAnswer if the bytes have another hash
     */
    public static Bytes code(Hash codeHash, Bytes told) {
        if (!Keccak.hash(told).equals(codeHash)) {
            throw FalseAnswer.of("these %d bytes are not the code %s", told.size(), codeHash);
        }
        return told;
    }
}
