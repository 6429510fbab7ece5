// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.List;
import java.util.Optional;
import network.banyan.election.CertificateCheck;
import network.banyan.election.Committee;
import network.banyan.election.CommitteeRoot;
import network.banyan.election.Member;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;

/**
 * Knows one committee of a chain, and from there on needs a few hundred bytes an epoch to know the next one, and no node
 * to believe (docs/spec/light-client.md). It begins with the committee that genesis names, or with a {@link Checkpoint}
 * that somebody trusts; each {@link Handover} that it follows gives the light client of the epoch after.
 *
 * <p>The view of a certificate is never compared with that of a header: an epoch's last block may be proposed again in
 * later views (docs/adr/0013-how-an-epoch-ends.md), and the quorum vouches for the hash.
 */
public final class LightClient {
    private final Genesis genesis;
    private final Terms terms;
    private final Committee committee;
    private final Optional<BlockHeader> start;

    private LightClient(Genesis genesis, Committee committee, Optional<BlockHeader> start) {
        this.genesis = genesis;
        this.terms = Terms.of(genesis);
        this.committee = committee;
        this.start = start;
    }

    /** What is wrong with a handover or with a certified header. */
    public enum Flaw {
        /** It is of another epoch than this committee's: it comes twice, or one before it is missing. */
        EPOCH,
        /** The block does not end its epoch, so it names no other committee. */
        NOT_LAST,
        /** The certificate is not of type FINALIZE. */
        NOT_FINAL,
        /** The certificate is of another epoch. */
        CERTIFICATE_EPOCH,
        /** The certificate is of another block. */
        CERTIFICATE_BLOCK,
        /** The header's commitment is not to these members, in this order, in this epoch. */
        COMMITMENT,
        /** No quorum of the committee signed. */
        QUORUM,
        /** The members can be no committee: a key is no key, or has two seats. */
        COMMITTEE,
        /** Its time is after the year 9999. */
        TIME
    }

    /** What comes of a handover. */
    public sealed interface Step {}

    /** What is to be thought of a header and its certificate. */
    public sealed interface Finality {}

    /**
     * @param next knows the committee that was handed over to
     */
    public record Followed(LightClient next) implements Step {}

    /** A quorum of the committee made the block final. */
    public record Final() implements Finality {}

    /**
     * @param reason for people, with the values
     */
    public record Refused(Flaw flaw, String reason) implements Step, Finality {
        static Refused of(Flaw flaw, String reason, Object... arguments) {
            return new Refused(flaw, reason.formatted(arguments));
        }
    }

    /**
     * Believes genesis.
     *
     * @throws Committee.Refused if the members that genesis names can be no committee
     */
    public static LightClient of(Genesis genesis) {
        return new LightClient(genesis, Committee.of(0, genesis.committee()), Optional.empty());
    }

    /**
     * Believes a checkpoint as far as the trust in it goes.
     *
     * @throws Trust.Ended if the checkpoint is too old, or none of this genesis' chain; the message says which
     */
    public static LightClient of(Genesis genesis, Trust trust) {
        trust.check(genesis);
        return of(genesis, trust.checkpoint());
    }

    /** Believes a checkpoint of this genesis' chain, which somebody else has found worth it. */
    static LightClient of(Genesis genesis, Checkpoint checkpoint) {
        return new LightClient(genesis, checkpoint.committee(), Optional.of(checkpoint.header()));
    }

    /** The committee whose word it takes. */
    public Committee committee() {
        return committee;
    }

    /** What somebody else could begin with who trusts this light client; empty in epoch 0, where genesis is enough. */
    public Optional<Checkpoint> checkpoint() {
        return start.map(header -> new Checkpoint(genesis.chainId(), header, committee));
    }

