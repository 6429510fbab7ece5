// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.vault.Manifest.Entry;
import network.banyan.vault.chain.DataVaultContract;
import network.banyan.vault.chain.DataVaultContract.Grant;
import network.banyan.vault.chain.DataVaultContract.Head;
import network.banyan.vault.chain.VaultLedger;
import network.banyan.vault.store.SegmentStore;
import network.banyan.vault.store.SegmentStore.Name;

/**
 * The owner's side of one stream: stores, shares, revokes, forgets (docs/spec/vault.md). Whatever is cut short is carried on
 * by doing it again: keys are on disk before they are used, segments before the chain names them, and the chain decides.
 */
public final class OwnerVault {
    private final Manifest.Head stream;
    private final KeyFile keys;
    private final SegmentStore store;
    private final SegmentStore mirror;
    private final VaultLedger ledger;
    private final SecureRandom random;

    /**
     * Where an owner's things are.
     *
     * @param store for segments, envelopes and manifests, anywhere
     * @param mirror at home, for manifests and envelopes: a store that drops one could otherwise stop the stream for good
     */
    public record Places(KeyFile keys, SegmentStore store, SegmentStore mirror, VaultLedger ledger) {}

    public OwnerVault(Manifest.Head stream, Places places, SecureRandom random) {
        this.stream = stream;
        this.keys = places.keys();
        this.store = places.store();
        this.mirror = places.mirror();
        this.ledger = places.ledger();
        this.random = random;
    }

    /**
     * What storing did.
     *
     * @param records that are sealed now and were not before
     * @param forgotten records that came late of slots that were forgotten, and are not kept
     */
    public record Stored(int segments, long records, long forgotten, Manifest manifest) {}

    /**
     * Seals the records that are not in a segment yet, and puts the longer list's root on the chain.
     *
     * @param deviceKeys one of which, the one of its time, each must be signed by
     * @throws VaultException if a record is not the device's, or a store or key file fails
     */
    public Stored store(RecordSource source, DeviceKeys deviceKeys) {
        Head head = ledger.head(stream.stream());
        KeyRing ring = keys.withEpoch(stream, head.epoch());
        Manifest before = manifest(head);
        var sealing = new Sealing(ring, head.epoch(), before, deviceKeys, store);
        for (List<Bytes> more = source.from(sealing.next()); !more.isEmpty(); more = source.from(sealing.next())) {
            sealing.add(more);
        }
        Manifest now = sealing.finish();
        if (now.size() > before.size()) {
            commit(head, now);
        }
        renewStale(ledger.head(stream.stream()), ring, now);
        return new Stored(now.entries().size() - before.entries().size(), sealing.sealed(), sealing.forgotten(), now);
    }

    private void commit(Head head, Manifest now) {
        Bytes file = now.encode();
        mirror.put(Name.manifest(now.root()), file);
        store.put(Name.manifest(now.root()), file);
        ledger.send(DataVaultContract.commit(
                stream.stream(), now.root(), now.size(), head.epoch(), now.consistency(head.size())));
        if (head.size() > 0) {
            mirror.delete(Name.manifest(head.root()));
            store.delete(Name.manifest(head.root()));
        }
    }

    /**
     * Grants a range.
     *
     * @param terms to whom, and which range
     * @param subject the grantee's in the DID registry
     * @param receiver the grantee's X25519 key
     * @throws VaultException if the range cannot be granted
     */
    public Hash share(Envelope.Terms terms, Hash subject, Bytes receiver) {
        Head head = ledger.head(stream.stream());
        KeyRing ring = keys.withEpoch(stream, head.epoch());
        Hash envelope = envelope(terms, receiver, ring, manifest(head), head.epoch());
        ledger.send(DataVaultContract.grant(
                stream.stream(), new Grant(subject, envelope, terms.from(), terms.until(), head.epoch(), false)));
        return envelope;
    }

    /**
     * Ends a grant, begins the next epoch, and brings its keys to all other grantees. To carry on what was cut short,
     * {@link #renew}.
     */
    public void revoke(long index) {
        Head head = ledger.head(stream.stream());
        KeyRing ring = keys.withEpoch(stream, head.epoch() + 1);
        Optional<Grant> ended =
                ledger.grants(stream.stream()).stream().skip(index).findFirst();
        ledger.send(DataVaultContract.revoke(stream.stream(), index));
        ended.ifPresent(this::discard);
        Head after = ledger.head(stream.stream());
        renewStale(after, ring, manifest(after));
    }

