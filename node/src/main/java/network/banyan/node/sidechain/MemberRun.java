// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import network.banyan.bridge.ChainOutpost;
import network.banyan.bridge.RootHub;
import network.banyan.bridge.member.CheckpointSigner;
import network.banyan.bridge.member.Member;
import network.banyan.node.NodeKeys;
import network.banyan.node.UserError;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.RpcFailure;
import network.banyan.sdk.Wallet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A member at work in a thread of its own, until it is closed; a node that does not answer is asked again. */
final class MemberRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MemberRun.class);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(2);

    private final String name;
    private final Charter charter;
    private final NodeKeys keys;
    private final CheckpointSigner signer;
    private final ChainClient root;
    private final ChainClient chain;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicReference<Optional<Member>> member = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<String>> failure = new AtomicReference<>(Optional.empty());
    private final Thread thread;

    /**
     * Takes both clients over, and closes them.
     *
     * @param name of its node, for the log
     */
    MemberRun(
            String name, Charter charter, NodeKeys keys, CheckpointSigner signer, ChainClient root, ChainClient chain) {
        this.name = name;
        this.charter = charter;
        this.keys = keys;
        this.signer = signer;
        this.root = root;
        this.chain = chain;
        this.thread = Thread.ofPlatform().name("member " + keys.operator()).start(this::run);
    }

    private void run() {
        MDC.put("node", name);
        boolean wasAway = false;
        while (stop.getCount() > 0) {
            try {
                step();
                if (wasAway) {
                    LOG.info("both nodes answer again");
                    wasAway = false;
                }
                pause(PAUSE);
            } catch (RpcFailure away) {
                if (stop.getCount() > 0) {
                    LOG.warn("a node does not answer: {}", away.getMessage());
                    wasAway = true;
                    pause(PAUSE_AFTER_FAILURE);
                }
            } catch (RuntimeException broken) {
                LOG.error("the member stopped", broken);
                failure.set(Optional.of("member %s stopped: %s".formatted(keys.operator(), broken.getMessage())));
                return;
            }
        }
    }

    private void step() {
        if (member.get().isEmpty()) {
            member.set(Optional.of(begin()));
        }
        member.get().orElseThrow().step();
    }

    private Member begin() {
        requireId("the root", root, charter.rootId());
        requireId(charter.name(), chain, charter.chainId());
        return new Member(
                new RootHub(root, charter.rootId(), charter.chainId()),
                new ChainOutpost(chain),
                charter.signers(),
                Wallet.of(keys.operatorKey()),
                signer,
                charter.assets(),
                charter.tier() == Tier.DISPUTABLE);
    }

    private static void requireId(String name, ChainClient node, long id) {
        long found = node.chainId();
        if (found != id) {
            throw new UserError("%s is chain %d, and %s is chain %d."
                    .formatted(name, id, node.rpc().node(), found));
        }
    }

    private void pause(Duration time) {
        try {
            var _ = stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            stop.countDown();
        }
    }

    /** Empty until both nodes answered. */
    Optional<Member.Standing> standing() {
        return member.get().map(Member::standing);
    }

    /** Why it works no more, if it does not. */
    Optional<String> failure() {
        return failure.get();
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            // It ends by itself unless it waits for a chain that stands still.
            thread.join(PATIENCE.toMillis());
            thread.interrupt();
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        root.close();
        chain.close();
    }
}
