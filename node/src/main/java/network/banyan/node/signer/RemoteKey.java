// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.signer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import network.banyan.crypto.Bls;
import network.banyan.crypto.Ed25519;
import network.banyan.node.NodeConfig.PeerAddress;
import network.banyan.node.UserError;
import network.banyan.p2p.AllowedKeys;
import network.banyan.p2p.Lane;
import network.banyan.p2p.NetworkSettings;
import network.banyan.p2p.NodeId;
import network.banyan.p2p.PeerHandler;
import network.banyan.p2p.PeerNetwork;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.RlpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A voting key in a signer's process. What the signer refuses, or does not answer in time, is not said. */
public final class RemoteKey implements VotingKey {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteKey.class);

    /** The replica waits so long at most; a vote that is later is worth little. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private static final Duration START = Duration.ofSeconds(20);

    private final NodeId signer;
    private final PeerNetwork network;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, BlockingQueue<SignerWire.Answer>> waiting = new ConcurrentHashMap<>();
    private final Bytes publicKey;

    /**
     * Calls the signer and asks whose key it has.
     *
     * @param self the key of this node's connections, which the signer must know
     * @throws UserError if it does not answer within twenty seconds
     */
    public RemoteKey(PeerAddress signer, Ed25519.KeyPair self) {
        this.signer = new NodeId(signer.nodeKey());
        var settings = new NetworkSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                SignerWire.NETWORK,
                SignerWire.LIMITS,
                self.publicKey().hashCode());
        this.network = PeerNetwork.start(
                settings,
                self,
                Map.of(this.signer, signer.address()),
                new AllowedKeys(Set.of(this.signer)),
                new Answers());
        this.publicKey = askKey().orElseThrow(() -> {
            network.close();
            return new UserError(
                    "The signer at %s:%d does not answer. It must run, have the key %s, and allow this node's key %s."
                            .formatted(
                                    signer.address().getHostString(),
                                    signer.address().getPort(),
                                    signer.nodeKey().toHex().substring(2),
                                    self.publicKey().toHex().substring(2)));
        });
    }

    private Optional<Bytes> askKey() {
        long end = System.nanoTime() + START.toNanos();
        while (System.nanoTime() - end < 0) {
            Optional<Bytes> key = ask(0, Optional.empty()).filter(each -> each.size() == Bls.PUBLIC_KEY_SIZE);
            if (key.isPresent()) {
                return key;
            }
            java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        return Optional.empty();
    }

    @Override
    public Bytes publicKey() {
        return publicKey;
    }

    @Override
    public Optional<Bytes> sign(long chainId, Statement statement) {
        return ask(chainId, Optional.of(statement)).filter(each -> each.size() == Bls.SIGNATURE_SIZE);
    }

    private Optional<Bytes> ask(long chainId, Optional<Statement> statement) {
        long id = ids.incrementAndGet();
        BlockingQueue<SignerWire.Answer> answer = new ArrayBlockingQueue<>(1);
        waiting.put(id, answer);
        try {
            byte[] request = new SignerWire.Request(id, chainId, statement).encode();
            if (!network.send(signer, Lane.CONSENSUS, request)) {
                return Optional.empty();
            }
            return switch (answer.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                case null -> {
                    LOG.warn("the signer did not answer in time");
                    yield Optional.empty();
                }
                case SignerWire.Answer.Given given -> Optional.of(given.bytes());
                case SignerWire.Answer.Refused refused -> {
                    LOG.warn("the signer refused: {}", refused.reason());
                    yield Optional.empty();
                }
            };
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            waiting.remove(id);
        }
    }

    @Override
    public void close() {
        network.close();
    }

    private final class Answers implements PeerHandler {
        @Override
        public void received(NodeId from, Lane lane, byte[] message) {
            try {
                SignerWire.Answer answer = SignerWire.Answer.decode(message);
                BlockingQueue<SignerWire.Answer> asked = waiting.get(answer.id());
                if (asked != null) {
                    var _ = asked.offer(answer);
                }
            } catch (RlpException malformed) {
                LOG.warn("the signer sent what is no answer: {}", malformed.getMessage());
            }
        }

        @Override
        public void connected(NodeId peer) {
            LOG.info("connected to the signer {}", peer);
        }

        @Override
        public void disconnected(NodeId peer) {
            LOG.warn("lost the signer {}: nothing is signed until it is back", peer);
        }
    }
}
