// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.Optional;
import network.banyan.ledger.Genesis;

/** What a verifier believes besides genesis, and so wants the committees of a bundle to pass by. */
sealed interface Reliance {
    /**
     * The checkpoint from which, or through which, a block of an epoch must be reached; empty if genesis is enough.
     *
     * @throws Trust.Ended if what was believed is too old now, or of another chain
     */
    Optional<Checkpoint> waypoint(Genesis genesis, long epoch);

    record GenesisAlone() implements Reliance {
        @Override
        public Optional<Checkpoint> waypoint(Genesis genesis, long epoch) {
            return Optional.empty();
        }
    }

    /** One checkpoint, for a time, because somebody said so. */
    record Trusted(Trust trust) implements Reliance {
        @Override
        public Optional<Checkpoint> waypoint(Genesis genesis, long epoch) {
            trust.check(genesis);
            return Optional.of(trust.checkpoint());
        }
    }

    /** Those that quorums of the candidates signed. */
    record Signed(CheckpointChain.Followed chain) implements Reliance {
        @Override
        public Optional<Checkpoint> waypoint(Genesis genesis, long epoch) {
            return chain.before(epoch);
        }
    }
}
