// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import network.banyan.evm.Code;
import network.banyan.evm.World;
import network.banyan.evm.precompile.Precompile;
import network.banyan.evm.precompile.Precompiles;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.primitives.Address;
import network.banyan.primitives.BigEndian;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.UInt256;
import network.banyan.state.PartialState;
import org.jspecify.annotations.Nullable;

/**
 * The precompile by which all delegates of a root execute a block of another chain again, on evidence that somebody shows
 * (docs/spec/disputes.md, rules 4 to 7). What it is shown may be anything; it never throws, and every node finds the same.
 */
public final class Judge implements Precompile {
    public static final Address ADDRESS = Address.ofNumber(0x1100);

    /** Most contracts that hold evidence. */
    public static final int PIECES_MAX = 256;

    private static final int WORD = 32;
    private static final long BASE_GAS = 50_000;
    private static final long PIECE_GAS = 2_600;
    private static final long BYTES_PER_GAS = 4;

    /** What the protocol itself runs in a block at most: above all the end of a sidechain's run. */
    private static final long SYSTEM_GAS = 8_000_000;

    private static final long BYTES_GAS = 200_000;

    /** What it finds. Its place is the word by which the judge says so. */
    private enum Verdict {
        INCOMPLETE,
        TRUE,
        FALSE
    }

    /** These precompiles, and the judge. */
    public static Precompiles among(Precompiles usual) {
        return usual.changed(Set.of(), Map.of(ADDRESS, new Judge()));
    }

    /** Without a state there are no pieces. */
    @Override
    public long gas(byte[] input) {
        return Long.MAX_VALUE;
    }

    @Override
    public byte @Nullable [] run(byte[] input) {
        return null;
    }

    @Override
    public Precompile over(World world) {
        return new Session(world);
    }

    /** The judge looking at a state. */
    private record Session(World world) implements Precompile {
        @Override
        public long gas(byte[] input) {
            Request request = Request.of(input);
            if (request == null) {
                return BASE_GAS;
            }
            long bytes = request.rest().size();
            for (Address piece : request.pieces()) {
                bytes += world.code(piece).size();
            }
            if (bytes > Evidence.BYTES_MAX + request.pieces().size()) {
                return Long.MAX_VALUE;
            }
            return BASE_GAS
                    + bytes / BYTES_PER_GAS
                    + PIECE_GAS * request.pieces().size()
                    + switch (request.kind()) {
                        case BLOCK -> DisputeRules.GAS_LIMIT_MAX + SYSTEM_GAS;
                        case QUESTION -> Reexecution.QUESTION_GAS;
                        case BYTES -> BYTES_GAS;
                    };
        }

        @Override
        public byte @Nullable [] run(byte[] input) {
            Request request = Request.of(input);
            return request == null ? null : judge(request, evidence(request));
        }

        private byte[] evidence(Request request) {
            var all = new ByteArrayOutputStream();
            for (Address piece : request.pieces()) {
                Code code = world.code(piece);
                byte[] bytes = code.bytes().toArray();
                all.write(bytes, Math.min(1, bytes.length), Math.max(0, bytes.length - 1));
            }
            all.writeBytes(request.rest().unsafeArray());
            return all.toByteArray();
        }
    }

    /** What is asked. Its place, from 1, is the word by which it is asked. */
    private enum Kind {
        BLOCK,
        QUESTION,
        BYTES
    }

    private record Request(Kind kind, Address contract, List<Address> pieces, Bytes question, Bytes rest) {
        /** Null if the input is laid out otherwise. */
        static @Nullable Request of(byte[] input) {
            long kind = number(input, 0);
            long pieces = number(input, 2);
            if (kind < 1 || kind > Kind.values().length || pieces < 0 || pieces > PIECES_MAX) {
                return null;
            }
            int at = (int) (3 + pieces) * WORD;
            long length = number(input, (int) (3 + pieces));
            if (length < 0 || length > input.length - at - WORD) {
                return null;
            }
            List<Address> addresses = new ArrayList<>();
            for (int i = 0; i < pieces; i++) {
                addresses.add(address(input, 3 + i));
            }
            int question = at + WORD;
            int rest = question + (int) length;
            return new Request(
                    List.of(Kind.values()).get((int) kind - 1),
                    address(input, 1),
                    addresses,
                    Bytes.wrap(Arrays.copyOfRange(input, question, rest)),
                    Bytes.wrap(Arrays.copyOfRange(input, rest, input.length)));
        }

