// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.member;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import network.banyan.bridge.ChainOutpost;
import network.banyan.bridge.Hands;
import network.banyan.bridge.RootHub;
import network.banyan.contracts.hub.ChainsContract.State;
import network.banyan.hub.Certificate;
import network.banyan.hub.HubException;
import network.banyan.hub.InboxPrefix;
import network.banyan.hub.Line;
import network.banyan.hub.Submission;
import network.banyan.hub.member.InboxView;
import network.banyan.hub.member.Turn;
import network.banyan.primitives.Address;
import network.banyan.sdk.Wallet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One member at work. Steps are taken by one thread; what they throw is a node's that did not answer, and the next step goes on. */
public final class Member {
    private static final Logger LOG = LoggerFactory.getLogger(Member.class);

    /** Of each kind of work in a step, so that no kind keeps the others waiting. */
    private static final int AT_ONCE = 8;

    /** The quorum's last word makes a contract, and nobody knows before whose is the last. */
    private static final long LISTING_GAS = 3_500_000;

    private final RootHub root;
    private final ChainOutpost chain;
    private final Committee committee;
    private final CheckpointSigner signer;
    private final Hands onRoot;
    private final Hands onChain;
    private final Turn turn;
    private final List<ChainOutpost.Listing> listings;
    private final InboxView inbox;
    private final CheckpointLine line;
    private final Shares shares;
    private final Cover cover;
    private final Claims claims;
    private final Optional<Demands> demands;
    private Waiting handling = Waiting.NOTHING;
    private Waiting submitting = Waiting.NOTHING;
    private long rootRead;
    private long observedRead;
    private long saidUpTo;
    private List<InboxPrefix> observed = List.of();
    private boolean hasBegun;
    private Optional<String> halted = Optional.empty();
    private volatile Standing standing = new Standing(0, 0, 0, 0, Optional.empty());

    /**
     * How far it is.
     *
     * @param inbox messages that the root has taken
     * @param handled of these
     * @param made checkpoints that the chain has come to
     * @param accepted by the root
     * @param halted why it signs nothing more, which somebody must look into
     */
    public record Standing(long inbox, long handled, long made, long accepted, Optional<String> halted) {}

    /**
     * @param wallet the member's account, the same on both chains
     * @param listings assets that its operator wants listed (rule 4)
     * @param namesBlocks whether the chain is one of tier D (docs/spec/disputes.md, rule 2)
     */
    public Member(
            RootHub root,
            ChainOutpost chain,
            Committee committee,
            Wallet wallet,
            CheckpointSigner signer,
            List<ChainOutpost.Listing> listings,
            boolean namesBlocks) {
        this.root = root;
        this.chain = chain;
        this.committee = committee;
        this.signer = signer;
        this.onRoot = new Hands(root.client(), wallet, "root");
        this.onChain = new Hands(chain.client(), wallet, "chain " + root.chainId());
        this.turn = committee.turn(wallet.address());
        this.listings = new ArrayList<>(listings);
        this.inbox = new InboxView(root.domain(), root.chainId());
        this.line = new CheckpointLine(chain, root.domain(), root.chainId(), namesBlocks);
        this.shares = new Shares(chain, committee);
        this.cover = new Cover(root);
        this.claims = new Claims(root, chain, turn, onRoot);
        this.demands = namesBlocks ? Optional.of(new Demands(root, chain, turn, onRoot)) : Optional.empty();
    }

    public Standing standing() {
        return standing;
    }

    /** Does what is due. */
    public void step() {
        long rootBlock = root.client().blockNumber();
        long chainBlock = chain.client().blockNumber();
        InboxPrefix head = chain.head();
        readInbox(rootBlock);
        readObserved(chainBlock, head);
        list();
        say(rootBlock, head);
        handle(chainBlock, head);
        Line accepted = root.line();
        shares.read(chainBlock);
        begin(accepted);
        if (halted.isEmpty()) {
            advance(accepted);
        }
        State state = root.state();
        if (halted.isEmpty() && state != State.FROZEN && state != State.EXIT) {
            sign(accepted);
        }
        if (state == State.ACTIVE || state == State.SUSPENDED) {
            submit(accepted, rootBlock);
        }
        claims.claim(rootBlock);
        demands.ifPresent(all -> all.show(rootBlock));
        standing = new Standing(inbox.end().count(), head.count(), line.last(), accepted.sequence(), halted);
    }

    private void readInbox(long rootBlock) {
        if (rootBlock > rootRead) {
            root.inbox(rootRead + 1, rootBlock)
                    .forEach(arrived -> inbox.take(arrived.index(), arrived.message(), arrived.block()));
            rootRead = rootBlock;
        }
    }

    private void readObserved(long chainBlock, InboxPrefix head) {
        inbox.forget(head.count());
        List<InboxPrefix> all = new ArrayList<>(observed);
        if (chainBlock > observedRead) {
            all.addAll(chain.observed(observedRead + 1, chainBlock));
            observedRead = chainBlock;
        }
        observed = all.stream().filter(each -> each.count() > head.count()).toList();
        for (InboxPrefix each : observed) {
            boolean isOther = each.count() <= inbox.end().count()
                    && inbox.at(each.count()).filter(seen -> !seen.equals(each)).isPresent();
            if (isOther) {
                halt("a quorum of the committee says that the root's first %d messages are others than they are"
                        .formatted(each.count()));
            }
        }
    }

