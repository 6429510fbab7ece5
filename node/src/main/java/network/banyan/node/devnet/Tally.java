// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.devnet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a devnet did in one run, and whether that is what it promises.
 *
 * @param blocks finalised during the run
 * @param agreed whether all validators that answered name the same block at the lowest of their heights
 * @param things what device and tracker did; empty if there were to be none
 */
record Tally(
        long height,
        long blocks,
        long transactions,
        int validators,
        int answering,
        boolean agreed,
        Optional<ThingsTally> things) {
    /**
     * @param anchored readings of the device anchored during the run
     * @param verified of them, checked offline from their evidence
     * @param through the same of the tracker, whose readings go through the gateway
     */
    record ThingsTally(long anchored, long verified, long through, long throughVerified, long refuted) {}

    /** What did not happen; empty if all did. */
    List<String> broken() {
        List<String> broken = new ArrayList<>();
        if (blocks == 0) {
            broken.add("no block became final");
        }
        if (answering < validators) {
            broken.add("%d of %d validators do not answer".formatted(validators - answering, validators));
        }
        if (!agreed) {
            broken.add("the validators do not agree on the chain");
        }
        things.ifPresent(done -> {
            if (done.anchored() == 0) {
                broken.add("no reading was anchored");
            }
            if (done.verified() == 0) {
                broken.add("no reading was verified from its evidence");
            }
            if (done.through() == 0) {
                broken.add("no reading of the tracker was anchored by the gateway");
            }
            if (done.throughVerified() == 0) {
                broken.add("no reading of the tracker was verified from the gateway's evidence");
            }
            if (done.refuted() > 0) {
                broken.add("%d readings could not be verified".formatted(done.refuted()));
            }
        });
        return broken;
    }

    String summary() {
        return "Summary: %,d blocks finalised (height %,d), %,d transactions, %d of %d validators agree, %,d readings anchored, %,d of those verified offline"
                .formatted(
                        blocks,
                        height,
                        transactions,
                        agreed ? answering : 0,
                        validators,
                        things.map(done -> done.anchored() + done.through()).orElse(0L),
                        things.map(done -> done.verified() + done.throughVerified())
                                .orElse(0L));
    }
}
