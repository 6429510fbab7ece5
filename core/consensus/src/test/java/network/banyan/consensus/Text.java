// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import java.util.stream.Collectors;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;

/** Effects as lines that a person can read in a golden trace. */
final class Text {
    private Text() {}

    static String of(Effect effect) {
        return switch (effect) {
            case Effect.Persist persist -> "persist " + of(persist.entry());
            case Effect.Broadcast broadcast -> "broadcast " + of(broadcast.message());
            case Effect.Send send -> "send to " + send.seat() + " " + of(send.message());
            case Effect.StartTimer start ->
                "timer %s of view %d in %d ms"
                        .formatted(start.timer().kind(), start.timer().view(), start.delayMillis());
            case Effect.Build build -> "build view %d on %s".formatted(build.view(), of(build.parent()));
            case Effect.Verify verify -> "verify %s on %s".formatted(of(verify.block()), of(verify.parent()));
            case Effect.Notarized notarized -> "notarized " + outcome(notarized.certificate());
            case Effect.Finalized last -> "FINAL " + outcome(last.certificate());
            case Effect.Report report ->
                "report %s, %s"
                        .formatted(
                                of(report.evidence().first()),
                                of(report.evidence().second()));
            case Effect.Distrust distrust -> "distrust seat %d: %s".formatted(distrust.seat(), distrust.reason());
            case Effect.Halt halt -> "HALT " + halt.reason();
        };
    }

    static String of(Message message) {
        return switch (message) {
            case Message.Proposal proposal ->
                "proposal %s on %s, %d nullified between"
                        .formatted(
                                of(proposal.block()),
                                of(proposal.parent()),
                                proposal.nullifications().size());
            case Message.Vote vote -> "vote " + of(vote.vote().subject());
            case Message.Certificates several ->
                several.certificates().stream().map(Text::of).collect(Collectors.joining(", ", "certificate ", ""));
            case Message.CertificateRequest request ->
                "request for views %d to %d".formatted(request.from(), request.to());
        };
    }

    private static String of(LogRecord entry) {
        return switch (entry) {
            case LogRecord.Voted voted -> of(voted.subject());
            case LogRecord.Proposed proposed -> "own proposal " + of(proposed.block());
            case LogRecord.Certified certified -> "certificate " + of(certified.certificate());
        };
    }

    private static String of(SignedVote vote) {
        return "seat %d: %s".formatted(vote.seat(), of(vote.subject()));
    }

    private static String of(Certificate certificate) {
        return "%s by %s".formatted(of(certificate.subject()), certificate.seats());
    }

    private static String outcome(Certificate certificate) {
        return "%s by %s".formatted(of(BlockId.of(certificate.subject())), certificate.seats());
    }

    private static String of(VoteSubject subject) {
        return subject.type() == VoteType.NULLIFY
                ? "NULLIFY view " + subject.view()
                : subject.type() + " " + of(BlockId.of(subject));
    }

    static String of(BlockId block) {
        return "block %d (view %d, %s)"
                .formatted(block.height(), block.view(), block.hash().toHex().substring(2, 6));
    }
}
