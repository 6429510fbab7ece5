// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static network.banyan.evidence.DoesNotHold.unless;

import java.util.List;
import java.util.Optional;
import network.banyan.election.Committee;
import network.banyan.ledger.Genesis;
import network.banyan.primitives.Bytes;

/**
 * A way from genesis to a late checkpoint in few steps, each signed by a quorum of those whom the one before names
 * (docs/spec/light-client.md, rules 17 to 20). As long as two thirds of the candidates stay, one step leads over any time.
 *
 * @param steps with rising epochs, 1 to {@value #MAX_STEPS}
 */
public record CheckpointChain(long chainId, List<SignedCheckpoint> steps) {
    /** The first words of the file. */
    public static final String FORMAT = "banyan-checkpoints-1";

    /** Eleven years of days on which so many left that no step could lead further. */
    public static final int MAX_STEPS = 4_096;

    /** Of the file: so many steps of 36 candidates, and as many more as only hostile hands would write. */
    public static final int MAX_BYTES = 64 << 20;

    public CheckpointChain {
        steps = List.copyOf(steps);
        EvidenceFormat.between(chainId, 1, 1L << 52, "chainId");
        EvidenceFormat.between(steps.size(), 1, MAX_STEPS, "the number of checkpoints");
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).checkpoint().chainId() != chainId
                    || (i > 0 && steps.get(i).epoch() <= steps.get(i - 1).epoch())) {
                throw new EvidenceFormatException("checkpoints of several chains, or not in order");
            }
        }
    }

    /** The chain does not lead where it says; the message says why. */
    public static final class Refused extends RuntimeException {
        Refused(String message) {
            super(message, null, false, false);
        }
    }

    public SignedCheckpoint last() {
        return steps.getLast();
    }

    /**
     * Follows every step from the members that genesis names.
     *
     * @throws Refused if a step is not signed by a quorum of those before it, or is of another chain
     */
    public Followed follow(Genesis genesis) {
        try {
            unless(
                    chainId == genesis.chainId(),
                    "checkpoints of chain %d, a genesis of %d",
                    chainId,
                    genesis.chainId());
            Terms terms = Terms.of(genesis);
            Committee trusted = Committee.of(0, genesis.committee());
            for (SignedCheckpoint step : steps) {
                long height = step.checkpoint().header().number();
                unless(
                        terms.isLast(height) && terms.epochOf(height) == step.epoch() - 1,
                        "on the genesis' chain, block %d does not start epoch %d",
                        height,
                        step.epoch());
                step.check(trusted);
                trusted = step.candidates();
            }
            return new Followed(this);
        } catch (DoesNotHold refused) {
            throw new Refused(String.valueOf(refused.getMessage()));
        }
    }

    /** A chain whose steps were followed from genesis: what it names is vouched for. */
    public static final class Followed {
        private final CheckpointChain chain;

        private Followed(CheckpointChain chain) {
            this.chain = chain;
        }

        public SignedCheckpoint last() {
            return chain.last();
        }

        /** The last checkpoint from which blocks of an epoch can be reached. */
        Optional<Checkpoint> before(long epoch) {
            return chain.steps.stream()
                    .filter(step -> step.epoch() <= epoch)
                    .reduce((_, later) -> later)
                    .map(SignedCheckpoint::checkpoint);
        }
    }

    /**
     * @throws EvidenceFormatException if the file is anything but one chain of checkpoints in its one form
     */
    public static CheckpointChain parse(Bytes file) {
        if (file.size() > MAX_BYTES) {
            throw EvidenceFormatException.of("a file of %d bytes; checkpoints take at most %d", file.size(), MAX_BYTES);
        }
        return CheckpointChainJson.parse(file);
    }

    public Bytes toJson() {
        return CheckpointChainJson.write(this);
    }
}