    /** Brings the present epoch's keys to every grantee that lacks them; {@return how many did} */
    public int renew() {
        Head head = ledger.head(stream.stream());
        return renewStale(head, keys.withEpoch(stream, head.epoch()), manifest(head));
    }

    private int renewStale(Head head, KeyRing ring, Manifest manifest) {
        int renewed = 0;
        List<Grant> grants = ledger.grants(stream.stream());
        for (int index = 0; index < grants.size(); index++) {
            Grant grant = grants.get(index);
            if (!grant.revoked() && grant.epoch() != head.epoch()) {
                renew(index, grant, head, ring, manifest);
                renewed++;
            }
        }
        return renewed;
    }

    private void renew(int index, Grant grant, Head head, KeyRing ring, Manifest manifest) {
        Envelope old = envelopeOf(grant);
        Hash envelope = envelope(old.terms(), old.receiver(), ring, manifest, head.epoch());
        ledger.send(DataVaultContract.renew(stream.stream(), index, head.epoch(), envelope));
        discard(grant);
    }

    /** An envelope that serves no more is one secret less that the grantee's key would open one day. */
    private void discard(Grant grant) {
        mirror.delete(Name.envelope(grant.envelope()));
        store.delete(Name.envelope(grant.envelope()));
    }

    /** What was sent to a grantee before, which says where to send the next one. */
    private Envelope envelopeOf(Grant grant) {
        Name name = Name.envelope(grant.envelope());
        Bytes found = mirror.get(name, Envelope.MAX_BYTES)
                .or(() -> store.get(name, Envelope.MAX_BYTES))
                .orElseThrow(() -> VaultException.of(
                        "the envelope of grant %s is neither at home nor in the store: revoke the grant and share anew",
                        grant.envelope()));
        Envelope envelope = Envelope.decode(found);
        if (!envelope.hash().equals(grant.envelope())) {
            throw VaultException.of("%s lies: another envelope than the chain names", store);
        }
        return envelope;
    }

    private Hash envelope(Envelope.Terms terms, Bytes receiver, KeyRing ring, Manifest manifest, long epoch) {
        SlotRange range = SlotRange.ofSeconds(terms.from(), terms.until(), stream.slotSeconds());
        byte[] seed = new byte[Hash.SIZE];
        random.nextBytes(seed);
        Envelope envelope = Envelope.seal(terms, receiver, ring.granted(range, manifest, epoch), Bytes.wrap(seed));
        mirror.put(Name.envelope(envelope.hash()), envelope.encode());
        store.put(Name.envelope(envelope.hash()), envelope.encode());
        return envelope.hash();
    }

    /**
     * What forgetting did.
     *
     * @param slots all of which anything was forgotten
     */
    public record Forgotten(SlotRange slots, int segments, int renewed) {}

    /**
     * Deletes a range: keys first, so that a segment that a store keeps all the same stays closed; then segments; then the
     * envelopes that brought these keys.
     */
    public Forgotten forget(SlotRange range) {
        Head head = ledger.head(stream.stream());
        KeyRing ring = keys.withEpoch(stream, head.epoch()).without(range);
        keys.replace(ring);
        Manifest manifest = manifest(head);
        List<Entry> entries = manifest.in(range);
        entries.forEach(entry -> store.delete(Name.segment(entry.cid())));
        int renewed = 0;
        List<Grant> grants = ledger.grants(stream.stream());
        for (int index = 0; index < grants.size(); index++) {
            Grant grant = grants.get(index);
            SlotRange granted = SlotRange.ofSeconds(grant.from(), grant.until(), stream.slotSeconds());
            if (!grant.revoked() && granted.meets(range)) {
                renew(index, grant, head, ring, manifest);
                renewed++;
            }
        }
        return new Forgotten(range, entries.size(), renewed);
    }

    /** The list of segments that the chain names. */
    public Manifest manifest() {
        return manifest(ledger.head(stream.stream()));
    }

    private Manifest manifest(Head head) {
        return Manifests.find(mirror, head, stream)
                .or(() -> Manifests.find(store, head, stream))
                .orElseThrow(() -> VaultException.of(
                        "the list of segments that the chain names is neither at home nor in %s", store));
    }
}
