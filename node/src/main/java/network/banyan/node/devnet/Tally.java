// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.devnet;

import java.util.ArrayList;
import java.util.List;

/**
 * What a devnet did in one run, and whether that is what it promises.
 *
 * @param blocks finalised during the run
 * @param agreed whether all validators that answered name the same block at the lowest of their heights
 * @param device whether a device was to publish readings
 * @param anchored readings anchored during the run
 * @param verified of them, checked offline from their evidence
 */
record Tally(
        long height,
        long blocks,
        long transactions,
        int validators,
        int answering,
        boolean agreed,
        boolean device,
        long anchored,
        long verified,
        long refuted) {
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
        if (device && anchored == 0) {
            broken.add("no reading was anchored");
        }
        if (device && verified == 0) {
            broken.add("no reading was verified from its evidence");
        }
        if (refuted > 0) {
            broken.add("%d readings could not be verified".formatted(refuted));
        }
        return broken;
    }

    String summary() {
        return "Summary: %,d blocks finalised (height %,d), %,d transactions, %d of %d validators agree, %,d readings anchored, %,d of those verified offline"
                .formatted(blocks, height, transactions, agreed ? answering : 0, validators, anchored, verified);
    }
}
