// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.consensus.KnownCertificates.Ground;
import network.banyan.consensus.Message.CertificateRequest;
import network.banyan.consensus.Message.Certificates;
import network.banyan.consensus.Message.Proposal;
import network.banyan.consensus.Message.Vote;
import network.banyan.consensus.VoteBook.Finding;
import network.banyan.election.Committee;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Invariant;

/**
 * One replica's part in Simplex, for one epoch: an input goes in, effects come out. The package page tells the protocol,
 * docs/spec/consensus.md its rules; comments here cite them.
 *
 * <p>Single-threaded and deterministic: the same inputs give the same effects. No input makes it throw, except a caller
 * that breaks the order of {@link Input.Start} or answers {@link Effect.Build} with another block than asked for.
 */
public final class Simplex {
    /** Votes are kept for so many views before the current one: FINALIZE comes after its view is over. */
    static final long PAST_VIEWS = 8;

    /** Votes and proposals are kept for so many views ahead; for later ones, only certificates are listened to. */
    static final long FUTURE_VIEWS = 8;

    /** So many requests of one seat are answered between two steps of ours. */
    static final int MAX_ANSWERS = 4;

    private final Term term;
    private final Committee committee;
    private final SignatureScheme scheme;
    private final Optional<VoteSigner> signer;
    private final Pacing pacing;

    private final KnownCertificates known;
    private final VoteGuard guard = new VoteGuard(0);
    private final Suspects suspects;
    private final VoteBook book;
    private final SortedMap<Long, Round> rounds = new TreeMap<>();
    private final int[] answers;
    private long view;
    private boolean halted;
    private List<Effect> effects = new ArrayList<>();

    /**
     * @param signer absent for a replica that only watches
     */
    public Simplex(Term term, SignatureScheme scheme, Optional<VoteSigner> signer, Pacing pacing) {
        this.term = term;
        this.committee = term.committee();
        this.scheme = scheme;
        this.signer = signer;
        this.pacing = pacing;
        this.known = new KnownCertificates(term);
        this.suspects = new Suspects(committee.size());
        this.book = new VoteBook(committee, scheme, suspects);
        this.answers = new int[committee.size()];
        signer.ifPresent(own -> Invariant.check(committee.has(own.seat()), "no such seat: %d", own.seat()));
    }

    /** The view this replica is in; 0 before it started. */
    public long view() {
        return view;
    }

    /** The last block known to be final. */
    public BlockId tip() {
        return known.tip();
    }

    public List<Effect> step(Input input) {
        effects = new ArrayList<>();
        if (!halted) {
            Invariant.check((view == 0) == (input instanceof Input.Start), "Start comes first, and once");
            switch (input) {
                case Input.Start start -> start(start);
                case Input.TimerFired fired -> timerFired(fired.timer());
                case Input.Received received -> received(received.from(), received.message());
                case Input.Certified certified -> verified(certified.certificate());
                case Input.Connected connected -> greet(connected.seat());
                case Input.BlockBuilt built -> blockBuilt(built.block());
                case Input.BlockJudged judged -> blockJudged(judged.block(), judged.valid());
            }
            settle();
        }
        return effects;
    }

    // --- Start ---------------------------------------------------------------------------------------------------

    private void start(Input.Start start) {
        known.begin(start.tip(), start.tipCertificate());
        guard.raise(start.tip().view());
        for (LogRecord entry : start.log()) {
            if (entry.view() > known.tip().view()) {
                recover(entry);
            }
        }
        enter(known.lastDecidedView() + 1);
        if (!halted) {
            repeatVotes(view - 1);
            repeatVotes(view);
        }
    }

    private void recover(LogRecord entry) {
        switch (entry) {
            case LogRecord.Voted voted -> guard.recover(voted.subject());
            case LogRecord.Proposed proposed -> {
                guard.recover(proposed.block().notarize());
                round(proposed.view()).own = proposed;
            }
            case LogRecord.Certified certified -> {
                if (!known.covers(certified.certificate().subject())) {
                    keep(certified.certificate());
                }
            }
        }
    }

    // --- Timers (rules 2, 5 and 7) ---------------------------------------------------------------------------------

    private void timerFired(Timer timer) {
        if (timer.view() != view) {
            return;
        }
        Round round = round(view);
        switch (timer.kind()) {
            case LEADER -> {
                if (round.proposal == null && round.own == null) {
                    nullify();
                }
            }
            case ADVANCE -> {
                nullify();
                keepRetrying();
            }
            case RETRY -> {
                round.retrying = false;
                round.asked = false;
                forgiveAnswers();
                repeatBestCertificates();
                repeatVotes(view);
                keepRetrying();
            }
        }
    }

