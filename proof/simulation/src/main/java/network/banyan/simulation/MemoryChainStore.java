// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import network.banyan.consensus.LogRecord;
import network.banyan.election.Committee;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.replica.ChainStore;
import network.banyan.replica.ChainView.Location;
import network.banyan.state.MemoryStateStore;
import network.banyan.state.StateStore;
import org.jspecify.annotations.Nullable;

/**
 * A disk that is a piece of heap: it outlives the replica that writes to it. The power may fail at each write. Of a log
 * append any number of entries may then survive, and damaged bytes behind them, which the next reader has to pass over: less
 * than RocksDB promises, of whose synced batch all or nothing is there. Of a commit all or nothing survives, as there.
 */
final class MemoryChainStore implements ChainStore {
    /** Thrown into the middle of a write; whoever holds the replica drops it. */
    static final class PowerCut extends RuntimeException {
        PowerCut() {
            super("the power failed");
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
    /** What a power cut left of the last append, until the disk is opened again. */
    private byte[] tail = {};

    private long writes;

    /** Taken from the log, and forgotten when that changes. */
    private @Nullable List<Certificate> certified;

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

    /** Recovers the log, as whoever opens a database does before anything else. */
    void open() {
        WriteAhead.read(tail).forEach(this::keep);
        tail = new byte[0];
    }

    @Override
    public List<LogEntry> log() {
        return log.stream().map(Logged::entry).toList();
    }

    @Override
    public void append(List<LogEntry> entries) {
        Broken.unless(tail.length == 0, Law.DURABILITY, "the log is written before it is recovered");
        if (power.failsAt(++writes)) {
            int whole = power.survivors(entries.size());
            byte[] survives = WriteAhead.of(entries.subList(0, whole));
            byte[] torn = whole < entries.size() ? power.torn(WriteAhead.of(List.of(entries.get(whole)))) : new byte[0];
            tail = Arrays.copyOf(survives, survives.length + torn.length);
            System.arraycopy(torn, 0, tail, survives.length, torn.length);
            throw new PowerCut();
        }
        entries.forEach(this::keep);
    }

    /** Loses the last of its entries, which it had called safe: a disk that lies, or a backup that is put back. */
    void forget(int entries) {
        tail = new byte[0];
        certified = null;
        log.subList(Math.max(0, log.size() - entries), log.size()).clear();
    }

    /** How often something was written. */
    long writes() {
        return writes;
    }

    private void keep(LogEntry entry) {
        Logged logged = Logged.of(entry);
        log.add(logged);
        certified = null;
        logged.record().ifPresent(written);
    }

    @Override
    public void commit(Commit commit) {
        boolean cut = power.failsAt(++writes);
        if (cut && power.survivors(1) == 0) {
            throw new PowerCut();
        }
        Broken.unless(commit.forgotten().isNothing(), Law.DURABILITY, "a simulated node forgets blocks");
        for (Executed executed : commit.blocks()) {
            add(executed);
        }
        commit.certificate()
                .ifPresent(certificate -> certificates.put(certificate.subject().height(), certificate));
        commit.next().ifPresent(next -> committees.put(next.epoch(), next));
        state.write(commit.state());
        certified = null;
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
        List<Certificate> known = certified;
        if (known == null) {
            known = log.stream()
                    .flatMap(logged -> logged.record().stream())
                    .filter(LogRecord.Certified.class::isInstance)
                    .map(record -> ((LogRecord.Certified) record).certificate())
                    .toList();
            certified = known;
        }
        return known;
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
    public long earliest() {
        return 0;
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
    public List<Location> historyAfter(Address account, Location after, int limit) {
        List<Location> all = new ArrayList<>(history(account, new Location(Long.MAX_VALUE, 0), Integer.MAX_VALUE));
        Collections.reverse(all);
        return all.stream()
                .filter(place -> place.block() > after.block()
                        || (place.block() == after.block() && place.index() > after.index()))
                .limit(limit)
                .toList();
    }

    @Override
    public void close() {}
}
