// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway;

import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import network.banyan.device.DeviceException;
import network.banyan.device.DeviceSigner;
import network.banyan.device.NodePort;
import network.banyan.device.Progress;
import network.banyan.device.Registrar;
import network.banyan.gateway.anchoring.LogAnchorer;
import network.banyan.gateway.anchoring.RecordPublisher;
import network.banyan.gateway.proofs.Proofs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's side towards the chain, on one thread: registers the gateway, compares logs, publishes, anchors and gathers proofs. While
 * the node is away it tries again; records are taken meanwhile.
 */
final class ChainLink implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ChainLink.class);
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    private final Registrar registrar;
    private final LogAnchorer anchorer;
    private final RecordPublisher publisher;
    private final Proofs proofs;
    private final CountDownLatch stop;
    private final Consumer<RuntimeException> failed;
    private Stage stage = Stage.COMPARING;
    private volatile Optional<String> problem = Optional.empty();

    private enum Stage {
        /** Is this disk's log the one that the chain knows? */
        COMPARING,
        /** Is the gateway registered, and may the payer anchor for it? */
        ENTERING,
        RUNNING
    }

    ChainLink(
            Registrar registrar,
            LogAnchorer anchorer,
            RecordPublisher publisher,
            Proofs proofs,
            CountDownLatch stop,
            Consumer<RuntimeException> failed) {
        this.registrar = registrar;
        this.anchorer = anchorer;
        this.publisher = publisher;
        this.proofs = proofs;
        this.stop = stop;
        this.failed = failed;
    }

    /** What is in the way at the moment. */
    Optional<String> problem() {
        return problem;
    }

    @Override
    public void run() {
        long pause = 0;
        try {
            while (!stop.await(pause, TimeUnit.MILLISECONDS)) {
                try {
                    pause = switch (advance()) {
                        case Progress.Moved() -> {
                            report(Optional.empty());
                            yield 0;
                        }
                        case Progress.Resting() -> Progress.POLL_MILLIS;
                        case Progress.Hindered(String reason) -> {
                            report(Optional.of(reason));
                            yield Progress.PROBLEM_MILLIS;
                        }
                    };
                } catch (NodePort.Unavailable | DeviceSigner.Unavailable | UncheckedIOException away) {
                    report(Optional.of("cannot go on for now: " + away.getMessage()));
                    pause = Math.min(LONGEST_PAUSE_MILLIS, Math.max(2 * pause, 2 * Progress.POLL_MILLIS));
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (DeviceException | GatewayException fatal) {
            LOG.error("{}", fatal.getMessage());
            failed.accept(fatal);
        } catch (RuntimeException | Error broken) {
            LOG.error("the gateway's side towards the chain broke", broken);
            failed.accept(new GatewayException("the gateway's side towards the chain broke: " + broken, broken));
        }
    }

    private Progress advance() {
        return switch (stage) {
            case COMPARING -> {
                anchorer.compare();
                stage = Stage.ENTERING;
                yield new Progress.Moved();
            }
            case ENTERING -> {
                Progress progress = registrar.advance(System.nanoTime() / 1_000_000);
                if (progress instanceof Progress.Moved) {
                    stage = Stage.RUNNING;
                }
                yield progress;
            }
            case RUNNING -> {
                Progress anchoring = anchorer.advance(System.nanoTime() / 1_000_000);
                Progress publishing = publisher.advance();
                Progress proving = proofs.advance();
                yield first(anchoring, publishing, proving);
            }
        };
    }

    /** The first that did not rest. */
    private static Progress first(Progress... steps) {
        for (Progress step : steps) {
            if (!(step instanceof Progress.Resting)) {
                return step;
            }
        }
        return new Progress.Resting();
    }

    /** Says each problem once, and when it is over. */
    private void report(Optional<String> now) {
        if (!problem.equals(now)) {
            now.ifPresentOrElse(reason -> LOG.warn("{}", reason), () -> LOG.info("the gateway goes on with the chain"));
        }
        problem = now;
    }
}
