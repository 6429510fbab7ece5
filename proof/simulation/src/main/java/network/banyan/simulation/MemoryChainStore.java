// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import network.banyan.consensus.LogRecord;
import network.banyan.election.Committee;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.replica.ChainStore;
import network.banyan.replica.ChainView.Location;
import network.banyan.state.MemoryStateStore;
import network.banyan.state.StateStore;
import org.jspecify.annotations.Nullable;

/**
 * A disk that is a piece of heap: it outlives the replica that writes to it. The power may fail at each write; of a log
 * append any prefix may then survive, and a torn record behind it; of a commit all or nothing.
 */
final class MemoryChainStore implements ChainStore {
    /** Thrown into the middle of a write; whoever holds the replica drops it. */
    static final class PowerCut extends RuntimeException {
        PowerCut() {
            super("the power failed");
        }
    }

    /** Decides when the power fails. */
    interface Power {
        boolean failsNow();

        /** How many of so many entries survive. */
        int survivors(int entries);

        /** Whether the entry behind them is left damaged. */
        boolean tears();
    }

    /** What a write that the power cut left of its last record: bytes that do not fit their checksum. */
    private record Torn(Bytes left, long checksum) {
        static Torn of(Bytes whole) {
            byte[] half = whole.slice(0, Math.max(1, whole.size() / 2)).toArray();
            half[half.length - 1] ^= 1;
            return new Torn(Bytes.wrap(half), checksum(whole));
        }

        boolean isWhole() {
            return checksum(left) == checksum;
        }

        private static long checksum(Bytes bytes) {
            var checksum = new CRC32();
            checksum.update(bytes.toArray());
            return checksum.getValue();
        }
    }

    private final Power power;
    private final Consumer<LogRecord> written;
    private final Consumer<Block> stored;
    private final History history;
    private final MemoryStateStore state = new MemoryStateStore();
    private final List<Executed> chain = new ArrayList<>();
    private final Map<Hash, Long> numbers = new HashMap<>();
    private final Map<Hash, Location> transactions = new HashMap<>();
    private final TreeMap<Long, Certificate> certificates = new TreeMap<>();
    private final Map<Long, Committee> committees = new HashMap<>();
    private final List<Logged> log = new ArrayList<>();
    private @Nullable Torn tail;
    private long writes;

    /** An entry of the log, and what it says: the word of consensus, or a block. */
    private record Logged(LogEntry entry, Optional<LogRecord> record, Optional<Block> body) {
        static Logged of(LogEntry entry) {
            byte[] bytes = entry.record().toArray();
            byte[] rest = Arrays.copyOfRange(bytes, 1, bytes.length);
            return bytes[0] == 1
                    ? new Logged(entry, Optional.of(LogRecord.decode(rest)), Optional.empty())
                    : new Logged(entry, Optional.empty(), Optional.of(Block.decode(rest)));
        }
    }

    /**
     * @param written told of all that consensus wrote, once it is safe
     * @param stored told of each block that became final, once that is safe
     */
    MemoryChainStore(Power power, History history, Consumer<LogRecord> written, Consumer<Block> stored) {
        this.power = power;
        this.history = history;
        this.written = written;
        this.stored = stored;
    }

    @Override
    public StateStore state() {
        return state;
    }

    /**
     * Recovery ends the log before a record that does not fit its checksum, as RocksDB does with its write-ahead log: a
     * torn record can only be the last, for nothing is written behind it before the disk is read again. So a replica finds
     * whole records or none, and what was not acknowledged may be either.
     */
    @Override
    public List<LogEntry> log() {
        Torn last = tail;
        Broken.unless(last == null || !last.isWhole(), Law.DURABILITY, "a torn record passes for a whole one");
        tail = null;
        return log.stream().map(Logged::entry).toList();
    }

    @Override
    public void append(List<LogEntry> entries) {
        Broken.unless(tail == null, Law.DURABILITY, "a record is written behind a torn one");
        writes++;
        if (power.failsNow()) {
            int whole = power.survivors(entries.size());
            entries.subList(0, whole).forEach(this::keep);
            if (whole < entries.size() && power.tears()) {
                tail = Torn.of(entries.get(whole).record());
            }
            throw new PowerCut();
        }
        entries.forEach(this::keep);
    }

    /** How often something was written. */
    long writes() {
        return writes;
    }

    private void keep(LogEntry entry) {
        Logged logged = Logged.of(entry);
        log.add(logged);
        logged.record().ifPresent(written);
    }

    @Override
    public void commit(Commit commit) {
        writes++;
        boolean cut = power.failsNow();
        if (cut && power.survivors(1) == 0) {
            throw new PowerCut();
        }
        for (Executed executed : commit.blocks()) {
            add(executed);
        }
        commit.certificate()
                .ifPresent(certificate -> certificates.put(certificate.subject().height(), certificate));
        commit.next().ifPresent(next -> committees.put(next.epoch(), next));
        state.write(commit.state());
        log.removeIf(logged -> logged.entry().epoch() < commit.prune().epoch()
                || (logged.entry().epoch() == commit.prune().epoch()
                        && logged.entry().view() <= commit.prune().view()));
        commit.blocks().forEach(executed -> stored.accept(executed.block()));
        if (cut) {
            throw new PowerCut();
        }
    }

