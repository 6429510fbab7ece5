// SPDX-License-Identifier: Apache-2.0
package network.banyan.light;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import network.banyan.crypto.Keccak;
import network.banyan.light.ProofFetch.Wanted;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.state.Account;
import network.banyan.state.AccountProof;
import network.banyan.state.AccountProof.SlotProof;
import network.banyan.state.StateLayer;
import org.junit.jupiter.api.Test;

class StateAnswersTest {
    private static final TestWorld WORLD = new TestWorld(1);
    private static final Address CONTRACT = Address.ofNumber(TestWorld.CONTRACT);
    private static final Address NOBODY = Address.ofNumber(9_999);
    private static final List<UInt256> SLOTS = List.of(UInt256.of(3), UInt256.of(29), UInt256.of(1_000));

    private static AccountProof proof(Address address, List<UInt256> slots) {
        return WORLD.state.prove(address, slots, WORLD.state.head().height()).orElseThrow();
    }

    private static AccountProof check(Address address, List<UInt256> slots, AccountProof told) {
        return StateAnswers.account(WORLD.header(1).stateRoot(), address, slots, told);
    }

    @Test
    void takesWhatIsProvenAlsoThatNothingIsThere() {
        for (int i = 0; i < 40; i++) {
            Address address = Address.ofNumber(1_000 + i);
            AccountProof told = check(address, List.of(), proof(address, List.of()));
            assertThat(told.account().balance()).isEqualTo(UInt256.of(1_000_000L * i + 1));
        }
        AccountProof contract = check(CONTRACT, SLOTS, proof(CONTRACT, SLOTS));
        assertThat(contract.slots())
                .extracting(SlotProof::value)
                .containsExactly(UInt256.of(231), UInt256.of(29 * 77), UInt256.ZERO);
        AccountProof nobody = check(NOBODY, List.of(UInt256.ONE), proof(NOBODY, List.of(UInt256.ONE)));
        assertThat(nobody.account()).isEqualTo(Account.EMPTY);
    }

    @Test
    void everyBitOfEveryNodeCounts() {
        AccountProof honest = proof(CONTRACT, SLOTS);
        for (int i = 0; i < honest.nodes().size(); i++) {
            int place = i;
            VerifiedChainTest.Bits.eachChanged(
                    honest.nodes().get(i).toArray(),
                    changed -> check(CONTRACT, SLOTS, withNodes(honest, put(honest.nodes(), place, changed))));
        }
        for (int slot = 0; slot < SLOTS.size(); slot++) {
            List<Bytes> nodes = honest.slots().get(slot).nodes();
            for (int i = 0; i < nodes.size(); i++) {
                int which = slot;
                int place = i;
                VerifiedChainTest.Bits.eachChanged(
                        nodes.get(i).toArray(),
                        changed -> check(
                                CONTRACT,
                                SLOTS,
                                withSlot(
                                        honest, which, honest.slots().get(which).value(), put(nodes, place, changed))));
            }
        }
    }

    @Test
    void everyWordThatIsToldMustBeTheOneThatIsProven() {
        AccountProof honest = proof(CONTRACT, SLOTS);
        Account account = honest.account();
        for (int bit = 0; bit < 256; bit++) {
            UInt256 other = flipped(account.balance(), bit);
            refuses(with(honest, new Account(account.nonce(), other, account.codeHash()), honest.storageRoot()));
            Hash hash = flipped(account.codeHash().toUInt256(), bit).toHash();
            refuses(with(honest, new Account(account.nonce(), account.balance(), hash), honest.storageRoot()));
            refuses(with(
                    honest,
                    account,
                    flipped(honest.storageRoot().toUInt256(), bit).toHash()));
            for (int slot = 0; slot < SLOTS.size(); slot++) {
                SlotProof told = honest.slots().get(slot);
                refuses(withSlot(honest, slot, flipped(told.value(), bit), told.nodes()));
            }
        }
        for (int bit = 0; bit < 64; bit++) {
            refuses(with(
                    honest,
                    new Account(account.nonce() ^ (1L << bit), account.balance(), account.codeHash()),
                    honest.storageRoot()));
        }
    }

    @Test
    void anAnswerToAnotherQuestionIsNone() {
        refuses(proof(Address.ofNumber(1_001), List.of()));
        refuses(proof(CONTRACT, List.of()));
        refuses(proof(CONTRACT, SLOTS.reversed()));
        refuses(proof(NOBODY, SLOTS));
        AccountProof hidden = new AccountProof(
                CONTRACT,
                Account.EMPTY,
                proof(NOBODY, List.of()).storageRoot(),
                proof(NOBODY, List.of()).nodes(),
                List.of());
        assertThatThrownBy(() -> check(CONTRACT, List.of(), hidden)).isInstanceOf(FalseAnswer.class);
        AccountProof cut =
                withNodes(proof(CONTRACT, SLOTS), proof(CONTRACT, SLOTS).nodes().subList(0, 1));
        refuses(cut);
        List<Bytes> more = new ArrayList<>(proof(CONTRACT, SLOTS).nodes());
        more.add(more.getLast());
        refuses(withNodes(proof(CONTRACT, SLOTS), more));
    }