    private void keepRetrying() {
        Round round = round(view);
        if (!round.retrying) {
            round.retrying = true;
            startTimer(Timer.Kind.RETRY, pacing.retryTimeout(viewsSinceFinality()));
        }
    }

    private void repeatVotes(long about) {
        LogRecord.Proposed own = about == view ? round(about).own : null;
        signer.ifPresent(mine -> {
            if (own != null) {
                propose(own, mine);
            }
            for (VoteType type : VoteType.values()) {
                guard.vote(about, type).ifPresent(subject -> say(subject, mine));
            }
        });
    }

    /** Tells a member that could not hear us what we said last, so that it need not wait for a timer. */
    private void greet(int seat) {
        List<Certificate> best = known.best();
        if (!best.isEmpty()) {
            effects.add(new Effect.Send(seat, new Certificates(best)));
        }
        signer.ifPresent(mine -> {
            LogRecord.Proposed own = round(view).own;
            if (own != null) {
                proposal(own, mine).ifPresent(proposal -> effects.add(new Effect.Send(seat, proposal)));
            }
            for (long about = view - 1; about <= view; about++) {
                for (VoteType type : VoteType.values()) {
                    guard.vote(about, type)
                            .flatMap(subject -> sign(subject, mine))
                            .ifPresent(vote -> effects.add(new Effect.Send(seat, new Vote(vote))));
                }
            }
        });
    }

    private void repeatBestCertificates() {
        List<Certificate> best = known.best();
        if (!best.isEmpty()) {
            effects.add(new Effect.Broadcast(new Certificates(best)));
        }
    }

    // --- Messages --------------------------------------------------------------------------------------------------

    private void received(int from, Message message) {
        if (!committee.has(from) || isOwn(from) || suspects.banned(from)) {
            return;
        }
        switch (message) {
            case Proposal proposal -> proposed(from, proposal);
            case Vote vote -> {
                if (vote.vote().seat() == from) {
                    bringAlong(vote.vote());
                    count(vote.vote());
                } else {
                    distrust(from, "sent a vote of seat " + vote.vote().seat());
                }
            }
            case Certificates several -> {
                if (learn(from, several.certificates())) {
                    round(view).asked = false;
                }
            }
            case CertificateRequest request -> {
                if (request.epoch() == committee.epoch()) {
                    answer(from, known.range(request.from(), request.to()));
                }
            }
        }
    }

    private void proposed(int from, Proposal proposal) {
        long about = proposal.block().view();
        if (proposal.block().epoch() != committee.epoch()) {
            return;
        }
        if (from != leader(about)) {
            distrust(from, "proposed in view " + about + ", which it does not lead");
            return;
        }
        List<Certificate> grounds = new ArrayList<>(proposal.nullifications());
        proposal.parentCertificate().ifPresent(grounds::add);
        learn(from, grounds);
        if (suspects.banned(from) || !inWindow(about)) {
            return;
        }
        Round round = round(about);
        if (about >= view && round.proposal == null) {
            round.proposal = proposal;
        }
        count(proposal.vote(from));
    }

    /** Takes in certificates from outside; true if one was new. */
    private boolean learn(int from, List<Certificate> certificates) {
        boolean grown = false;
        for (Certificate certificate : certificates) {
            if (certificate.subject().epoch() != committee.epoch() || known.covers(certificate.subject())) {
                continue;
            }
            Optional<String> refusal = scheme.refusal(certificate);
            if (refusal.isPresent()) {
                suspects.strike(from);
                distrust(from, "sent a certificate " + refusal.get());
                return grown;
            }
            book.close(certificate.subject());
            admit(certificate, false);
            grown = true;
        }
        return grown;
    }

    private void verified(Certificate certificate) {
        if (certificate.subject().epoch() == committee.epoch() && !known.covers(certificate.subject())) {
            book.close(certificate.subject());
            admit(certificate, false);
            round(view).asked = false;
        }
    }

    /** Whoever is stuck in a view that is long over learns so (rule 7). */
    private void bringAlong(SignedVote vote) {
        VoteSubject subject = vote.subject();
        if (subject.epoch() == committee.epoch() && subject.type() == VoteType.NULLIFY && subject.view() < view - 1) {
            answer(vote.seat(), known.best());
        }
    }

