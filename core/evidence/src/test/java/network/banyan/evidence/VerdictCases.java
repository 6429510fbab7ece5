// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static network.banyan.evidence.VerdictFiles.BARE;
import static network.banyan.evidence.VerdictFiles.EPOCHS;
import static network.banyan.evidence.VerdictFiles.GENESIS;
import static network.banyan.evidence.VerdictFiles.OTHER_CHAIN;
import static network.banyan.evidence.VerdictFiles.OTHER_COMMITTEE;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import network.banyan.ledger.Genesis;
import network.banyan.primitives.Hash;

/** Bundles good and broken, one or more for each link, that every verifier must judge alike (docs/spec/evidence/verdicts). */
final class VerdictCases {
    private final VerdictFiles out = new VerdictFiles();
    private final VerdictStories stories = new VerdictStories();

    private VerdictCases() {}

    static VerdictFiles all() {
        var all = new VerdictCases();
        all.geneses();
        all.proven();
        new FormCases(all.out, all.stories).add();
        new AnchorCases(all.out, all.stories).add();
        new CommitteeCases(all.out, all.stories).add();
        new WitnessCases(all.out, all.stories).add();
        return all.out;
    }

    private void geneses() {
        Genesis honest = stories.story.chain.genesis;
        out.geneses.put(GENESIS, honest);
        out.geneses.put(EPOCHS, stories.late.chain.genesis);
        out.geneses.put(OTHER_CHAIN, new TestChain(99, 0).genesis);
        out.geneses.put(OTHER_COMMITTEE, new TestChain(TestChain.CHAIN_ID, 1).genesis);
        out.geneses.put(
                BARE,
                new Genesis(
                        honest.chainId(),
                        honest.name(),
                        honest.coin(),
                        honest.timestamp(),
                        honest.parameters(),
                        honest.committee(),
                        new TreeMap<>()));
    }

    private void proven() {
        out.add("proven-1.json", stories.honest.toJson());
        out.add("proven-1.cbor", stories.honest.toCbor());
        out.add("proven-1-covered-by-a-descendant.cbor", stories.covered.toCbor());
        out.add("proven-1-many-readings.cbor", stories.anchored(manyReadings()).toCbor());
        out.add("proven-2.json", EPOCHS, stories.handed.toJson());
        out.add("proven-2.cbor", EPOCHS, stories.handed.toCbor());
        out.add(
                "proven-2-last-block-of-an-epoch.cbor",
                EPOCHS,
                new Story(TestChain.withEpochs(4), 11, 0).bundle(2).toCbor());
        out.add(
                "proven-2-covered-by-a-descendant.cbor",
                EPOCHS,
                new Story(TestChain.withEpochs(4), 12, 2).bundle(2).toCbor());
        out.add("proven-3.json", stories.logged.toJson());
        out.add("proven-3.cbor", stories.logged.toCbor());
    }

    private DeviceRecord manyReadings() {
        List<Reading> readings = new ArrayList<>(List.of(
                Reading.of("temperature", "Cel", "-0.050"),
                Reading.of("count", "", "-9223372036854775808"),
                Reading.of("share:1/2.x_y-z", "%", "9.223372036854775807")));
        for (int second = 1; second <= 9; second++) {
            readings.add(Reading.of("temperature", "Cel", "2" + second).after(1000L * second));
        }
        readings.add(Reading.of("door", "", "0").after(Reading.MAX_AFTER_MILLIS));
        return stories.story.device.record(1, Hash.ZERO, readings.toArray(Reading[]::new));
    }
}
