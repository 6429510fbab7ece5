// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import network.banyan.bridge.Claim;
import network.banyan.bridge.NodeFacts;
import network.banyan.bridge.RootHub;
import network.banyan.bridge.Standing;
import network.banyan.bridge.Step;
import network.banyan.bridge.Transfer;
import network.banyan.contracts.AbiException;
import network.banyan.hub.HubException;
import network.banyan.node.Banyan;
import network.banyan.node.Declined;
import network.banyan.node.UserError;
import network.banyan.node.cli.Sending;
import network.banyan.node.sidechain.HubRefusals;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.RpcFailure;
import network.banyan.sdk.Wallet;

/** Finds a transfer, tells of it, follows it, and claims it. */
final class Journey {
    /** How far a chain's clock may be from the root's. */
    private static final long CLOCKS_APART_SECONDS = 600;

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration REFUSED_PAUSE = Duration.ofSeconds(20);

    /** A limit refills all the time, and each claim of a little of it costs as much gas as one of all. */
    private static final Duration REFILL = Duration.ofMinutes(10);

    private static final int OUTAGES_MAX = 30;
    private static final int REFUSALS_MAX = 3;

    private final Ends ends;
    private final Units units;
    private final Telling telling;
    private final PrintWriter out;

    Journey(Ends ends, PrintWriter out) {
        this.ends = ends;
        this.units = new Units(ends.root());
        this.telling = new Telling(units);
        this.out = out;
    }

    Units units() {
        return units;
    }

    /** Sends on the root or on a chain, with what the contracts refuse in sentences. */
    Sending sending(ChainClient chain) {
        return new Sending(chain, out, HubRefusals::sentence);
    }

    /** Where it was found, so that it need not be looked for again. */
    private record Found(Hash tracking, Optional<Step> beginning, NodeFacts facts) {
        Transfer now() {
            return sane(() -> beginning
                    .map(step -> Transfer.from(step, tracking, facts))
                    .orElseGet(() -> Transfer.unseen(tracking, facts)));
        }
    }

    private Found find(Hash tracking, Duration since) {
        return sane(() -> {
            NodeFacts all = ends.facts();
            long now = all.now();
            NodeFacts recent = all.since(now - since.toSeconds());
            Optional<Step> beginning = Transfer.beginning(tracking, recent);
            return new Found(
                    tracking,
                    beginning,
                    beginning
                            .map(step -> all.since(step.at().seconds() - CLOCKS_APART_SECONDS))
                            .orElse(recent));
        });
    }

    /** What nodes answer is theirs to say; what makes no sense is told and no bug of ours. */
    private static <T> T sane(Supplier<T> answer) {
        try {
            return answer.get();
        } catch (HubException | AbiException | ArithmeticException | IndexOutOfBoundsException nonsense) {
            throw new UserError("A node's answer makes no sense: " + nonsense.getMessage(), nonsense);
        }
    }

    Transfer look(Hash tracking, Duration since) {
        return find(tracking, since).now();
    }

    void tell(Transfer transfer) {
        out.printf("tracking     %s%n", transfer.tracking());
        transfer.steps().forEach(step -> out.println(telling.line(step)));
        tell(transfer.standing());
    }

    private void tell(Standing standing) {
        String label = standing instanceof Standing.Final ? "done" : "now";
        out.printf("%-12s %s%n", label, telling.words(standing));
        out.flush();
    }

