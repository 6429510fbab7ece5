// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import network.banyan.consensus.BlockId;
import network.banyan.consensus.LogRecord;
import network.banyan.consensus.Message;
import network.banyan.consensus.MessageCodec;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.replica.Alarm;
import network.banyan.replica.Effect;
import network.banyan.replica.PeerMessage;

/** What replicas say and do, as lines that a person can read in a trace. */
record Words(Cast cast) {
    String of(Effect effect) {
        return switch (effect) {
            case Effect.Send send -> "to %d: %s".formatted(cast.member(send.peer()), of(send.message()));
            case Effect.Broadcast broadcast -> "to all: " + of(broadcast.message());
            case Effect.SetAlarm set -> "alarm %s in %d ms".formatted(of(set.alarm()), set.delayMillis());
            case Effect.Published published ->
                "FINAL %s by %s"
                        .formatted(
                                of(published.block().block()),
                                of(published.block().certificate()));
            case Effect.Behind behind -> "is behind: block %d is final".formatted(behind.height());
            case Effect.Seated seated ->
                "in epoch %d, %s"
                        .formatted(
                                seated.committee().epoch(),
                                seated.seat().isPresent()
                                        ? "seat " + seated.seat().getAsInt()
                                        : "without a seat");
            case Effect.Nominated nominated ->
                "%d candidates".formatted(nominated.candidates().size());
            case Effect.Entered entered -> "enters view " + entered.view();
            case Effect.Misbehaved misbehaved ->
                "distrusts %d: %s".formatted(cast.member(misbehaved.peer()), misbehaved.reason());
            case Effect.Caught caught ->
                "convicts %d of two faces: %s"
                        .formatted(cast.member(caught.member().nodeKey()), caught.evidence());
            case Effect.Alert alert -> "STOPS: " + alert.message();
        };
    }

    static String of(PeerMessage message) {
        return switch (message) {
            case PeerMessage.Consensus consensus -> consensus(consensus.payload());
            case PeerMessage.Proposal proposal -> consensus(proposal.payload());
            case PeerMessage.Transactions several ->
                "%d transactions".formatted(several.transactions().size());
            case PeerMessage.Announced several ->
                "announces %d transactions".formatted(several.hashes().size());
            case PeerMessage.GetTransactions several ->
                "asks for %d transactions".formatted(several.hashes().size());
            case PeerMessage.GetBlocks run -> "asks for blocks from %d on".formatted(run.from());
            case PeerMessage.Blocks run -> blocks(run.blocks(), run.certificate());
            case PeerMessage.GetBlock one -> "asks for block " + of(one.hash());
            case PeerMessage.Body body -> "here is " + of(body.block());
            case PeerMessage.Status status ->
                "stands at %d%s"
                        .formatted(
                                status.height(),
                                status.certificate()
                                        .map(certificate -> " by " + of(certificate))
                                        .orElse(""));
        };
    }

    private static String blocks(List<Block> blocks, Certificate certificate) {
        return blocks.isEmpty()
                ? "no blocks"
                : "blocks %d to %d by %s"
                        .formatted(blocks.getFirst().number(), blocks.getLast().number(), of(certificate));
    }

    private static String consensus(Bytes payload) {
        return switch (MessageCodec.decode(payload.toArray())) {
            case Message.Proposal proposal ->
                "proposes %s on %s%s%s"
                        .formatted(
                                of(proposal.block()),
                                of(proposal.parent()),
                                certificates(
                                        ", by ",
                                        proposal.parentCertificate().stream().toList()),
                                certificates(" and ", proposal.nullifications()));
            case Message.Vote vote -> of(vote.vote().subject());
            case Message.Certificates several -> certificates("certificate ", several.certificates());
            case Message.CertificateRequest request ->
                "asks for certificates of views %d to %d".formatted(request.from(), request.to());
        };
    }

    static String of(LogRecord record) {
        return switch (record) {
            case LogRecord.Voted voted -> of(voted.subject());
            case LogRecord.Proposed own -> "proposed %s on %s".formatted(of(own.block()), of(own.parent()));
            case LogRecord.Certified certified -> "certificate " + of(certified.certificate());
        };
    }

    private static String certificates(String before, List<Certificate> certificates) {
        return certificates.isEmpty()
                ? ""
                : certificates.stream().map(Words::of).collect(Collectors.joining(", ", before, ""));
    }

    static String of(Certificate certificate) {
        return "%s %s".formatted(of(certificate.subject()), certificate.seats());
    }

    static String of(VoteSubject subject) {
        return subject.type() == VoteType.NULLIFY
                ? "NULLIFY view " + subject.view()
                : subject.type() + " " + of(BlockId.of(subject));
    }

    static String of(Block block) {
        return "block %d (view %d, %s%s)"
                .formatted(
                        block.number(),
                        block.number() == 0 ? 0 : block.slot().view(),
                        of(block.hash()),
                        Optional.of(block.transactions().size())
                                .filter(count -> count > 0)
                                .map(", %d transactions"::formatted)
                                .orElse(""));
    }

    static String of(BlockId block) {
        return "block %d (view %d, %s)".formatted(block.height(), block.view(), of(block.hash()));
    }

    /** Four digits tell blocks of a run apart. */
    private static String of(Hash hash) {
        return hash.toHex().substring(2, 6);
    }

    static String of(Alarm alarm) {
        String kind = alarm.kind().name().toLowerCase(Locale.ROOT);
        return alarm.view() == 0 ? kind : "%s of view %d".formatted(kind, alarm.view());
    }
}
