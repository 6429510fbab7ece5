// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import network.banyan.evm.CodeCache;
import network.banyan.evm.precompile.Precompile;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Bloom;
import network.banyan.ledger.Slot;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.testkit.MemoryState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JudgeTest {
    private static final int BLOCK = 1;
    private static final int QUESTION = 2;
    private static final int BYTES = 3;
    private static final int INCOMPLETE = 0;
    private static final int TRUE = 1;
    private static final int FALSE = 2;

    private final MemoryState root = new MemoryState();
    private final DisputedChain chain = new DisputedChain(11);

    @Test
    void trueBlocksAreTrueWithAllThatTellsWhichTheyAre() {
        for (int i = 0; i < 30; i++) {
            Block block = chain.next();
            EvidenceMaker.Tried tried = chain.tried(block);
            byte[] answer = judged(BLOCK, Bytes.EMPTY, tried.evidence().encode(), 0);

            assertThat(tried.falsehood()).isEmpty();
            assertThat(number(answer, 0)).isEqualTo(TRUE);
            assertThat(word(answer, 1)).isEqualTo(chain.rules.hash());
            assertThat(word(answer, 2)).isEqualTo(chain.blocks.getFirst().hash());
            assertThat(word(answer, 3)).isEqualTo(block.hash());
            assertThat(number(answer, 4)).isEqualTo(block.number());
            assertThat(word(answer, 5)).isEqualTo(chain.tip().hash());
            assertThat(word(answer, 6)).isEqualTo(block.header().stateRoot());
            assertThat(word(answer, 7)).isEqualTo(chain.tip().header().stateRoot());
            chain.append(block);
        }
        assertThat(chain.nonce()).isGreaterThan(30);
    }

    /** What a quorum may put into a header. */
    private enum Lie {
        STATE_ROOT(h -> with(h, Hash.fromHex("0x" + "01".repeat(32)), h.receiptsRoot(), h.bloom(), h.gasUsed())),
        RECEIPTS_ROOT(h -> with(h, h.stateRoot(), BlockHeader.NO_REQUESTS, h.bloom(), h.gasUsed())),
        BLOOM(h -> with(
                h,
                h.stateRoot(),
                h.receiptsRoot(),
                new Bloom(Bytes.copyOf(Arrays.copyOf(new byte[] {1}, Bloom.SIZE))),
                h.gasUsed())),
        GAS_USED(h -> with(h, h.stateRoot(), h.receiptsRoot(), h.bloom(), h.gasUsed() + 1)),
        MORE_GAS_THAN_THERE_IS(h -> with(h, h.stateRoot(), h.receiptsRoot(), h.bloom(), 5_000_001)),
        NUMBER(h -> with(h, h.number() + 1, h.gasLimit(), h.timestamp(), h.extraData(), h.baseFeePerGas())),
        GAS_LIMIT(h -> with(h, h.number(), 4_000_000, h.timestamp(), h.extraData(), h.baseFeePerGas())),
        TIMESTAMP(h -> with(h, h.number(), h.gasLimit(), h.timestamp() - 60, h.extraData(), h.baseFeePerGas())),
        SLOT(h -> with(h, h.number(), h.gasLimit(), h.timestamp(), new Slot(0, 0, 1).toExtraData(), h.baseFeePerGas())),
        NO_SLOT(h -> with(h, h.number(), h.gasLimit(), h.timestamp(), Bytes.EMPTY, h.baseFeePerGas())),
        BASE_FEE(h -> with(h, h.number(), h.gasLimit(), h.timestamp(), h.extraData(), UInt256.ONE));

        private final UnaryOperator<BlockHeader> told;

        Lie(UnaryOperator<BlockHeader> told) {
            this.told = told;
        }
    }

    @ParameterizedTest
    @EnumSource(Lie.class)
    void aLieInAHeaderIsFalse(Lie lie) {
        grow(9);
        Block honest = chain.next(List.of(DisputedChain.write(chain.nonce(), 3, 1)));
        var lying = new Block(lie.told.apply(honest.header()), honest.transactions());
        EvidenceMaker.Tried tried = chain.tried(lying);
        byte[] answer = judged(BLOCK, Bytes.EMPTY, tried.evidence().encode(), 0);

        assertThat(tried.falsehood()).isPresent();
        assertThat(number(answer, 0)).isEqualTo(FALSE);
        assertThat(word(answer, 3)).isEqualTo(lying.hash());
    }

    @Test
    void aTransactionThatCannotStandInABlockMakesItFalse() {
        grow(3);
        for (Transaction stranger : List.of(
                DisputedChain.write(chain.nonce() + 1, 3, 1),
                Scene.signed(Scene.payment(chain.nonce(), Scene.ONE_COIN.plus(Scene.ONE_COIN))))) {
            Block empty = chain.next(List.of());
            Hash body = HeaderRules.transactionsRoot(List.of(stranger));
            var lying = new Block(withBody(empty.header(), body), List.of(stranger));
            EvidenceMaker.Tried tried = chain.tried(lying);

            assertThat(tried.falsehood())
                    .hasValueSatisfying(why -> assertThat(why).contains("could not apply transaction 0"));
            assertThat(number(judged(BLOCK, Bytes.EMPTY, tried.evidence().encode(), 0), 0))
                    .isEqualTo(FALSE);
        }
    }

    @Test
    void whatIsLeftOutMakesNothingFalse() {
        grow(12);
        Block honest = chain.next(List.of(
                DisputedChain.write(chain.nonce(), 3, 0), Scene.signed(Scene.payment(chain.nonce() + 1, UInt256.ONE))));
        var lying = new Block(Lie.STATE_ROOT.told.apply(honest.header()), honest.transactions());
        Evidence.OfBlock shown = chain.tried(lying).evidence();
        Witness whole = shown.witness();
        List<Witness> less = new ArrayList<>();
        without(whole.nodes()).forEach(nodes -> less.add(new Witness(nodes, whole.codes(), whole.headers())));
        without(whole.codes()).forEach(codes -> less.add(new Witness(whole.nodes(), codes, whole.headers())));
        without(whole.headers()).forEach(headers -> less.add(new Witness(whole.nodes(), whole.codes(), headers)));
        assertThat(whole.headers()).hasSize(5);
        assertThat(less).hasSizeGreaterThan(9);
        for (Witness witness : less) {
            var evidence = new Evidence.OfBlock(shown.rules(), shown.parent(), shown.block(), witness);

            assertThat(judged(BLOCK, Bytes.EMPTY, evidence.encode(), 0)).isEqualTo(new byte[256]);
        }
        var stranger = new Evidence.OfBlock(shown.rules(), chain.header(4), shown.block(), whole);
        assertThat(judged(BLOCK, Bytes.EMPTY, stranger.encode(), 0)).isEqualTo(new byte[256]);
        var body = new Evidence.OfBlock(shown.rules(), shown.parent(), new Block(lying.header(), List.of()), whole);
        assertThat(judged(BLOCK, Bytes.EMPTY, body.encode(), 0)).isEqualTo(new byte[256]);
    }

    /** Or a quorum could hide a lie in a block of which more had to be shown than fits. */
    @Test
    void aBlockThatTouchesMoreThanCanBeShownIsFalse() {
        Block fits = chain.next(List.of(DisputedChain.touch(chain.nonce(), 120)));
        Block tooMuch = chain.next(List.of(DisputedChain.touch(chain.nonce(), 135)));
        EvidenceMaker.Tried small = chain.tried(fits);
        EvidenceMaker.Tried large = chain.tried(tooMuch);

        assertThat(small.falsehood()).isEmpty();
        assertThat(small.evidence().witness().codes()).hasSize(121);
        assertThat(large.falsehood()).hasValue("it touches more than 3,145,728 bytes of the state");
        for (EvidenceMaker.Tried tried : List.of(small, large)) {
            assertThat(tried.evidence().encode().size()).isLessThan(Evidence.BYTES_MAX - (200 << 10));
        }
        assertThat(number(judged(BLOCK, Bytes.EMPTY, small.evidence().encode(), 170), 0))
                .isEqualTo(TRUE);
        assertThat(number(judged(BLOCK, Bytes.EMPTY, large.evidence().encode(), 170), 0))
                .isEqualTo(FALSE);
        var lying = new Block(Lie.STATE_ROOT.told.apply(tooMuch.header()), tooMuch.transactions());
        assertThat(number(
                        judged(BLOCK, Bytes.EMPTY, chain.tried(lying).evidence().encode(), 0), 0))
                .isEqualTo(FALSE);
    }

    /** Whatever a stranger changes, this block stays true: what comes out is no evidence, or about another block. */
    @Test
    void noChangeOfABitConvictsATrueBlock() {
        grow(8);
        Block block = chain.next(List.of(DisputedChain.write(chain.nonce(), 3, 1)));
        Bytes evidence = chain.tried(block).evidence().encode();
        var random = new Random(5);
        int judgedFalse = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] changed = evidence.toArray();
            int flips = random.nextInt(1, 4);
            for (int flip = 0; flip < flips; flip++) {
                changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            }
            byte[] answer = judged(BLOCK, Bytes.EMPTY, Bytes.wrap(changed), 0);
            if (number(answer, 0) == FALSE) {
                judgedFalse++;
                boolean same =
                        word(answer, 3).equals(block.hash()) && word(answer, 1).equals(chain.rules.hash());
                assertThat(same).isFalse();
            }
        }
        assertThat(judgedFalse).isPositive();
    }

    @Test
    void evidenceLiesInPiecesAsWell() {
        grow(4);
        Block block = chain.next();
        Bytes evidence = chain.tried(block).evidence().encode();

        for (int pieces : new int[] {1, 3, 7}) {
            assertThat(number(judged(BLOCK, Bytes.EMPTY, evidence, pieces), 0)).isEqualTo(TRUE);
        }
    }

    @Test
    void aContractIsAskedInTheStateAfterABlock() {
        chain.append(chain.next(List.of(DisputedChain.write(chain.nonce(), 9, 2))));
        grow(3);
        EvidenceMaker.Asked asked = chain.asked(9);
        byte[] answer = judged(QUESTION, DisputedChain.word(9), asked.evidence().encode(), 2);

        assertThat(asked.answer()).isEqualTo(chain.asked(9).answer());
        assertThat(number(answer, 0)).isEqualTo(TRUE);
        assertThat(word(answer, 1)).isEqualTo(Hash.ZERO);
        assertThat(word(answer, 3)).isEqualTo(chain.tip().hash());
        assertThat(word(answer, 6)).isEqualTo(chain.tip().header().stateRoot());
        assertThat(Bytes.wrap(Arrays.copyOfRange(answer, 256, answer.length))).isEqualTo(asked.answer());
        assertThat(judged(QUESTION, DisputedChain.word(8), asked.evidence().encode(), 2))
                .as("evidence for one word does not answer for another, but with what its path shows by the way")
                .satisfies(other -> assertThat(number(other, 0)).isIn((long) INCOMPLETE, (long) TRUE));
        assertThat(judged(
                        QUESTION,
                        Scene.BOB,
                        DisputedChain.word(9),
                        asked.evidence().encode(),
                        0))
                .as("nobody is asked")
                .isEqualTo(new byte[256]);
    }

    @Test
    void bytesOfABlockAreThere() {
        grow(4);
        Block block = chain.next(List.of(DisputedChain.write(chain.nonce(), 9, 2)));
        byte[] answer = judged(BYTES, Bytes.EMPTY, new Evidence.OfBytes(block).encode(), 1);
        var without = new Block(block.header(), List.of());

        assertThat(number(answer, 0)).isEqualTo(TRUE);
        assertThat(word(answer, 3)).isEqualTo(block.hash());
        assertThat(number(judged(BYTES, Bytes.EMPTY, new Evidence.OfBytes(without).encode(), 0), 0))
                .isEqualTo(INCOMPLETE);
    }

    @Test
    void whatIsNoRequestIsRefused() {
        Precompile judge = new Judge().over(new JournaledWorld(root, new CodeCache(1 << 20)));
        byte[] good = input(BYTES, Address.ZERO, Bytes.EMPTY, List.of(), Bytes.EMPTY);

        assertThat(judge.run(good)).isEqualTo(new byte[256]);
        for (int length = 0; length < good.length; length++) {
            assertThat(judge.run(Arrays.copyOf(good, length))).isNull();
        }
        for (int word : new int[] {0, 2, 3}) {
            for (int at : new int[] {0, 20, 28, 30}) {
                byte[] bad = good.clone();
                bad[32 * word + at] = (byte) 0x7f;
                assertThat(judge.run(bad)).isNull();
                assertThat(judge.gas(bad)).isPositive();
            }
        }
        assertThat(new Judge().run(good)).isNull();
    }

    @Test
    void theLargestCaseFitsOneTransaction() {
        Precompile judge = new Judge().over(new JournaledWorld(root, new CodeCache(1 << 20)));
        List<Address> pieces = new ArrayList<>();
        for (int i = 0; i < 171; i++) {
            Address piece = Address.ofNumber(0x5000 + i);
            root.put(piece, 1, UInt256.ZERO, Bytes.wrap(new byte[i == 170 ? 16_475 : 24_576]));
            pieces.add(piece);
        }
        long largest = judge.gas(input(BLOCK, Address.ZERO, Bytes.EMPTY, pieces, Bytes.EMPTY));

        assertThat(largest).isLessThan(TransactionCheck.GAS_LIMIT_MAX - 21_000 - 40 * 32 * 180);
        assertThat(judge.gas(input(BLOCK, Address.ZERO, Bytes.EMPTY, pieces, Bytes.wrap(new byte[100_000]))))
                .isEqualTo(Long.MAX_VALUE);
    }

    private void grow(int blocks) {
        for (int i = 0; i < blocks; i++) {
            chain.append(chain.next());
        }
    }

    private byte[] judged(int kind, Bytes question, Bytes evidence, int pieces) {
        return judged(kind, Scene.CONTRACT, question, evidence, pieces);
    }

    private byte[] judged(int kind, Address contract, Bytes question, Bytes evidence, int pieces) {
        List<Address> laid = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < pieces; i++) {
            int to = evidence.size() * (i + 1) / (pieces + 1);
            byte[] piece = new byte[1 + to - from];
            System.arraycopy(evidence.unsafeArray(), from, piece, 1, to - from);
            Address address = Address.ofNumber(0x4000 + 16 * pieces + i);
            root.put(address, 1, UInt256.ZERO, Bytes.wrap(piece));
            laid.add(address);
            from = to;
        }
        Bytes rest = Bytes.wrap(Arrays.copyOfRange(evidence.unsafeArray(), from, evidence.size()));
        Precompile judge = new Judge().over(new JournaledWorld(root, new CodeCache(1 << 20)));
        return Objects.requireNonNull(judge.run(input(kind, contract, question, laid, rest)));
    }

    private static byte[] input(int kind, Address contract, Bytes question, List<Address> pieces, Bytes rest) {
        var input = new ByteArrayOutputStream();
        input.writeBytes(UInt256.of(kind).toArray());
        input.writeBytes(contract.toWord().toArray());
        input.writeBytes(UInt256.of(pieces.size()).toArray());
        pieces.forEach(piece -> input.writeBytes(piece.toWord().toArray()));
        input.writeBytes(UInt256.of(question.size()).toArray());
        input.writeBytes(question.toArray());
        input.writeBytes(rest.toArray());
        return input.toByteArray();
    }

    private static <T> List<List<T>> without(List<T> all) {
        List<List<T>> each = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            List<T> fewer = new ArrayList<>(all);
            fewer.remove(i);
            each.add(fewer);
        }
        return each;
    }

    private static Hash word(byte[] answer, int index) {
        return Hash.at(answer, 32 * index);
    }

    private static long number(byte[] answer, int index) {
        return UInt256.ofBytes(Arrays.copyOfRange(answer, 32 * index, 32 * (index + 1)))
                .d();
    }

    private static BlockHeader with(BlockHeader h, Hash state, Hash receipts, Bloom bloom, long gasUsed) {
        return made(
                h,
                state,
                h.transactionsRoot(),
                receipts,
                bloom,
                h.number(),
                h.gasLimit(),
                gasUsed,
                h.timestamp(),
                h.extraData(),
                h.baseFeePerGas());
    }

    private static BlockHeader with(
            BlockHeader h, long number, long gasLimit, long timestamp, Bytes extraData, UInt256 baseFee) {
        return made(
                h,
                h.stateRoot(),
                h.transactionsRoot(),
                h.receiptsRoot(),
                h.bloom(),
                number,
                gasLimit,
                h.gasUsed(),
                timestamp,
                extraData,
                baseFee);
    }

    private static BlockHeader withBody(BlockHeader h, Hash body) {
        return made(
                h,
                h.stateRoot(),
                body,
                h.receiptsRoot(),
                h.bloom(),
                h.number(),
                h.gasLimit(),
                h.gasUsed(),
                h.timestamp(),
                h.extraData(),
                h.baseFeePerGas());
    }

    private static BlockHeader made(
            BlockHeader h,
            Hash stateRoot,
            Hash transactionsRoot,
            Hash receiptsRoot,
            Bloom bloom,
            long number,
            long gasLimit,
            long gasUsed,
            long timestamp,
            Bytes extraData,
            UInt256 baseFee) {
        return new BlockHeader(
                h.parentHash(),
                h.ommersHash(),
                h.beneficiary(),
                stateRoot,
                transactionsRoot,
                receiptsRoot,
                bloom,
                h.difficulty(),
                number,
                gasLimit,
                gasUsed,
                timestamp,
                extraData,
                h.mixHash(),
                h.nonce(),
                baseFee,
                h.withdrawalsRoot(),
                h.blobGasUsed(),
                h.excessBlobGas(),
                h.parentBeaconBlockRoot(),
                h.requestsHash());
    }
}
