// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import network.banyan.evm.BlockContext;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.state.PartialState;
import network.banyan.state.StateRecording;

/** Makes evidence by doing what the {@link Judge} will do, on a state that takes down what is looked at. */
public final class EvidenceMaker {
    private EvidenceMaker() {}

    /**
     * A block, with what it takes to execute it, and what executing it said.
     *
     * @param falsehood why the block is false; empty if it is true
     */
    public record Tried(Evidence.OfBlock evidence, Optional<String> falsehood) {}

    /** What a contract answered, with what it takes to ask it again. */
    public record Asked(Evidence.OfState evidence, Bytes answer) {}

    /**
     * @param parent the header before the block
     * @param before the state after the parent
     * @param headers final ones, by their number
     * @throws IncompleteEvidence if the block's body is not the one that its header names
     * @throws PartialState.Missing if the state is no longer kept
     */
    public static Tried block(
            DisputeRules rules,
            BlockHeader parent,
            Block block,
            StateRecording before,
            LongFunction<BlockHeader> headers) {
        var ancestors = new Ancestors(parent, headers);
        Optional<String> falsehood = Reexecution.falsehood(rules, parent, block, before.state(), ancestors);
        var witness = new Witness(before.nodes(), before.codes(), ancestors.shown());
        return new Tried(new Evidence.OfBlock(rules, parent, block, witness), falsehood);
    }

    /**
     * Why a judge would find a block false, for whoever must not take part in such a one; empty if it would not.
     *
     * @param before the state after the parent, to look at no more of it than {@link Evidence#STATE_BYTES_MAX}
     */
    public static Optional<String> falsehood(
            DisputeRules rules,
            BlockHeader parent,
            Block block,
            StateRecording before,
            BlockContext.Ancestors ancestors) {
        return Reexecution.falsehood(rules, parent, block, before.state(), ancestors);
    }

    /**
     * @param header of the block after which a contract is asked
     * @throws IncompleteEvidence if there is no such contract, or it fails
     * @throws PartialState.Missing if the state is no longer kept
     */
    public static Asked question(BlockHeader header, Address contract, Bytes question, StateRecording after) {
        Bytes answer = Reexecution.answer(header, contract, question, after.state());
        var witness = new Witness(after.nodes(), after.codes(), List.of());
        return new Asked(new Evidence.OfState(header, witness), answer);
    }

    /** Notes how far back a block asks. */
    private static final class Ancestors implements BlockContext.Ancestors {
        private final BlockHeader parent;
        private final LongFunction<BlockHeader> headers;
        private long oldest;

        Ancestors(BlockHeader parent, LongFunction<BlockHeader> headers) {
            this.parent = parent;
            this.headers = headers;
            this.oldest = parent.number();
        }

        @Override
        public Hash hash(long number) {
            oldest = Math.min(oldest, number);
            return number == parent.number()
                    ? parent.hash()
                    : headers.apply(number).hash();
        }

        /** The parent's own header names the one before it; each of these names one more. */
        List<Bytes> shown() {
            List<Bytes> shown = new ArrayList<>();
            for (long number = parent.number() - 1; number > oldest; number--) {
                shown.add(Bytes.wrap(headers.apply(number).encode()));
            }
            return shown;
        }
    }
}