    void print(Transfer transfer) {
        try {
            out.println(new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(TransferJson.of(transfer, telling)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * Tells of each step when it happens, until nothing more can be seen.
     *
     * @param claimer who claims when something can be claimed, and pays for that; empty to leave it to others
     * @return the exit code: whether it reached its recipient, or was still on its way where nobody looks
     */
    int follow(Hash tracking, Duration since, Optional<Wallet> claimer) {
        Found found = find(tracking, since);
        out.printf("tracking     %s%n", tracking);
        int told = 0;
        int outages = 0;
        int refusals = 0;
        long claimsAgain = System.nanoTime();
        Optional<Standing> before = Optional.empty();
        while (true) {
            try {
                Transfer transfer = found.now();
                outages = 0;
                for (; told < transfer.steps().size(); told++) {
                    out.println(telling.line(transfer.steps().get(told)));
                }
                if (isNews(before, transfer.standing())) {
                    tell(transfer.standing());
                }
                before = Optional.of(transfer.standing());
                if (!(transfer.standing() instanceof Standing.Waiting)) {
                    return code(transfer.standing());
                }
                boolean isTime = transfer.standing() instanceof Standing.ForClaim
                        || (isPayable(transfer.standing()) && System.nanoTime() - claimsAgain >= 0);
                if (claimer.isPresent() && isTime) {
                    claim(transfer, claimer.get());
                    claimsAgain = System.nanoTime() + REFILL.toNanos();
                    refusals = 0;
                }
                pause(PAUSE);
            } catch (RpcFailure.Unreachable outage) {
                if (++outages > OUTAGES_MAX) {
                    throw outage;
                }
                pause(PAUSE);
            } catch (Declined refused) {
                // Somebody claimed first, or the limit is used up: the next look tells.
                boolean isLimited =
                        before.filter(Standing.ForLimit.class::isInstance).isPresent();
                if (++refusals > REFUSALS_MAX && !isLimited) {
                    throw refused;
                }
                pause(REFUSED_PAUSE);
            }
        }
    }

    /** Whether it waits for something else than before; when it will be payable moves a little with each block. */
    private static boolean isNews(Optional<Standing> before, Standing now) {
        return before.isEmpty()
                || !(before.get().equals(now)
                        || (before.get() instanceof Standing.ForDelay was
                                && now instanceof Standing.ForDelay is
                                && was.sequence() == is.sequence()
                                && was.isClockRunning() == is.isClockRunning()));
    }

    private static boolean isPayable(Standing standing) {
        return standing instanceof Standing.ForClaim || standing instanceof Standing.ForLimit;
    }

    /** The exit code. */
    static int code(Standing standing) {
        return standing instanceof Standing.CameBack || standing instanceof Standing.Failed ? Banyan.FAILED : 0;
    }

    /**
     * Claims what a transfer brought to the root, or what of it the limit lets through.
     *
     * @throws Declined if there is nothing to claim, or the root refuses
     */
    void claim(Transfer transfer, Wallet wallet) {
        if (!isPayable(transfer.standing())) {
            throw new Declined("There is nothing to claim: it " + lowered(telling.words(transfer.standing())));
        }
        Transfer.Claimable claimable = transfer.claimable().orElseThrow();
        long chain = claimable.leaving().chain();
        Claim claim = sane(() -> Claim.of(ends.chain(chain), ends.domain(), claimable))
                .orElseThrow(() -> new Declined(
                        "The checkpoint that the root accepted is not of what the node of chain %d shows: one of them lies."
                                .formatted(chain)));
        sending(ends.root()).send(wallet, RootHub.CLAIMS, UInt256.ZERO, claim.call());
    }

    private static String lowered(String words) {
        return words.startsWith("waits") || words.startsWith("goes on") ? words : "is " + words;
    }

    /** The tracking id that a contract gave to what was sent. */
    static Hash tracking(ChainClient.Outcome outcome, Address contract) {
        for (JsonNode log : outcome.json().path("logs")) {
            boolean isSent = log.path("address").asText().equals(contract.toHex())
                    && log.path("topics").path(0).asText().equals(RootHub.SENT.toHex());
            if (isSent) {
                try {
                    return Hash.fromHex(log.path("topics").path(3).asText());
                } catch (IllegalArgumentException malformed) {
                    throw new UserError(
                            "The receipt of %s makes no sense.".formatted(outcome.transaction()), malformed);
                }
            }
        }
        throw new UserError("The receipt of %s lacks the tracking id.".formatted(outcome.transaction()));
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new Declined("Interrupted while waiting; `banyan bridge status` goes on.");
        }
    }
}
