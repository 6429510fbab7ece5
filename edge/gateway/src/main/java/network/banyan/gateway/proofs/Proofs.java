// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.proofs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import network.banyan.device.NodePort;
import network.banyan.device.Progress;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.EvidenceBundle;
import network.banyan.evidence.EvidenceBundle.Inclusion;
import network.banyan.evidence.EvidenceBundle.Registration;
import network.banyan.evidence.witness.Witnessed;
import network.banyan.gateway.log.RecordLog;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Certificate;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;

/**
 * Gathers what proves each anchor while nodes still have its block's state, and makes the evidence bundle of any record
 * under one. A log only grows, so an anchor proves every earlier record too: where the proof of the first anchor lacks a
 * device, because its node had forgotten the state, the device's next one serves, and proves a later time.
 *
 * <p>One thread calls {@link #advance}; any may call {@link #bundle}.
 */
public final class Proofs {
    private static final int MAX_FACTS = 1_024;

    private final RecordLog log;
    private final Supplier<SortedMap<Long, Hash>> anchors;
    private final ProofSource source;
    private final ProofFolder folder;
    private final LongFunction<Optional<Witnessed>> witnessed;
    private final Map<Long, Facts> facts = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Facts> eldest) {
            return size() > MAX_FACTS;
        }
    };

    /**
     * @param anchors transactions of the anchors that became final, by the log's size
     * @param witnessed what witnesses said of the log that was anchored at a size
     * @throws network.banyan.gateway.GatewayException if the folder cannot be read
     */
    public Proofs(
            RecordLog log,
            Supplier<SortedMap<Long, Hash>> anchors,
            ProofSource source,
            Path folder,
            LongFunction<Optional<Witnessed>> witnessed) {
        this.log = log;
        this.anchors = anchors;
        this.source = source;
        this.folder = new ProofFolder(folder);
        this.witnessed = witnessed;
    }

    /** What can be said of a leaf. */
    public sealed interface Answer {
        record Proven(EvidenceBundle bundle) implements Answer {}

        /** No anchor with a proof covers it yet: ask again later. */
        record NotYet() implements Answer {}

        /** The node that knows the committees does not answer. The reason is for people. */
        record Unavailable(String reason) implements Answer {}
    }

    /**
     * Gathers the proof of one anchor.
     *
     * @throws NodePort.Unavailable if the node does not answer
     */
    public Progress advance() {
        long before = 0;
        for (var anchor : anchors.get().entrySet()) {
            long size = anchor.getKey();
            if (size <= log.size() && !folder.has(size)) {
                return gather(before, size, anchor.getValue());
            }
            before = size;
        }
        return new Progress.Resting();
    }

    private Progress gather(long before, long size, Hash transaction) {
        Optional<ProofSource.Located> found = source.anchor(transaction);
        if (found.isEmpty()) {
            return new Progress.Hindered("the node does not know the anchor at %d records".formatted(size));
        }
        SortedMap<Hash, Registration> registrations = new TreeMap<>();
        for (Hash device : devices(before, size)) {
            source.registration(device, found.get().block())
                    .ifPresent(registration -> registrations.put(device, registration));
        }
        try {
            folder.put(size, new AnchorProof(found.get().evidence(), registrations));
            return new Progress.Moved();
        } catch (IOException full) {
            return new Progress.Hindered(
                    "the proof of the anchor at %d records cannot be kept: %s".formatted(size, full.getMessage()));
        }
    }

    /** Whoever wrote between two anchors. */
    private Set<Hash> devices(long from, long to) {
        Set<Hash> devices = new LinkedHashSet<>();
        for (long index = from; index < to; index++) {
            devices.add(DeviceRecord.decode(log.leaf(index)).device());
        }
        return devices;
    }

    /**
     * The bundle of a leaf.
     *
     * @param index of the log, from 0
     * @param firstEpoch of the committee that the verifier trusts, 0 for that of genesis
     */
    public Answer bundle(long index, long firstEpoch) {
        if (index < 0 || index >= log.size()) {
            return new Answer.NotYet();
        }
        Bytes record = log.leaf(index);
        Hash device = DeviceRecord.decode(record).device();
        for (long size : folder.above(index)) {
            Optional<AnchorProof> proof = folder.read(size);
            if (proof.isPresent() && proof.get().registrations().containsKey(device)) {
                return bundle(record, new Inclusion(index, size, log.inclusion(index, size)), proof.get(), firstEpoch);
            }
        }
        return new Answer.NotYet();
    }

    /** The block whose anchor proves a leaf of a device, and the anchoring transaction; empty while there is none. */
    public Optional<Anchored> anchored(long index, Hash device) {
        for (long size : folder.above(index)) {
            Facts facts = facts(size);
            if (facts.devices().contains(device)) {
                return facts.anchored();
            }
        }
        return Optional.empty();
    }

    /** @param transaction of the anchor; empty if this gateway does not remember having sent it */
    public record Anchored(long block, long size, Optional<Hash> transaction) {}

    private record Facts(Optional<Anchored> anchored, Set<Hash> devices) {
        static final Facts NONE = new Facts(Optional.empty(), Set.of());
    }

    /** Proofs never change once they are there, so what is asked again and again is remembered. */
    private synchronized Facts facts(long size) {
        return facts.computeIfAbsent(
                size, _ -> folder.read(size).map(proof -> facts(size, proof)).orElse(Facts.NONE));
    }

    private Facts facts(long size, AnchorProof proof) {
        try {
            // What the node said is not believed; whoever verifies the bundle will see.
            long block = BlockHeader.decode(
                            proof.evidence().headers().getFirst().toArray())
                    .number();
            var anchored =
                    new Anchored(block, size, Optional.ofNullable(anchors.get().get(size)));
            return new Facts(
                    Optional.of(anchored), Set.copyOf(proof.registrations().keySet()));
        } catch (RlpException noHeader) {
            return Facts.NONE;
        }
    }

    private Answer bundle(Bytes record, Inclusion inclusion, AnchorProof proof, long firstEpoch) {
        Hash device = DeviceRecord.decode(record).device();
        long epoch = Certificate.decode(proof.evidence().certificate().toArray())
                .subject()
                .epoch();
        try {
            Registration registration =
                    Objects.requireNonNull(proof.registrations().get(device));
            return new Answer.Proven(proof.evidence()
                    .bundle(
                            record,
                            inclusion,
                            registration,
                            source.handovers(firstEpoch, epoch),
                            witnessed.apply(inclusion.size())));
        } catch (NodePort.Unavailable away) {
            return new Answer.Unavailable(String.valueOf(away.getMessage()));
        }
    }
}