    /** Rule 4. */
    private void list() {
        listings.removeIf(listing -> !chain.twin(listing.asset()).equals(Address.ZERO)
                || onChain.send(
                        "lists " + listing.symbol(), ChainOutpost.OUTPOST, ChainOutpost.list(listing), LISTING_GAS));
    }

    /** Rule 3. */
    private void say(long rootBlock, InboxPrefix head) {
        long known = observed.stream().mapToLong(InboxPrefix::count).max().orElse(head.count());
        inbox.words(Math.max(known, saidUpTo), rootBlock).stream()
                .limit(AT_ONCE)
                .forEach(word -> {
                    onChain.send(
                            "saw %d messages on the root".formatted(word.count()),
                            ChainOutpost.OUTPOST,
                            ChainOutpost.observe(word));
                    saidUpTo = word.count();
                });
    }

    /** Rule 5. */
    private void handle(long chainBlock, InboxPrefix head) {
        Optional<InboxPrefix> next = observed.stream()
                .filter(each -> each.count() <= inbox.end().count())
                .findFirst();
        if (next.isEmpty()) {
            return;
        }
        handling = handling.of(next.get().count(), chainBlock);
        long run = chain.lastClosed() + 1;
        if (handling.isDue(chainBlock) && turn.isMine(run, chainBlock - handling.since())) {
            handling = handling.tried(chainBlock);
            long gas = chain.head(chainBlock).gasLimit() / 2;
            InboxView.Load load = inbox.load(head.count(), next.get().count(), gas);
            onChain.send(
                    "handles %d messages from %d on".formatted(load.messages().size(), head.count()),
                    ChainOutpost.OUTPOST,
                    ChainOutpost.handle(load.messages(), load.rest()));
        }
    }

    private void begin(Line accepted) {
        if (!hasBegun) {
            signer.begin(Math.max(accepted.sequence(), shares.last(onChain.account())));
            hasBegun = true;
        }
    }

    /** Makes the line, and holds what the root accepted against it (rule 13). */
    private void advance(Line accepted) {
        try {
            line.advance().forEach(claims::add);
        } catch (HubException contradiction) {
            halt("the chain contradicts itself: " + contradiction.getMessage());
            return;
        }
        CheckpointLine.Made same = line.open().get(accepted.sequence());
        if (same != null && !same.digest().equals(accepted.digest())) {
            halt("the root accepted a checkpoint %d with the digest %s, where the chain's own is %s: a quorum lied"
                    .formatted(accepted.sequence(), accepted.digest(), same.digest()));
        }
        line.dropBefore(accepted.sequence());
        shares.dropBefore(accepted.sequence());
    }

    /** Rules 8 and 9. */
    private void sign(Line accepted) {
        Collection<CheckpointLine.Made> before = new ArrayList<>();
        int signed = 0;
        for (CheckpointLine.Made made :
                line.open().tailMap(accepted.sequence() + 1).values()) {
            if (signed == AT_ONCE) {
                return;
            }
            if (!shares.has(made.sequence(), onChain.account())) {
                if (!cover.knows(made.checkpoint())) {
                    return;
                }
                Optional<String> refusal = cover.refusal(made, before);
                if (refusal.isPresent()) {
                    // The root may have taken one of those before in between: then they were counted twice.
                    if (root.line().equals(accepted)) {
                        halt(refusal.get());
                    }
                    return;
                }
                share(made);
                signed++;
            }
            before.add(made);
        }
    }

    private void share(CheckpointLine.Made made) {
        signer.sign(made.sequence(), made.digest())
                .ifPresentOrElse(
                        signature -> onChain.send(
                                "signs checkpoint %d, blocks to %d"
                                        .formatted(
                                                made.sequence(),
                                                made.checkpoint().lastBlock()),
                                ChainOutpost.OUTPOST,
                                ChainOutpost.share(made.sequence(), made.digest(), signature)),
                        () -> LOG.debug(
                                "checkpoint {} is not signed: what was signed before is not known", made.sequence()));
    }

    /** Rule 11. */
    private void submit(Line accepted, long rootBlock) {
        CheckpointLine.Made next = line.open().get(accepted.sequence() + 1);
        if (next == null) {
            return;
        }
        Optional<Certificate> certificate = shares.certificate(next.sequence(), next.digest());
        if (certificate.isEmpty()) {
            return;
        }
        submitting = submitting.of(next.sequence(), rootBlock);
        if (submitting.isDue(rootBlock) && turn.isMine(next.sequence(), rootBlock - submitting.since())) {
            submitting = submitting.tried(rootBlock);
            var submission = new Submission(
                    next.checkpoint(),
                    next.totals(),
                    next.exits(),
                    committee.keys(),
                    certificate.get(),
                    Optional.empty());
            String what = "submits checkpoint " + next.sequence();
            next.blocks()
                    .ifPresentOrElse(
                            blocks -> onRoot.send(what, Submission.DISPUTES, submission.toCall(blocks)),
                            () -> onRoot.send(what, Submission.CONTRACT, submission.toCall()));
        }
    }

    private void halt(String reason) {
        if (halted.isEmpty()) {
            halted = Optional.of(reason);
            LOG.error("Nothing more is signed for chain {}: {}", root.chainId(), reason);
        }
    }
}
