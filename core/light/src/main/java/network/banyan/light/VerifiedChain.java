// SPDX-License-Identifier: Apache-2.0
package network.banyan.light;

import java.util.List;
import java.util.Optional;
import network.banyan.election.Committee;
import network.banyan.evidence.Checkpoint;
import network.banyan.evidence.Handover;
import network.banyan.evidence.LightClient;
import network.banyan.evidence.Trust;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Genesis;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;

/**
 * A chain as far as its own committees vouch for it: who sits now, the newest final header, and a window of headers before
 * it. Immutable; each step gives the next one, or says what is false (docs/spec/light-node.md, rules 1 to 5).
 *
 * <p>It never goes back: a header that is not newer than the newest is a mistake of the caller, and another block at a
 * height that is final already is refused, whoever signed it.
 */
public final class VerifiedChain {
    /** How many headers are held at most, the newest among them. */
    public static final int WINDOW = HeaderWindow.MOST;

    private final Genesis genesis;
    private final LightClient client;
    private final HeaderWindow window;
    private final Optional<Certificate> certificate;

    private VerifiedChain(Genesis genesis, LightClient client, HeaderWindow window, Optional<Certificate> certificate) {
        this.genesis = genesis;
        this.client = client;
        this.window = window;
        this.certificate = certificate;
    }

    /**
     * Believes genesis.
     *
     * @param zero the header of block 0, reckoned from genesis and not fetched
     * @throws Committee.Refused if the members that genesis names can be no committee
     */
    public static VerifiedChain of(Genesis genesis, BlockHeader zero) {
        Invariant.check(zero.number() == 0, "block %d is not the first", zero.number());
        return new VerifiedChain(genesis, LightClient.of(genesis), HeaderWindow.of(zero), Optional.empty());
    }

    /**
     * Believes a checkpoint as far as the trust in it goes.
     *
     * @throws Trust.Ended if the checkpoint is too old, or none of this genesis' chain; the message says which
     */
    public static VerifiedChain of(Genesis genesis, Trust trust) {
        return new VerifiedChain(
                genesis,
                LightClient.of(genesis, trust),
                HeaderWindow.of(trust.checkpoint().header()),
                Optional.empty());
    }

    /** The committee that answers for the newest header's epoch, or for the one after it if that header ends its own. */
    public Committee committee() {
        return client.committee();
    }

    /** Where somebody could go on who trusts this; empty in epoch 0, where genesis is enough. */
    public Optional<Checkpoint> checkpoint() {
        return client.checkpoint();
    }

    public KnownHeader newest() {
        return window.newest();
    }

    /** By what the newest header is final; empty where genesis or a checkpoint is. */
    public Optional<Certificate> certificate() {
        return certificate;
    }

    /** The oldest header of the window. */
    public KnownHeader lowest() {
        return window.lowest();
    }

    /** A header of the window. */
    public Optional<KnownHeader> header(long number) {
        return window.at(number);
    }

    /** A header of the window. */
    public Optional<KnownHeader> header(Hash hash) {
        return window.of(hash);
    }

    /** The epoch of a block, as genesis says it once for ever. */
    public long epochOf(long height) {
        return genesis.parameters().epochs().map(epochs -> epochs.of(height)).orElse(0L);
    }

    /**
     * Follows the committee to the next one.
     *
     * @throws FalseAnswer if it does not hold
     */
    public VerifiedChain follow(Handover handover) {
        BlockHeader last = handover.header();
        LightClient next = switch (client.follow(handover)) {
            case LightClient.Refused(var flaw, String reason) ->
                throw FalseAnswer.of("the handover does not hold (%s): %s", flaw, reason);
            case LightClient.Followed(LightClient followed) -> followed;
        };
        if (last.number() <= newest().number()) {
            agrees(last);
            return new VerifiedChain(genesis, next, window, certificate);
        }
        return new VerifiedChain(genesis, next, window.with(last, List.of()), Optional.of(handover.certificate()));
    }

    /**
     * Goes on to a newer header of this committee's epoch.
     *
     * @param between the headers between the newest and this one, in the order of their numbers; none to begin a new window
     * @throws FalseAnswer if no quorum made it final, or the headers do not hang together
     */
    public VerifiedChain advance(BlockHeader header, Certificate itsCertificate, List<BlockHeader> between) {
        if (client.judge(header, itsCertificate) instanceof LightClient.Refused(var flaw, String reason)) {
            throw FalseAnswer.of("block %d is not final (%s): %s", header.number(), flaw, reason);
        }
        if (header.number() <= newest().number()) {
            agrees(header);
            return this;
        }
        return new VerifiedChain(genesis, client, window.with(header, between), Optional.of(itsCertificate));
    }

    /** A final header that is not the one we know at its height would be a quorum's second word. */
    private void agrees(BlockHeader header) {
        Optional<KnownHeader> ours = header(header.number());
        if (ours.isPresent() && !ours.get().hash().equals(header.hash())) {
            throw FalseAnswer.of(
                    "a quorum signed another block %d: %s, and before %s",
                    header.number(), header.hash(), ours.get().hash());
        }
    }

    /**
     * Reaches further back.
     *
     * @param older headers from the parent of {@link #lowest} on, downwards; no more than {@link #WINDOW} has room for
     * @throws FalseAnswer if one of them is not the parent of the one before
     */
    public VerifiedChain deepen(List<BlockHeader> older) {
        return new VerifiedChain(genesis, client, window.with(older), certificate);
    }
}
