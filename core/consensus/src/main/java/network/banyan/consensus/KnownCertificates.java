// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import org.jspecify.annotations.Nullable;

/**
 * The verified certificates of one epoch since the last final block, and what follows from them: what may be built on, and
 * what may not (rule 3).
 *
 * <p>Grows by at most two certificates a view while nothing becomes final; only a quorum can make it grow.
 */
final class KnownCertificates {
    private final Term term;
    private final NavigableMap<Long, Certificate> notarizations = new TreeMap<>();
    private final NavigableMap<Long, Certificate> nullifications = new TreeMap<>();
    private BlockId tip;
    private @Nullable Certificate tipCertificate;

    KnownCertificates(Term term) {
        this.term = term;
        this.tip = new BlockId(term.epoch(), 0, 0, Hash.ZERO);
    }

    /** Sets what is final before anything else is known. */
    void begin(BlockId finalTip, Optional<Certificate> certificate) {
        Invariant.check(
                finalTip.epoch() == term.epoch(), "the tip stands in epoch %d, not %d", finalTip.epoch(), term.epoch());
        tip = finalTip;
        tipCertificate = certificate.orElse(null);
    }

    /** The last final block. */
    BlockId tip() {
        return tip;
    }

    /** The last view that is over, by whatever certificate. */
    long lastDecidedView() {
        long notarized = notarizations.isEmpty() ? 0 : notarizations.lastKey();
        long nullified = nullifications.isEmpty() ? 0 : nullifications.lastKey();
        return Math.max(tip.view(), Math.max(notarized, nullified));
    }

    /** Whether a certificate tells nothing new, so that it need not even be verified. */
    boolean covers(VoteSubject subject) {
        long view = subject.view();
        if (view < tip.view()) {
            return true;
        }
        if (view == tip.view()) {
            return subject.type() != VoteType.NULLIFY && BlockId.of(subject).equals(tip);
        }
        Certificate known = switch (subject.type()) {
            case NOTARIZE -> notarizations.get(view);
            case NULLIFY -> nullifications.get(view);
            case FINALIZE -> null;
        };
        return known != null && known.subject().equals(subject);
    }

    /**
     * A known certificate that cannot stand beside this one, which is not {@linkplain #covers covered}, while at most f
     * members lie.
     */
    Optional<Certificate> contradicted(Certificate certificate) {
        VoteSubject subject = certificate.subject();
        long view = subject.view();
        List<@Nullable Certificate> rivals = new ArrayList<>();
        if (subject.type() == VoteType.NULLIFY) {
            rivals.add(view == tip.view() ? tipCertificate : null);
        } else {
            Certificate notarized = notarizations.get(view);
            rivals.add(notarized != null && !sameBlock(notarized.subject(), subject) ? notarized : null);
            rivals.add(subject.type() == VoteType.FINALIZE ? nullifications.get(view) : null);
            boolean besideTip = view == tip.view() || subject.height() <= tip.height();
            boolean tipAgain = view > tip.view() && term.repeats(BlockId.of(subject), tip);
            rivals.add(besideTip && !tipAgain ? of(tip).orElse(certificate) : null);
        }
        for (Certificate rival : rivals) {
            if (rival != null) {
                return Optional.of(rival);
            }
        }
        return Optional.empty();
    }

    private static boolean sameBlock(VoteSubject a, VoteSubject b) {
        return a.height() == b.height() && a.block().equals(b.block());
    }

    /** Adds a certificate that is verified, not {@linkplain #covers covered} and contradicts nothing. */
    void add(Certificate certificate) {
        VoteSubject subject = certificate.subject();
        switch (subject.type()) {
            case NOTARIZE -> notarizations.put(subject.view(), certificate);
            case NULLIFY -> nullifications.put(subject.view(), certificate);
            case FINALIZE -> {
                tip = BlockId.of(subject);
                tipCertificate = certificate;
                notarizations.headMap(tip.view(), true).clear();
                nullifications.headMap(tip.view(), true).clear();
            }
        }
    }

    /** Whether a block may stand on a parent. */
    sealed interface Ground {
        record Firm(BlockId parent) implements Ground {}

        /** Perhaps; it depends on what became of this view. */
        record Unknown(long view) implements Ground {}

        record None(String reason) implements Ground {}
    }

    /** What to build on in a view: the latest notarized block with nothing but nullified views after it. */
    Ground ground(long view) {
        for (long earlier = view - 1; earlier > tip.view(); earlier--) {
            Certificate notarized = notarizations.get(earlier);
            if (notarized != null) {
                return new Ground.Firm(BlockId.of(notarized.subject()));
            }
            if (!nullifications.containsKey(earlier)) {
                return new Ground.Unknown(earlier);
            }
        }
        return new Ground.Firm(tip);
    }

    /** Whether a block of this view may stand on this parent (rule 3). */
    Ground ground(BlockId parent, long view) {
        if (parent.view() < tip.view() || (parent.view() == tip.view() && !parent.equals(tip))) {
            return new Ground.None("it passes over the final block of view " + tip.view());
        }
        for (long skipped = view - 1; skipped > parent.view(); skipped--) {
            if (!nullifications.containsKey(skipped)) {
                return new Ground.Unknown(skipped);
            }
        }
        if (parent.equals(tip)) {
            return new Ground.Firm(parent);
        }
        Certificate notarized = notarizations.get(parent.view());
        if (notarized == null) {
            return new Ground.Unknown(parent.view());
        }
        return BlockId.of(notarized.subject()).equals(parent)
                ? new Ground.Firm(parent)
                : new Ground.None("another block is notarized in view " + parent.view());
    }

    /** NOTARIZE or FINALIZE of a block; absent also for the one the epoch starts from. */
    Optional<Certificate> of(BlockId block) {
        return block.equals(tip)
                ? Optional.ofNullable(tipCertificate)
                : Optional.ofNullable(notarizations.get(block.view()));
    }

    /** Nullifications of the views between, latest first, as many as go into one message. */
    List<Certificate> nullifications(long after, long before) {
        return nullifications.subMap(after, false, before, false).descendingMap().values().stream()
                .limit(Message.MAX_CERTIFICATES)
                .toList();
    }

    /** What brings anyone into the view that follows the last decided one, and what is final. */
    List<Certificate> best() {
        List<Certificate> best = new ArrayList<>(of(tip).stream().toList());
        Optional.ofNullable(notarizations.get(lastDecidedView())).ifPresent(best::add);
        Optional.ofNullable(nullifications.get(lastDecidedView())).ifPresent(best::add);
        return best;
    }

    /** What is known of some views, latest first, as much as goes into one message; what is final comes before all. */
    List<Certificate> range(long from, long to) {
        List<Certificate> found = new ArrayList<>();
        if (tipCertificate != null && from <= tip.view()) {
            found.add(tipCertificate);
        }
        List<Certificate> rest = new ArrayList<>();
        for (var certificates : List.of(notarizations, nullifications)) {
            certificates.tailMap(from, true).headMap(to, true).descendingMap().values().stream()
                    .limit(Message.MAX_CERTIFICATES)
                    .forEach(rest::add);
        }
        rest.sort(Comparator.comparingLong(certificate -> -certificate.subject().view()));
        rest.stream().limit(Message.MAX_CERTIFICATES - found.size()).forEach(found::add);
        return found;
    }
}