        /** A word below 2^31; -1 for a larger one, or where the input ends before. */
        private static long number(byte[] input, int word) {
            if (input.length < (word + 1) * WORD) {
                return -1;
            }
            UInt256 number = UInt256.ofBytes(Arrays.copyOfRange(input, word * WORD, (word + 1) * WORD));
            return number.bitLength() > 31 ? -1 : number.d();
        }

        private static Address address(byte[] input, int word) {
            return Address.at(input, (word + 1) * WORD - Address.SIZE);
        }
    }

    private static byte[] judge(Request request, byte[] evidence) {
        try {
            return switch (request.kind()) {
                case BLOCK -> block(Evidence.OfBlock.decode(evidence));
                case QUESTION -> question(request, Evidence.OfState.decode(evidence));
                case BYTES -> bytes(Evidence.OfBytes.decode(evidence).block());
            };
        } catch (IncompleteEvidence | PartialState.Missing | RlpException lacking) {
            return new Answer(Verdict.INCOMPLETE).toArray();
        } catch (RuntimeException invented) {
            // Only a state that no execution made can lead here, such as one with more coins than a word holds. It says
            // nothing of the block that stands on it; the block that made it is the false one.
            return new Answer(Verdict.INCOMPLETE).toArray();
        }
    }

    private static byte[] block(Evidence.OfBlock shown) {
        BlockHeader parent = shown.parent();
        BlockHeader header = shown.block().header();
        if (!header.parentHash().equals(parent.hash())) {
            throw new IncompleteEvidence("the parent shown is not the block's");
        }
        boolean isTrue = Reexecution.falsehood(
                        shown.rules(),
                        parent,
                        shown.block(),
                        shown.witness().state(parent.stateRoot()),
                        shown.witness().upTo(parent))
                .isEmpty();
        return new Answer(isTrue ? Verdict.TRUE : Verdict.FALSE)
                .rules(shown.rules())
                .header(header)
                .parentState(parent.stateRoot())
                .toArray();
    }

    private static byte[] question(Request request, Evidence.OfState shown) {
        BlockHeader header = shown.header();
        Bytes answer = Reexecution.answer(
                header, request.contract(), request.question(), shown.witness().state(header.stateRoot()));
        return new Answer(Verdict.TRUE).header(header).followedBy(answer);
    }

    private static byte[] bytes(Block block) {
        Hash root = HeaderRules.transactionsRoot(block.transactions());
        if (!root.equals(block.header().transactionsRoot())) {
            throw new IncompleteEvidence("the body is not the header's");
        }
        return new Answer(Verdict.TRUE).header(block.header()).toArray();
    }

    /** Eight words (rule 6). */
    private static final class Answer {
        private final byte[] words = new byte[8 * WORD];

        Answer(Verdict verdict) {
            words[WORD - 1] = (byte) List.of(Verdict.values()).indexOf(verdict);
        }

        Answer rules(DisputeRules rules) {
            rules.hash().writeTo(words, WORD);
            rules.genesis().writeTo(words, 2 * WORD);
            return this;
        }

        Answer header(BlockHeader header) {
            header.hash().writeTo(words, 3 * WORD);
            BigEndian.putLong(words, 5 * WORD - Long.BYTES, header.number());
            header.parentHash().writeTo(words, 5 * WORD);
            header.stateRoot().writeTo(words, 6 * WORD);
            return this;
        }

        Answer parentState(Hash root) {
            root.writeTo(words, 7 * WORD);
            return this;
        }

        byte[] toArray() {
            return words;
        }

        byte[] followedBy(Bytes answer) {
            byte[] all = Arrays.copyOf(words, words.length + answer.size());
            System.arraycopy(answer.unsafeArray(), 0, all, words.length, answer.size());
            return all;
        }
    }
}
