// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import network.banyan.crypto.P256;
import network.banyan.crypto.Sha256;
import network.banyan.evidence.AnchorContract;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Passport;
import network.banyan.evidence.Publication;
import network.banyan.evidence.RecordBatch;
import network.banyan.evidence.RecordChain;
import network.banyan.evidence.RegistryContract;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** A node with a chain that knows one device, mines when told, and fails when told. Safe for several threads. */
final class FakeNode implements NodePort {
    static final long CHAIN_ID = 4690;
    static final Address PAYER = Address.ofNumber(7);

    final NavigableMap<Long, DeviceRecord> records = new TreeMap<>();
    final List<AnchorContract.Batch> anchors = new ArrayList<>();
    final List<Passport.Attestation> attestations = new ArrayList<>();
    final List<String> journalOfCalls = new ArrayList<>();
    Optional<P256.PublicKey> registered = Optional.empty();
    private final TestSigner expected;
    private Optional<Sent> pool = Optional.empty();
    private final NavigableMap<Hash, Boolean> outcomes = new TreeMap<>();
    private int sent;
    private boolean away;
    private boolean minesAtOnce;
    private boolean failsNext;
    private Optional<String> foreseen = Optional.empty();
    boolean revoked;
    boolean mayAnchor = true;
    long unanchoredMax = Long.MAX_VALUE;

    private record Sent(Hash hash, Address to, Bytes data) {}

    FakeNode(TestSigner expected) {
        this.expected = expected;
    }

    synchronized FakeNode away(boolean value) {
        away = value;
        return this;
    }

    synchronized FakeNode minesAtOnce() {
        minesAtOnce = true;
        return this;
    }

    synchronized void failNext() {
        failsNext = true;
    }

    /** Refuses, from now on, to send what would fail for this reason. */
    synchronized void foresees(String reason) {
        foreseen = Optional.of(reason);
    }

    /** Loses the waiting transaction, as pools may. */
    synchronized void dropPool() {
        pool = Optional.empty();
    }

    synchronized int sent() {
        return sent;
    }

    /** Executes what waits. */
    synchronized void mine() {
        pool.ifPresent(transaction -> outcomes.put(transaction.hash(), !failsNext && execute(transaction)));
        failsNext = false;
        pool = Optional.empty();
        notifyAll();
    }

    synchronized long anchoredThrough() {
        return anchors.isEmpty() ? 0 : anchors.getLast().lastSequence();
    }

    synchronized void awaitAnchored(long sequence) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (anchoredThrough() < sequence) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("only " + anchoredThrough() + " records anchored, expected " + sequence);
            }
            wait(left);
        }
    }

    /** Whether every anchored root is that of the records published here. */
    synchronized boolean rootsAreTrue() {
        return anchors.stream()
                .allMatch(batch -> RecordBatch.of(
                                List.copyOf(records.subMap(batch.firstSequence(), true, batch.lastSequence(), true)
                                        .values()))
                        .batch()
                        .equals(batch));
    }

    private boolean execute(Sent transaction) {
        if (transaction.to().equals(RegistryContract.ADDRESS)) {
            return enter(transaction.data());
        }
        AnchorContract.Batch batch = AnchorContract.batchOf(transaction.data()).orElseThrow();
        boolean isNext =
                batch.firstSequence() == anchoredThrough() + 1 && batch.device().equals(expected.device());
        if (isNext && registered.isPresent() && !revoked) {
            anchors.add(batch);
            return true;
        }
        return false;
    }

    /** Checks the signature in the call data as the registry does: words 4 and 5 after the selector. */
    private boolean enter(Bytes call) {
        if (registered.isPresent()) {
            return attest(call);
        }
        byte[] message = RegistryContract.registerMessage(CHAIN_ID, PAYER, expected.key(), "probe");
        boolean holds = registered.isEmpty() && P256.verify(expected.key(), message, call.slice(4 + 128, 4 + 192));
        if (holds) {
            registered = Optional.of(expected.key());
        }
        return holds;
    }

    private boolean attest(Bytes call) {
        var given = new Passport.Attestation(
                call.at(4 + 63), Hash.of(call.slice(4 + 64, 4 + 96).toArray()));
        byte[] message =
                RegistryContract.attestMessage(CHAIN_ID, PAYER, expected.device(), given, 1 + attestations.size());
        boolean holds = P256.verify(expected.key(), message, call.slice(4 + 96, 4 + 160));
        if (holds) {
            attestations.add(given);
        }
        return holds;
    }

    private void call(String name) {
        journalOfCalls.add(name);
        if (away) {
            throw new Unavailable("connection refused");
        }
    }

    @Override
    public long chainId() {
        return CHAIN_ID;
    }

    @Override
    public Address payer() {
        return PAYER;
    }

    @Override
    public synchronized Optional<RegistryContract.Standing> standing(Hash device) {
        call("standing");
        return registered.map(
                key -> new RegistryContract.Standing(PAYER, revoked ? Optional.empty() : Optional.of(key), mayAnchor));
    }

    @Override
    public synchronized Passport passport(Hash device) {
        call("passport");
        return new Passport(
                device,
                PAYER,
                registered.orElseThrow(),
                1,
                !revoked,
                attestations.isEmpty() ? Passport.Attestation.NONE : attestations.getLast());
    }

    @Override
    public synchronized long registryNonce(Hash device) {
        call("registryNonce");
        return 1 + attestations.size();
    }

    @Override
    public synchronized long nextSequence(Hash device) {
        call("nextSequence");
        return anchoredThrough() + 1;
    }

    @Override
    public synchronized long lastPublished(Hash device) {
        call("lastPublished");
        return records.isEmpty() ? 0 : records.lastKey();
    }

    @Override
    public synchronized List<Publication> publish(List<Bytes> encoded) {
        call("publish " + encoded.size());
        return encoded.stream().map(this::take).toList();
    }

    private Publication take(Bytes encoded) {
        DeviceRecord record = DeviceRecord.decode(encoded);
        Optional<DeviceRecord> newest = records.isEmpty()
                ? Optional.empty()
                : Optional.of(records.lastEntry().getValue());
        if (record.sequence() - anchoredThrough() > unanchoredMax) {
            return new Publication.Crowded(unanchoredMax);
        }
        return switch (RecordChain.accept(newest, record, expected.key())) {
            case RecordChain.Outcome.Next() -> keep(record);
            case RecordChain.Outcome.Gap(long missing) ->
                record.sequence() == anchoredThrough() + 1
                        ? keep(record)
                        : new Publication.Missing(missing, Math.max(missing, anchoredThrough() + 1));
            case RecordChain.Outcome.Replay(), RecordChain.Outcome.Older() -> new Publication.Known(record.id());
            case RecordChain.Outcome other -> new Publication.Refused(other.toString());
        };
    }

    private Publication keep(DeviceRecord record) {
        records.put(record.sequence(), record);
        return new Publication.Accepted(record.id());
    }

    @Override
    public synchronized Hash send(Address to, Bytes data) {
        call("send");
        if (foreseen.isPresent()) {
            throw new WouldFail(foreseen.get());
        }
        sent++;
        Hash hash = Sha256.hash(new byte[] {(byte) sent, (byte) (sent >> 8)});
        pool = Optional.of(new Sent(hash, to, data));
        if (minesAtOnce) {
            mine();
        }
        return hash;
    }

    @Override
    public synchronized Optional<Boolean> outcome(Hash transaction) {
        call("outcome");
        return Optional.ofNullable(outcomes.get(transaction));
    }
}