    private void answer(int from, List<Certificate> certificates) {
        if (!certificates.isEmpty() && answers[from] < MAX_ANSWERS) {
            answers[from]++;
            effects.add(new Effect.Send(from, new Certificates(certificates)));
        }
    }

    // --- Certificates (rules 4, 5 and 6) -----------------------------------------------------------------------------

    private void count(SignedVote vote) {
        if (vote.subject().epoch() != committee.epoch()
                || !inWindow(vote.subject().view())) {
            return;
        }
        for (Finding finding : book.add(vote)) {
            switch (finding) {
                case Finding.Certified certified -> admit(certified.certificate(), true);
                case Finding.Contradicted contradicted -> effects.add(new Effect.Report(contradicted.evidence()));
                case Finding.Forged forged -> distrust(forged.seat(), "sent a vote with a wrong signature");
            }
        }
    }

    /**
     * Takes in a verified certificate.
     *
     * @param assembled whether this replica made it of votes, and perhaps alone
     */
    private void admit(Certificate certificate, boolean assembled) {
        if (halted || known.covers(certificate.subject())) {
            return;
        }
        VoteSubject subject = certificate.subject();
        effects.add(new Effect.Persist(new LogRecord.Certified(certificate)));
        keep(certificate);
        boolean ends = subject.view() >= view;
        if (halted) {
            return;
        }
        if (ends || (assembled && subject.type() == VoteType.FINALIZE)) {
            effects.add(new Effect.Broadcast(new Certificates(List.of(certificate))));
        }
        if (ends) {
            if (subject.type() == VoteType.NOTARIZE) {
                vote(BlockId.of(subject).finalise());
            }
            enter(subject.view() + 1);
        }
    }

    /** Makes a certificate known, here and to the replica. */
    private void keep(Certificate certificate) {
        Optional<Certificate> rival = known.contradicted(certificate);
        if (rival.isPresent()) {
            halted = true;
            effects.add(new Effect.Halt(
                    "over %d of %d members lie: two certificates exclude each other"
                            .formatted(committee.faults(), committee.size()),
                    List.of(rival.get(), certificate)));
            return;
        }
        known.add(certificate);
        switch (certificate.subject().type()) {
            case NOTARIZE -> effects.add(new Effect.Notarized(certificate));
            case NULLIFY -> {}
            case FINALIZE -> {
                effects.add(new Effect.Finalized(certificate));
                guard.raise(known.tip().view());
                book.forgetBefore(known.tip().view() + 1);
            }
        }
    }

    private void enter(long next) {
        if (next <= view) {
            return;
        }
        view = next;
        rounds.headMap(view).clear();
        book.forgetBefore(view - PAST_VIEWS);
        forgiveAnswers();
        startTimer(Timer.Kind.LEADER, pacing.leaderTimeout(viewsSinceFinality()));
        startTimer(Timer.Kind.ADVANCE, pacing.advanceTimeout(viewsSinceFinality()));
    }

    // --- What the current view calls for -----------------------------------------------------------------------------

    /** Does what the rules allow by now. A vote may end the view, so this goes on until it stays. */
    private void settle() {
        long settled;
        do {
            settled = view;
            if (!halted && signer.isPresent()) {
                Round round = round(view);
                int leader = leader(view);
                if (isOwn(leader)) {
                    lead(round);
                } else {
                    consider(round, leader);
                }
                if (view == settled && book.has(view, VoteType.NULLIFY, leader)) {
                    nullify();
                }
            }
        } while (view != settled);
    }

    private void lead(Round round) {
        boolean spoken = guard.vote(view, VoteType.NOTARIZE).isPresent()
                || guard.vote(view, VoteType.NULLIFY).isPresent();
        if (spoken || round.buildingOn != null) {
            return;
        }
        switch (known.ground(view)) {
            case Ground.Firm firm -> {
                round.buildingOn = firm.parent();
                effects.add(new Effect.Build(view, firm.parent()));
            }
            case Ground.Unknown unknown -> {
                if (!round.asked) {
                    round.asked = true;
                    effects.add(new Effect.Broadcast(request(unknown.view())));
                }
            }
            case Ground.None none -> Invariant.check(false, "nothing to build on: %s", none.reason());
        }
    }