    /** What consensus wrote into the log in the epoch that goes on, in its order. */
    List<LogRecord> records() {
        long epoch = epoch();
        return log.stream()
                .filter(logged -> logged.entry().epoch() == epoch)
                .flatMap(logged -> logged.record().stream())
                .toList();
    }

    /** The certificates in the log, in the order they came. */
    List<Certificate> certified() {
        return log.stream()
                .flatMap(logged -> logged.record().stream())
                .filter(LogRecord.Certified.class::isInstance)
                .map(record -> ((LogRecord.Certified) record).certificate())
                .toList();
    }

    /** Whether the log holds this vote, or the proposal that is one. */
    boolean remembers(VoteSubject subject) {
        return log.stream().flatMap(logged -> logged.record().stream()).anyMatch(record -> switch (record) {
            case LogRecord.Voted voted -> voted.subject().equals(subject);
            case LogRecord.Proposed proposed -> proposed.block().notarize().equals(subject);
            case LogRecord.Certified _ -> false;
        });
    }

    /** A block that would be here after a power cut, final or not. */
    Optional<Block> durable(Hash hash) {
        return log.stream()
                .flatMap(logged -> logged.body().stream())
                .filter(block -> block.hash().equals(hash))
                .findFirst()
                .or(() -> Optional.ofNullable(numbers.get(hash)).flatMap(this::block));
    }

    @Override
    public Optional<Committee> committee(long epoch) {
        return Optional.ofNullable(committees.get(epoch));
    }

    Block tip() {
        return block(height()).orElseThrow();
    }

    /** The epoch of the block that follows the tip. */
    long epoch() {
        return history.epochOf(height() + 1);
    }

    /** The tip's view in the epoch that goes on; 0 where one begins. */
    long tipView() {
        Block tip = tip();
        return tip.number() > 0 && history.epochOf(tip.number()) == epoch()
                ? tip.slot().view()
                : 0;
    }

    /** Whether the log still has to know what was said of this. */
    boolean isOpen(VoteSubject subject) {
        return subject.epoch() > epoch() || (subject.epoch() == epoch() && subject.view() > tipView());
    }

    /** Whether the log holds anything of an epoch before this one. */
    boolean recallsBefore(long epoch) {
        return log.stream().anyMatch(logged -> logged.entry().epoch() < epoch);
    }

    /** The last view of the epoch that is known to be final, though its block may not have come yet. */
    long finalView() {
        long logged = certified().stream()
                .map(Certificate::subject)
                .filter(subject -> subject.type() == VoteType.FINALIZE && subject.epoch() == epoch())
                .mapToLong(VoteSubject::view)
                .max()
                .orElse(0);
        long certain = certificate(height())
                .map(Certificate::subject)
                .filter(subject -> subject.epoch() == epoch())
                .map(VoteSubject::view)
                .orElse(0L);
        return Math.max(tipView(), Math.max(logged, certain));
    }

    private void add(Executed executed) {
        Block block = executed.block();
        Broken.unless(
                block.number() == chain.size(), Law.AGREEMENT, "block %d is stored after %d", block.number(), height());
        chain.add(executed);
        numbers.put(block.hash(), block.number());
        for (int index = 0; index < block.transactions().size(); index++) {
            transactions.put(block.transactions().get(index).hash(), new Location(block.number(), index));
        }
    }

    @Override
    public long height() {
        return chain.size() - 1L;
    }

    @Override
    public Optional<Block> block(long number) {
        return number < 0 || number > height()
                ? Optional.empty()
                : Optional.of(chain.get((int) number).block());
    }

    @Override
    public Optional<Long> numberOf(Hash block) {
        return Optional.ofNullable(numbers.get(block));
    }

    @Override
    public Optional<List<Receipt>> receipts(long number) {
        return number < 0 || number > height()
                ? Optional.empty()
                : Optional.of(chain.get((int) number).receipts());
    }

    @Override
    public Optional<Certificate> certificate(long number) {
        return Optional.ofNullable(certificates.ceilingEntry(number)).map(Map.Entry::getValue);
    }

    @Override
    public Optional<Location> locate(Hash transaction) {
        return Optional.ofNullable(transactions.get(transaction));
    }

    @Override
    public List<Location> history(Address account, Location before, int limit) {
        List<Location> found = new ArrayList<>();
        for (long number = Math.min(height(), before.block()); number >= 0; number--) {
            List<Transaction> inBlock = chain.get((int) number).block().transactions();
            for (int index = inBlock.size() - 1; index >= 0 && found.size() < limit; index--) {
                Transaction transaction = inBlock.get(index);
                boolean earlier = number < before.block() || index < before.index();
                if (earlier
                        && (transaction.sender().equals(Optional.of(account))
                                || transaction.body().to().equals(Optional.of(account)))) {
                    found.add(new Location(number, index));
                }
            }
        }
        return found;
    }

    @Override
    public void close() {}
}