    /** Takes the next committee if this one made the block final that names it. Costs one pairing check, 1 to 2 ms. */
    public Step follow(Handover handover) {
        BlockHeader header = handover.header();
        List<Member> members = handover.members();
        long next = committee.epoch() + 1;
        if (terms.epochOf(header.number()) == committee.epoch() && !terms.isLast(header.number())) {
            return Refused.of(Flaw.NOT_LAST, "block %d does not end epoch %d", header.number(), committee.epoch());
        }
        Optional<Refused> misfit = misfit(header, handover.certificate());
        if (misfit.isPresent()) {
            return misfit.get();
        }
        if (Long.compareUnsigned(header.timestamp(), DeviceRecord.MAX_TIME_MILLIS / 1000) > 0) {
            return Refused.of(Flaw.TIME, "block %d is of after the year 9999", header.number());
        }
        if (members.isEmpty() || members.size() > Committee.MAX_SIZE) {
            return Refused.of(Flaw.COMMITTEE, "a committee has 1 to 256 members, not %d", members.size());
        }
        if (!header.parentBeaconBlockRoot().equals(CommitteeRoot.of(next, members))) {
            return Refused.of(
                    Flaw.COMMITMENT,
                    "block %d does not commit to these %d members in epoch %d",
                    header.number(),
                    members.size(),
                    next);
        }
        Optional<Refused> unsigned = unsigned(handover.certificate());
        if (unsigned.isPresent()) {
            return unsigned.get();
        }
        try {
            return new Followed(new LightClient(genesis, Committee.elected(next, members), Optional.of(header)));
        } catch (Committee.Refused refused) {
            return Refused.of(
                    Flaw.COMMITTEE, "its members can be no committee: %s", String.valueOf(refused.getMessage()));
        }
    }

    /** Whether this committee made a block of its own epoch final. */
    public Finality judge(BlockHeader header, Certificate certificate) {
        return misfit(header, certificate)
                .or(() -> commitment(header))
                .or(() -> unsigned(certificate))
                .<Finality>map(refused -> refused)
                .orElseGet(Final::new);
    }

    /** What can be told without the committee's keys. */
    private Optional<Refused> misfit(BlockHeader header, Certificate certificate) {
        VoteSubject subject = certificate.subject();
        long epoch = terms.epochOf(header.number());
        if (epoch != committee.epoch()) {
            return Optional.of(Refused.of(
                    Flaw.EPOCH,
                    "block %d is of epoch %d, the committee sits in epoch %d",
                    header.number(),
                    epoch,
                    committee.epoch()));
        }
        if (subject.type() != VoteType.FINALIZE) {
            return Optional.of(
                    Refused.of(Flaw.NOT_FINAL, "the certificate is of type %s, not FINALIZE", subject.type()));
        }
        if (subject.epoch() != epoch) {
            return Optional.of(Refused.of(
                    Flaw.CERTIFICATE_EPOCH, "the certificate is of epoch %d, not %d", subject.epoch(), epoch));
        }
        return subject.height() == header.number() && subject.block().equals(header.hash())
                ? Optional.empty()
                : Optional.of(Refused.of(
                        Flaw.CERTIFICATE_BLOCK,
                        "the certificate is of block %d %s, not of block %d %s",
                        subject.height(),
                        subject.block(),
                        header.number(),
                        header.hash()));
    }

    /** The last block of an epoch commits to a committee that is not known yet; a quorum of this one vouches for it. */
    private Optional<Refused> commitment(BlockHeader header) {
        return terms.isLast(header.number()) || header.parentBeaconBlockRoot().equals(committee.root())
                ? Optional.empty()
                : Optional.of(Refused.of(
                        Flaw.COMMITMENT,
                        "block %d commits to committee %s, that of epoch %d is %s",
                        header.number(),
                        header.parentBeaconBlockRoot(),
                        committee.epoch(),
                        committee.root()));
    }

    private Optional<Refused> unsigned(Certificate certificate) {
        return switch (CertificateCheck.verify(certificate, committee, genesis.chainId())) {
            case CertificateCheck.Outcome.Valid() -> Optional.empty();
            case CertificateCheck.Outcome.Invalid(String reason) ->
                Optional.of(Refused.of(Flaw.QUORUM, "the certificate does not hold: %s", reason));
        };
    }
}
