// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.banyan.crypto.MerkleTree;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.log.LogCheckpoint;
import network.banyan.evidence.log.LogHeader;
import network.banyan.evidence.log.Receipt;
import network.banyan.evidence.log.RecordAnswer;
import network.banyan.evidence.log.RecordSequence;
import network.banyan.evidence.log.Refusal;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.twin.Reported;

/** A gateway that keeps a log of its own, and that can be away, mute, or a liar. */
final class FakeGateway implements GatewayPort {
    enum Mood {
        HONEST,
        AWAY,
        /** Takes records, acknowledges them, and sends no receipt. */
        MUTE,
        /** Signs receipts with another key than its own. */
        FORGING,
        /** Sends bytes that are no answers, then the answers. */
        BABBLING
    }

    private final TestSigner key;
    private final TestSigner forged = TestSigner.named("somebody else");
    private final List<DeviceRecord> log = new ArrayList<>();
    private final Map<Hash, Integer> known = new HashMap<>();
    private final Deque<Bytes> answers = new ArrayDeque<>();
    private Optional<Refusal> refusal = Optional.empty();
    private Mood mood = Mood.HONEST;
    private long first = 1;
    private final List<Reported> reports = new ArrayList<>();
    private Optional<Bytes> desired = Optional.empty();

    FakeGateway(TestSigner key) {
        this.key = key;
    }

    synchronized void is(Mood mood) {
        this.mood = mood;
    }

    synchronized void refuses(Optional<Refusal> refusal) {
        this.refusal = refusal;
    }

    /** A new disk, that begins at whatever record comes first, or insists on one. */
    synchronized void forgets(long first) {
        log.clear();
        known.clear();
        this.first = first;
    }

    synchronized List<DeviceRecord> log() {
        return List.copyOf(log);
    }

    @Override
    public synchronized void connect() throws Away {
        if (mood == Mood.AWAY) {
            throw new Away("nobody there");
        }
    }

    @Override
    public synchronized Optional<String> publish(Bytes message) throws Away {
        connect();
        var body = new ByteArrayOutputStream();
        List<DeviceRecord> records =
                RecordSequence.split(message).stream().map(DeviceRecord::decode).toList();
        List<Optional<RecordAnswer>> refusals = records.stream().map(this::take).toList();
        List<Hash> leaves =
                log.stream().map(each -> MerkleTree.leafHash(each.encoded())).toList();
        for (int i = 0; i < records.size(); i++) {
            DeviceRecord record = records.get(i);
            body.writeBytes(refusals.get(i)
                    .orElseGet(() -> taken(record, leaves))
                    .encode()
                    .toArray());
        }
        if (mood == Mood.BABBLING) {
            answers.add(Bytes.fromHex("ffffffff"));
        }
        if (mood != Mood.MUTE) {
            answers.add(Bytes.wrap(body.toByteArray()));
        }
        return refusal.map(Refusal::code);
    }

    /** Empty if the record is in the log now. */
    private Optional<RecordAnswer> take(DeviceRecord record) {
        if (refusal.isPresent()) {
            return Optional.of(new RecordAnswer.Refused(record.id(), refusal.get(), "because \u001b[31m of the test"));
        }
        if (!known.containsKey(record.id())) {
            long expected = log.isEmpty() ? first : log.getLast().sequence() + 1;
            if (record.sequence() != expected) {
                String reason = "record %d is missing".formatted(expected);
                return Optional.of(new RecordAnswer.Refused(record.id(), Refusal.OUT_OF_ORDER, reason));
            }
            known.put(record.id(), log.size());
            log.add(record);
        }
        return Optional.empty();
    }

    private RecordAnswer taken(DeviceRecord record, List<Hash> leaves) {
        int index = known.get(record.id());
        var header = new LogHeader(key.device(), leaves.size(), record.timeMillis());
        LogCheckpoint head = LogCheckpoint.sign(header, MerkleTree.root(leaves), mood == Mood.FORGING ? forged : key);
        return new RecordAnswer.Taken(record.id(), Receipt.of(head, index, MerkleTree.path(leaves, index)));
    }

    @Override
    public synchronized Optional<Bytes> receive(long millis) {
        return Optional.ofNullable(answers.poll());
    }

    /** Has something brought to the device, once. */
    synchronized void brings(Bytes message) {
        desired = Optional.of(message);
    }

    synchronized List<Reported> reports() {
        return List.copyOf(reports);
    }

    @Override
    public synchronized Optional<String> report(Bytes message) throws Away {
        connect();
        reports.add(Reported.decode(message));
        return Optional.empty();
    }

    @Override
    public synchronized Optional<Bytes> desired() {
        Optional<Bytes> newest = desired;
        desired = Optional.empty();
        return newest;
    }

    @Override
    public synchronized void disconnect() {
        answers.clear();
    }
}