    private void consider(Round round, int leader) {
        Proposal proposal = round.proposal;
        if (proposal == null
                || round.judging
                || round.refused
                || guard.vote(view, VoteType.NOTARIZE).isPresent()) {
            return;
        }
        if (!term.follows(proposal.block(), proposal.parent())) {
            refuse(round, leader, "does not follow its parent");
            return;
        }
        switch (known.ground(proposal.parent(), view)) {
            case Ground.Firm firm -> {
                round.judging = true;
                effects.add(new Effect.Verify(proposal.block(), firm.parent(), leader));
            }
            case Ground.Unknown unknown -> {
                if (!round.asked) {
                    round.asked = true;
                    effects.add(new Effect.Send(leader, request(unknown.view())));
                }
            }
            case Ground.None none -> refuse(round, leader, none.reason());
        }
    }

    private void refuse(Round round, int leader, String reason) {
        round.refused = true;
        distrust(leader, "proposed a block in view " + view + ": " + reason);
        nullify();
    }

    private CertificateRequest request(long upTo) {
        return new CertificateRequest(committee.epoch(), known.tip().view() + 1, upTo);
    }

    private void blockBuilt(BlockId block) {
        Round round = round(view);
        BlockId parent = round.buildingOn;
        if (parent == null
                || block.view() != view
                || !guard.allows(block.notarize())
                || guard.vote(view, VoteType.NULLIFY).isPresent()) {
            return;
        }
        Invariant.check(term.follows(block, parent), "asked for what follows %s, got %s", parent, block);
        var own = new LogRecord.Proposed(block, parent);
        round.own = own;
        guard.record(block.notarize());
        effects.add(new Effect.Persist(own));
        signer.ifPresent(mine -> propose(own, mine));
    }

    private void propose(LogRecord.Proposed own, VoteSigner mine) {
        proposal(own, mine).ifPresent(proposal -> {
            effects.add(new Effect.Broadcast(proposal));
            count(proposal.vote(mine.seat()));
        });
    }

    /** Empty while the certificates that it must carry are not here, or the signer is silent. */
    private Optional<Proposal> proposal(LogRecord.Proposed own, VoteSigner mine) {
        return known.ground(own.parent(), own.view()) instanceof Ground.Firm
                ? mine.sign(own.block().notarize())
                        .map(signature -> new Proposal(
                                own.block(),
                                own.parent(),
                                known.of(own.parent()),
                                known.nullifications(own.parent().view(), own.view()),
                                signature))
                : Optional.empty();
    }

    private void blockJudged(BlockId block, boolean valid) {
        Round round = round(view);
        if (round.proposal == null || !round.judging || !round.proposal.block().equals(block)) {
            return;
        }
        if (valid) {
            vote(block.notarize());
        } else {
            refuse(round, leader(view), "it is not valid");
        }
    }

    // --- Saying ------------------------------------------------------------------------------------------------------

    private void nullify() {
        vote(VoteSubject.nullify(committee.epoch(), view));
    }

    private void vote(VoteSubject subject) {
        signer.ifPresent(mine -> {
            if (guard.allows(subject)) {
                guard.record(subject);
                effects.add(new Effect.Persist(new LogRecord.Voted(subject)));
                if (subject.type() == VoteType.NULLIFY) {
                    keepRetrying();
                }
                say(subject, mine);
            }
        });
    }

    /** Signs again what is on record already. A signer that is silent now is asked again when votes are repeated. */
    private void say(VoteSubject subject, VoteSigner mine) {
        sign(subject, mine).ifPresent(vote -> {
            effects.add(new Effect.Broadcast(new Vote(vote)));
            count(vote);
        });
    }

    private static Optional<SignedVote> sign(VoteSubject subject, VoteSigner mine) {
        return mine.sign(subject).map(signature -> new SignedVote(mine.seat(), subject, signature));
    }

    private void distrust(int seat, String reason) {
        effects.add(new Effect.Distrust(seat, reason));
    }

    private void startTimer(Timer.Kind kind, long delayMillis) {
        effects.add(new Effect.StartTimer(new Timer(kind, view), delayMillis));
    }

    private void forgiveAnswers() {
        Arrays.fill(answers, 0);
    }

    private Round round(long about) {
        return rounds.computeIfAbsent(about, any -> new Round());
    }

    private int leader(long about) {
        return committee.leader(about);
    }

    private boolean isOwn(int seat) {
        return signer.isPresent() && signer.get().seat() == seat;
    }

    private boolean inWindow(long about) {
        return about > known.tip().view() && about >= view - PAST_VIEWS && about <= view + FUTURE_VIEWS;
    }

    private long viewsSinceFinality() {
        return view - known.tip().view();
    }
}
