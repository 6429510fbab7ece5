// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static network.banyan.evidence.ChangedBundle.with;

import java.util.List;
import java.util.stream.Collectors;
import network.banyan.evidence.Devices.Device;
import network.banyan.evidence.witness.Cosignature;
import network.banyan.evidence.witness.Witnessed;
import network.banyan.evidence.witness.Witnesses;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** What witnesses saw, or did not. */
final class WitnessCases {
    private final VerdictFiles out;
    private final EvidenceBundle logged;

    WitnessCases(VerdictFiles out, VerdictStories stories) {
        this.out = out;
        this.logged = stories.logged;
    }

    void add() {
        WitnessedLog log = WitnessedLog.of(LoggedBundleTest.GATEWAY.id(), LoggedBundleTest.LEAVES);
        var one = new Witnesses(List.of(WitnessedLog.key(1)), 1);
        var both = new Witnesses(List.of(WitnessedLog.key(2), WitnessedLog.key(1)), 2);
        var oneOfThree = new Witnesses(List.of(WitnessedLog.key(3), WitnessedLog.key(2), WitnessedLog.key(4)), 1);
        var anchored = log.seen(0, 1, 2);
        out.add("proven-4.json", with(logged).witnessed(anchored));
        out.add("proven-4.cbor", with(logged).witnessed(anchored));
        out.add("proven-4-by-a-later-head.cbor", with(logged).witnessed(log.seen(5, 2)));
        for (Witnesses wanted : List.of(one, both, oneOfThree)) {
            out.wanting("proven-4.cbor", wanted);
            out.wanting("proven-4-by-a-later-head.cbor", wanted);
        }
        out.wanting("proven-3.cbor", one);
        out.wanting("proven-1.cbor", one);
        List<Cosignature> good = anchored.cosignatures();
        out.add("witnesses-another-root.cbor", with(logged).witnessed(new Witnessed(12, Hash.ZERO, List.of(), good)));
        out.add(
                "witnesses-of-another-gateway.cbor",
                with(logged)
                        .witnessed(WitnessedLog.of(Device.number(8).id(), LoggedBundleTest.LEAVES)
                                .seen(0, 1)));
        List<DeviceRecord> other = LoggedBundleTest.LEAVES.reversed();
        out.add(
                "witnesses-of-another-history.cbor",
                with(logged)
                        .witnessed(WitnessedLog.of(LoggedBundleTest.GATEWAY.id(), other)
                                .seen(5, 1)));
        out.add(
                "witnesses-of-a-smaller-head.cbor",
                with(logged)
                        .witnessed(WitnessedLog.of(LoggedBundleTest.GATEWAY.id(), LoggedBundleTest.LEAVES.subList(0, 8))
                                .seen(0, 1)));
        Cosignature first = good.getFirst();
        var later = new Cosignature(first.key(), first.timeSeconds() + 1, first.signature());
        out.add(
                "witnesses-at-another-time.cbor",
                with(logged).witnessed(new Witnessed(12, anchored.root(), List.of(), List.of(later))));
        var stolen = new Cosignature(WitnessedLog.key(3).key(), first.timeSeconds(), first.signature());
        out.add(
                "witnesses-with-anothers-signature.cbor",
                with(logged).witnessed(new Witnessed(12, anchored.root(), List.of(), List.of(stolen))));
        String hex = with(logged).witnessed(anchored).toCbor().toHex();
        String items = items(good);
        String swapped = items(good.reversed());
        out.add("form-witnesses-in-another-order.cbor", Bytes.fromHex(hex.replace(items, swapped)));
        out.add("form-witnessed-by-nobody.cbor", Bytes.fromHex(hex.replace("82" + items, "80")));
    }

    /** As they stand in CBOR. */
    private static String items(List<Cosignature> cosignatures) {
        return cosignatures.stream()
                .map(each -> "5868" + each.encode().toHex().substring(2))
                .collect(Collectors.joining());
    }
}
