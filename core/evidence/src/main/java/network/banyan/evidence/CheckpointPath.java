// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import network.banyan.crypto.Bls;
import network.banyan.election.Committee;
import network.banyan.ledger.Genesis;
import network.banyan.primitives.Bytes;

/**
 * Finds a chain of checkpoints from genesis to a late one among what candidates signed, in long steps. Whoever offers the
 * signatures need not be believed: each is checked.
 */
public final class CheckpointPath {
    private final Genesis genesis;
    private final LongFunction<Optional<Offer>> source;

    /**
     * @param source a checkpoint of an epoch, and who signed it; asked at most once for every epoch in a step
     */
    public CheckpointPath(Genesis genesis, LongFunction<Optional<Offer>> source) {
        this.genesis = genesis;
        this.source = source;
    }

    /**
     * @param candidates whom the checkpoint's committee was drawn from
     * @param signatures by BLS public keys of 48 bytes; hostile
     */
    public record Offer(Checkpoint checkpoint, Committee candidates, Map<Bytes, Bytes> signatures) {
        public Offer {
            signatures = Map.copyOf(signatures);
        }

        /** Of those who are trusted, the ones with true signatures; empty without a quorum of them. */
        Optional<SignedCheckpoint> by(Committee trusted) {
            byte[] message = SignedCheckpoint.statement(checkpoint, candidates).message(checkpoint.chainId());
            var signers = new BitSet();
            List<Bytes> sound = new ArrayList<>();
            for (int seat = 0; seat < trusted.size(); seat++) {
                Bytes signature = signatures.get(trusted.member(seat).blsPublicKey());
                if (signature != null && Bls.verify(trusted.key(seat), message, signature)) {
                    signers.set(seat);
                    sound.add(signature);
                }
            }
            return signers.cardinality() < trusted.quorum()
                    ? Optional.empty()
                    : Bls.aggregate(sound)
                            .map(sum -> new SignedCheckpoint(
                                    checkpoint, candidates, Bytes.wrap(signers.toByteArray()), sum));
        }
    }

    /**
     * @param every epochs from one checkpoint to the next
     * @param last the epoch to reach; if its checkpoint lacks signatures, the latest before that has them
     * @return empty if not even the first step can be made
     */
    public Optional<CheckpointChain> to(long last, long every) {
        List<SignedCheckpoint> steps = new ArrayList<>();
        Committee trusted = Committee.of(0, genesis.committee());
        long goal = last - last % every;
        Optional<SignedCheckpoint> step = longest(trusted, goal, every);
        while (step.isPresent() && steps.size() < CheckpointChain.MAX_STEPS) {
            steps.add(step.get());
            trusted = step.get().candidates();
            step = longest(trusted, goal, every);
        }
        return steps.isEmpty() ? Optional.empty() : Optional.of(new CheckpointChain(genesis.chainId(), steps));
    }

    /** The latest checkpoint that these vouch for; looked for among the last {@value CheckpointChain#MAX_STEPS}. */
    private Optional<SignedCheckpoint> longest(Committee trusted, long goal, long every) {
        return LongStream.iterate(goal, epoch -> epoch > trusted.epoch(), epoch -> epoch - every)
                .limit(CheckpointChain.MAX_STEPS)
                .mapToObj(epoch -> source.apply(epoch).flatMap(offer -> offer.by(trusted)))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
