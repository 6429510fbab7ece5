// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import network.banyan.consensus.Message.Certificates;
import network.banyan.consensus.Message.Proposal;
import network.banyan.consensus.Message.Vote;
import network.banyan.crypto.Keccak;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.VoteSubject;
import network.banyan.primitives.Bytes;

/** One machine of a committee of four, on a workbench: the test plays everybody else. */
final class Bench {
    static final BlockId GENESIS = World.GENESIS;
    static final Pacing PACING = new Pacing(50, 100);

    final int seat;
    final Simplex machine;
    private final FakeScheme scheme = new FakeScheme(Committees.FOUR);

    /** Seats 0, 1, 2, 3 lead views 1, 2, 3, 4 and so on. */
    Bench(int seat) {
        this(seat, Long.MAX_VALUE);
    }

    /** In an epoch that ends with this height. */
    Bench(int seat, long last) {
        this.seat = seat;
        this.machine =
                new Simplex(new Term(Committees.FOUR, last), scheme, Optional.of(FakeScheme.signer(seat)), PACING);
    }

    static Bench started(int seat) {
        var bench = new Bench(seat);
        bench.start();
        return bench;
    }

    List<String> start(LogRecord... log) {
        return step(new Input.Start(GENESIS, Optional.empty(), List.of(log)));
    }

    List<String> step(Input input) {
        return machine.step(input).stream().map(Text::of).toList();
    }

    List<String> receive(int from, Message message) {
        return step(new Input.Received(from, message));
    }

    List<String> vote(int from, VoteSubject subject) {
        return receive(from, new Vote(signed(from, subject)));
    }

    List<String> fire(Timer.Kind kind) {
        return step(new Input.TimerFired(new Timer(kind, machine.view())));
    }

    List<String> judged(BlockId block, boolean valid) {
        return step(new Input.BlockJudged(block, valid));
    }

    /** Three others' word, or whoever is named. */
    List<String> learn(Certificate... certificates) {
        return receive((seat + 1) % 4, new Certificates(List.of(certificates)));
    }

    static SignedVote signed(int seat, VoteSubject subject) {
        return new SignedVote(seat, subject, FakeScheme.signature(seat, subject));
    }

    static SignedVote forged(int seat, VoteSubject subject) {
        return new SignedVote(seat, subject, Bytes.wrap(new byte[96]));
    }

    static BlockId child(BlockId parent, long view, String name) {
        return new BlockId(
                0, view, parent.height() + 1, Keccak.hash((view + name).getBytes(StandardCharsets.US_ASCII)));
    }

    static BlockId child(BlockId parent, long view) {
        return child(parent, view, "");
    }

    static Certificate certificate(VoteSubject subject, int... seats) {
        var set = new BitSet();
        Arrays.stream(seats).forEach(set::set);
        List<Bytes> signatures = Arrays.stream(seats)
                .mapToObj(seat -> FakeScheme.signature(seat, subject))
                .toList();
        return Certificate.of(
                subject,
                set,
                new FakeScheme(Committees.FOUR).aggregate(signatures).orElseThrow());
    }

    static Certificate notarized(BlockId block) {
        return certificate(block.notarize(), 0, 1, 2);
    }

    static Certificate nullified(long view) {
        return certificate(VoteSubject.nullify(0, view), 0, 1, 2);
    }

    static Certificate finalised(BlockId block) {
        return certificate(block.finalise(), 0, 1, 2);
    }

    /** What the leader of the block's view sends. */
    static Proposal proposal(BlockId block, BlockId parent, Certificate... nullifications) {
        int leader = (int) ((block.view() - 1) % 4);
        Optional<Certificate> ground = parent.view() == 0 ? Optional.empty() : Optional.of(notarized(parent));
        return new Proposal(
                block, parent, ground, List.of(nullifications), FakeScheme.signature(leader, block.notarize()));
    }
}