    @Test
    void codeIsKnownByItsHash() {
        Hash hash = Keccak.hash(TestWorld.CODE);
        assertThat(StateAnswers.code(hash, TestWorld.CODE)).isEqualTo(TestWorld.CODE);
        VerifiedChainTest.Bits.eachChanged(
                TestWorld.CODE.toArray(), changed -> StateAnswers.code(hash, Bytes.wrap(changed)));
    }

    @Test
    void aStateFetchedPieceByPieceIsTheState() {
        var source = new Honest();
        var fetched = new ProvenState(source, ProvenState.Limits.OF_A_CALL);
        StateLayer whole = WORLD.state.head();
        fetched.prefetch(List.of(new Wanted(CONTRACT, List.of(UInt256.of(5), UInt256.of(6)))));
        for (Address address : List.of(Address.ofNumber(1_007), CONTRACT, NOBODY)) {
            assertThat(fetched.account(address)).isEqualTo(whole.account(address));
            for (int slot = 0; slot < 35; slot++) {
                assertThat(fetched.storage(address, UInt256.of(slot)))
                        .isEqualTo(whole.storage(address, UInt256.of(slot)));
            }
        }
        assertThat(fetched.code(Keccak.hash(TestWorld.CODE))).isEqualTo(TestWorld.CODE);
        assertThat(fetched.code(Keccak.EMPTY)).isEqualTo(Bytes.EMPTY);
        int asked = source.asked;
        assertThat(fetched.storage(CONTRACT, UInt256.of(5))).isEqualTo(UInt256.of(385));
        assertThat(fetched.code(Keccak.hash(TestWorld.CODE))).isEqualTo(TestWorld.CODE);
        assertThat(source.asked).as("nothing is fetched twice").isEqualTo(asked);
    }

    @Test
    void whatOneQuestionMayFetchIsBounded() {
        var few = new ProvenState(new Honest(), new ProvenState.Limits(10, 1L << 20));
        assertThatThrownBy(() -> IntStream.range(0, 10).forEach(slot -> few.storage(CONTRACT, UInt256.of(slot))))
                .isInstanceOf(ProvenState.TooMuch.class);
        var source = new Honest();
        var greedy = new ProvenState(source, new ProvenState.Limits(10, 1L << 20));
        List<UInt256> many = IntStream.range(0, 10).mapToObj(UInt256::of).toList();
        assertThatThrownBy(() -> greedy.prefetch(List.of(new Wanted(CONTRACT, many))))
                .isInstanceOf(ProvenState.TooMuch.class);
        assertThat(source.asked).as("asked for too much, it asks for nothing").isZero();
        var small = new ProvenState(new Honest(), new ProvenState.Limits(100, 700));
        assertThatThrownBy(() -> IntStream.range(0, 10).forEach(slot -> small.storage(CONTRACT, UInt256.of(slot))))
                .isInstanceOf(ProvenState.TooMuch.class);
    }

    /** Tells the truth, and counts how often. */
    private static final class Honest implements ProofFetch {
        int asked;

        @Override
        public List<AccountProof> proofs(List<Wanted> wanted) {
            asked++;
            return wanted.stream()
                    .map(each -> check(each.address(), each.slots(), proof(each.address(), each.slots())))
                    .toList();
        }

        @Override
        public Bytes code(Address owner, Hash codeHash) {
            asked++;
            assertThat(owner).isEqualTo(CONTRACT);
            return StateAnswers.code(codeHash, TestWorld.CODE);
        }
    }

    private static void refuses(AccountProof told) {
        assertThatThrownBy(() -> check(CONTRACT, SLOTS, told)).isInstanceOf(FalseAnswer.class);
    }

    private static UInt256 flipped(UInt256 value, int bit) {
        byte[] bytes = value.toArray();
        bytes[bit / 8] ^= (byte) (1 << (bit % 8));
        return UInt256.at(bytes, 0);
    }

    private static List<Bytes> put(List<Bytes> nodes, int place, byte[] changed) {
        List<Bytes> all = new ArrayList<>(nodes);
        all.set(place, Bytes.wrap(changed));
        return all;
    }

    private static AccountProof with(AccountProof honest, Account account, Hash storageRoot) {
        return new AccountProof(honest.address(), account, storageRoot, honest.nodes(), honest.slots());
    }

    private static AccountProof withNodes(AccountProof honest, List<Bytes> nodes) {
        return new AccountProof(honest.address(), honest.account(), honest.storageRoot(), nodes, honest.slots());
    }

    private static AccountProof withSlot(AccountProof honest, int place, UInt256 value, List<Bytes> nodes) {
        List<SlotProof> slots = new ArrayList<>(honest.slots());
        slots.set(place, new SlotProof(slots.get(place).slot(), value, nodes));
        return new AccountProof(honest.address(), honest.account(), honest.storageRoot(), honest.nodes(), slots);
    }
}
