// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.election.Committee;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Invariant;

/**
 * Collects votes until a quorum makes a certificate, and catches who lies.
 *
 * <p>Optimistic: a vote is not verified when it comes. When a quorum agrees, the sum of its signatures is verified with one
 * pairing check; only if that fails are the wrong ones searched for by halving, and thrown out. Votes that contradict each
 * other are verified at once, for only true ones convict.
 */
final class VoteBook {
    private final Committee committee;
    private final SignatureScheme scheme;
    private final Suspects suspects;
    private final SortedMap<Long, Page> pages = new TreeMap<>();

    VoteBook(Committee committee, SignatureScheme scheme, Suspects suspects) {
        this.committee = committee;
        this.scheme = scheme;
        this.suspects = suspects;
    }

    /** What one more vote brought to light. */
    sealed interface Finding {
        record Certified(Certificate certificate) implements Finding {}

        record Contradicted(Evidence evidence) implements Finding {}

        record Forged(int seat) implements Finding {}
    }

    /** The votes of one view. */
    private static final class Page {
        private final Map<VoteType, Tally> tallies = new EnumMap<>(VoteType.class);
        private final BitSet convicted = new BitSet();

        private Tally tally(VoteType type) {
            return tallies.computeIfAbsent(type, any -> new Tally());
        }

        private List<SignedVote> contradicting(SignedVote vote) {
            return tallies.values().stream()
                    .flatMap(tally -> tally.of(vote.seat()).stream())
                    .filter(earlier -> Evidence.contradict(earlier, vote))
                    .toList();
        }
    }

    /** Adds a vote of the committee's epoch that came from its own seat; the caller keeps to a window of views. */
    List<Finding> add(SignedVote vote) {
        List<Finding> findings = new ArrayList<>();
        VoteSubject subject = vote.subject();
        Page page = pages.computeIfAbsent(subject.view(), view -> new Page());
        Tally tally = page.tally(subject.type());
        boolean repeated = tally.of(vote.seat()).map(SignedVote::subject).equals(Optional.of(subject));
        if (repeated || page.convicted.get(vote.seat())) {
            return findings;
        }
        List<SignedVote> contradicting = page.contradicting(vote);
        boolean doubtful = suspects.suspected(vote.seat()) || !contradicting.isEmpty();
        if (doubtful && !scheme.verify(vote)) {
            throwOut(vote.seat(), findings);
            return findings;
        }
        contradicting.forEach(earlier -> convict(page, earlier, vote, findings));
        if (tally.of(vote.seat()).isEmpty()) {
            tally.put(vote);
            certify(tally, subject, findings);
        }
        return findings;
    }

    /** The later vote is verified already. */
    private void convict(Page page, SignedVote earlier, SignedVote later, List<Finding> findings) {
        if (scheme.verify(earlier)) {
            page.convicted.set(later.seat());
            findings.add(new Finding.Contradicted(new Evidence(earlier, later)));
        } else {
            page.tally(earlier.subject().type()).remove(earlier.seat());
            throwOut(earlier.seat(), findings);
        }
    }

    private void certify(Tally tally, VoteSubject subject, List<Finding> findings) {
        List<SignedVote> votes = tally.supporters(subject);
        if (tally.isClosed() || votes.size() < committee.quorum()) {
            return;
        }
        Optional<Bytes> sum = sum(votes);
        if (sum.isEmpty()) {
            for (SignedVote wrong : forged(votes)) {
                tally.remove(wrong.seat());
                throwOut(wrong.seat(), findings);
            }
            certify(tally, subject, findings);
            return;
        }
        tally.close();
        var seats = new BitSet();
        votes.forEach(vote -> seats.set(vote.seat()));
        findings.add(new Finding.Certified(Certificate.of(subject, seats, sum.get())));
    }

    /** The sum of the signatures; empty if it is not true. */
    private Optional<Bytes> sum(List<SignedVote> votes) {
        List<Integer> seats = votes.stream().map(SignedVote::seat).toList();
        VoteSubject subject = votes.getFirst().subject();
        return scheme.aggregate(votes.stream().map(SignedVote::signature).toList())
                .filter(sum -> scheme.verifyAggregate(seats, subject, sum));
    }

    /** Those among votes whose sum is not true that spoil it. */
    private List<SignedVote> forged(List<SignedVote> votes) {
        if (votes.size() == 1) {
            return votes;
        }
        List<SignedVote> forged = new ArrayList<>();
        int middle = votes.size() / 2;
        for (List<SignedVote> half : List.of(votes.subList(0, middle), votes.subList(middle, votes.size()))) {
            if (sum(half).isEmpty()) {
                forged.addAll(forged(half));
            }
        }
        Invariant.check(!forged.isEmpty(), "two sums that are true make one that is not");
        return forged;
    }

    private void throwOut(int seat, List<Finding> findings) {
        suspects.strike(seat);
        findings.add(new Finding.Forged(seat));
    }

    /** The certificate came from elsewhere. */
    void close(VoteSubject subject) {
        pages.computeIfAbsent(subject.view(), view -> new Page())
                .tally(subject.type())
                .close();
    }

    boolean has(long view, VoteType type, int seat) {
        Page page = pages.get(view);
        return page != null && page.tally(type).of(seat).isPresent();
    }

    /** Forgets views below. */
    void forgetBefore(long view) {
        pages.headMap(view).clear();
    }
}
