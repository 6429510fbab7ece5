// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.member;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import network.banyan.bridge.ChainOutpost;
import network.banyan.bridge.Moves;
import network.banyan.bridge.Outbox;
import network.banyan.contracts.outpost.OutboxContract;
import network.banyan.hub.BlockList;
import network.banyan.hub.Checkpoint;
import network.banyan.hub.Exits;
import network.banyan.hub.HubDomain;
import network.banyan.hub.InboxPrefix;
import network.banyan.hub.Line;
import network.banyan.hub.Message;
import network.banyan.hub.Totals;
import network.banyan.hub.member.CheckpointEnd;
import network.banyan.hub.member.CheckpointMaker;
import network.banyan.hub.member.Holdings;
import network.banyan.hub.member.RunFacts;
import network.banyan.primitives.Hash;

/** All checkpoints of a chain, made of what the chain says (rules 6 and 7) and of nothing that the root does. */
final class CheckpointLine {
    /** A committee of the founding members sits for ever (docs/spec/outpost.md, rule 3). */
    private static final long TERM = 1;

    /** Checkpoints made in one step, so that who comes late to a long chain does its other duties, too. */
    private static final int AT_ONCE = 64;

    /**
     * A checkpoint and what comes along.
     *
     * @param blocks that it names, on a chain of tier D
     * @param run its last one
     */
    record Made(Checkpoint checkpoint, Hash digest, Totals totals, Exits exits, Optional<BlockList> blocks, long run) {
        long sequence() {
            return checkpoint.sequence();
        }
    }

    private final ChainOutpost chain;
    private final HubDomain domain;
    private final long chainId;
    private final long runBlocks;
    private final boolean namesBlocks;
    private final NavigableSet<Long> eventful = new TreeSet<>();
    private final List<ChainOutpost.Listed> listed = new ArrayList<>();
    private final Holdings holdings = new Holdings();
    private final NavigableMap<Long, Made> open = new TreeMap<>();
    private Line line = Line.NONE;
    private long nextRun = 1;
    private long scanned;

    /** @param namesBlocks whether the chain is one of tier D (docs/spec/disputes.md, rule 2) */
    CheckpointLine(ChainOutpost chain, HubDomain domain, long chainId, boolean namesBlocks) {
        this.chain = chain;
        this.domain = domain;
        this.chainId = chainId;
        this.runBlocks = chain.runBlocks();
        this.namesBlocks = namesBlocks;
    }

    /** Those that are made and not dropped, by their sequences. */
    NavigableMap<Long, Made> open() {
        return open;
    }

    /** The last sequence that is made; 0 for none. */
    long last() {
        return line.sequence();
    }

    /** Drops what is before a sequence. */
    void dropBefore(long sequence) {
        open.headMap(sequence).clear();
    }

    /**
     * Makes what can be made now; the new ones.
     *
     * @throws network.banyan.hub.HubException if the chain contradicts itself
     */
    List<Made> advance() {
        long closed = chain.lastClosed();
        int runs = namesBlocks ? CheckpointEnd.namedRuns(runBlocks) : CheckpointEnd.IDLE_RUNS;
        scan(closed * runBlocks);
        List<Made> made = new ArrayList<>();
        while (made.size() < AT_ONCE) {
            OptionalLong end = CheckpointEnd.of(nextRun, eventful, closed, runs);
            if (end.isEmpty()) {
                break;
            }
            made.add(make(end.getAsLong()));
        }
        return made;
    }

    private void scan(long lastBlock) {
        if (lastBlock > scanned) {
            List<ChainOutpost.Sent> sent = chain.sent(scanned + 1, lastBlock);
            List<ChainOutpost.Handled> handled = chain.handled(scanned + 1, lastBlock);
            List<ChainOutpost.Listed> fresh = chain.listed(scanned + 1, lastBlock);
            // All is read by now: a node that fails in between changes nothing here.
            sent.forEach(each -> eventful.add(runOf(each.block())));
            handled.forEach(each -> eventful.add(runOf(each.block())));
            listed.addAll(fresh);
            scanned = lastBlock;
        }
    }

    private long runOf(long block) {
        return (block + runBlocks - 1) / runBlocks;
    }

    private BlockList blocks(long first, long last) {
        return new BlockList(LongStream.rangeClosed(first, last)
                .mapToObj(number -> chain.head(number).hash())
                .toList());
    }

    private Made make(long run) {
        long first = (nextRun - 1) * runBlocks + 1;
        long last = run * runBlocks;
        Moves moves = Moves.read(chain, listed, first, last);
        List<Message> outbox = Outbox.ofRun(chain, domain, run).messages();
        OutboxContract.Run record = chain.record(run);
        ChainOutpost.Head end = chain.head(last);
        Hash before = chain.head(first - 1).stateRoot();
        Totals totals = chain.totals(run);
        Optional<BlockList> blocks = namesBlocks ? Optional.of(blocks(first, last)) : Optional.empty();
        // All is read by now: a node that fails in between leaves the holdings as they were.
        moves.applyTo(holdings);
        Exits exits = namesBlocks ? Exits.NONE : holdings.exits();
        Checkpoint checkpoint = CheckpointMaker.next(
                domain,
                chainId,
                TERM,
                line,
                new RunFacts(
                        last,
                        end.hash(),
                        before,
                        end.stateRoot(),
                        new InboxPrefix(record.cursor(), record.inboxHash()),
                        outbox,
                        record.outboxRoot(),
                        totals,
                        exits,
                        blocks));
        var made = new Made(checkpoint, checkpoint.digest(domain), totals, exits, blocks, run);
        line = Line.endingWith(checkpoint, domain);
        open.put(checkpoint.sequence(), made);
        eventful.headSet(run, true).clear();
        nextRun = run + 1;
        return made;
    }
}
