// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.signer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import network.banyan.crypto.Bls;
import network.banyan.crypto.Ed25519;
import network.banyan.p2p.AllowedKeys;
import network.banyan.p2p.Lane;
import network.banyan.p2p.NetworkSettings;
import network.banyan.p2p.NodeId;
import network.banyan.p2p.PeerHandler;
import network.banyan.p2p.PeerNetwork;
import network.banyan.primitives.RlpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs for the nodes it knows what the guard allows, one request after the other. */
final class SignerServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignerServer.class);
    private static final int QUEUE_LENGTH = 1_024;

    private final Bls.SecretKey key;
    private final long chainId;
    private final GuardFile guard;
    private final ThreadPoolExecutor desk = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE_LENGTH),
            Thread.ofPlatform().name("signer").factory(),
            // A node that hears nothing asks again.
            new ThreadPoolExecutor.DiscardPolicy());
    private final PeerNetwork network;

    /**
     * @param node the key of its connections, which its clients must know
     * @param clients the nodes that may ask
     */
    SignerServer(
            Bls.SecretKey key,
            long chainId,
            GuardFile guard,
            InetSocketAddress listen,
            Ed25519.KeyPair node,
            Set<NodeId> clients) {
        this.key = key;
        this.chainId = chainId;
        this.guard = guard;
        var settings = new NetworkSettings(
                listen, SignerWire.NETWORK, SignerWire.LIMITS, node.publicKey().hashCode());
        this.network = PeerNetwork.start(settings, node, Map.of(), new AllowedKeys(clients), new Desk());
    }

    InetSocketAddress address() {
        return network.address();
    }

    private void answer(NodeId from, byte[] message) {
        try {
            SignerWire.Answer answer = answer(SignerWire.Request.decode(message));
            if (answer instanceof SignerWire.Answer.Refused refused) {
                LOG.warn("refused {}: {}", from, refused.reason());
            }
            var _ = network.send(from, Lane.CONSENSUS, answer.encode());
        } catch (RlpException malformed) {
            LOG.warn("{} sent what is no request: {}", from, malformed.getMessage());
        }
    }

    private SignerWire.Answer answer(SignerWire.Request request) {
        if (request.statement().isEmpty()) {
            return new SignerWire.Answer.Given(request.id(), key.publicKey());
        }
        if (request.chainId() != chainId) {
            return new SignerWire.Answer.Refused(request.id(), "this signer serves chain " + chainId);
        }
        Statement statement = request.statement().get();
        return switch (guard.guard().judge(statement)) {
            case Guard.Verdict.Refused(String reason) -> new SignerWire.Answer.Refused(request.id(), reason);
            case Guard.Verdict.Known() -> signed(request.id(), statement);
            case Guard.Verdict.Fresh() -> {
                try {
                    guard.record(statement);
                    yield signed(request.id(), statement);
                } catch (IOException failed) {
                    LOG.error("the guard cannot be written; nothing is signed any more", failed);
                    yield new SignerWire.Answer.Refused(request.id(), "the guard cannot be written");
                }
            }
        };
    }

    private SignerWire.Answer signed(long id, Statement statement) {
        return new SignerWire.Answer.Given(id, key.sign(statement.message(chainId)));
    }

    @Override
    public void close() {
        network.close();
        desk.shutdown();
        try {
            var _ = desk.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Desk implements PeerHandler {
        @Override
        public void received(NodeId from, Lane lane, byte[] message) {
            if (lane == Lane.CONSENSUS) {
                desk.execute(() -> answer(from, message));
            }
        }

        @Override
        public void connected(NodeId peer) {
            LOG.info("signs for {}", peer);
        }

        @Override
        public void disconnected(NodeId peer) {
            LOG.info("lost {}", peer);
        }
    }
}
