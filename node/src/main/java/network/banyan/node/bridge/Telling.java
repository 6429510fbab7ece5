// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.bridge;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import network.banyan.bridge.Moment;
import network.banyan.bridge.Standing;
import network.banyan.bridge.Step;

/** What happened to a transfer, and what it waits for, in sentences. */
final class Telling {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** The last second with a year of four digits; contracts may say any number. */
    private static final long LAST = 253_402_300_799L;

    private final Units units;

    Telling(Units units) {
        this.units = units;
    }

    /** One line: where and when, and what. */
    String line(Step step) {
        Moment at = step.at();
        String where = step.isOnRoot() ? "root" : "chain " + step.chain();
        return "%-12s block %,d, %s  %s".formatted(where, at.block(), time(at.seconds()), words(step));
    }

    String words(Step step) {
        return switch (step) {
            case Step.Taken taken ->
                "taken into the inbox of chain %d as message %d: %s for %s"
                        .formatted(
                                taken.chain(),
                                taken.index(),
                                units.text(taken.message()),
                                taken.message().recipient());
            case Step.Observed observed ->
                "seen on the root by a quorum of its members, up to message %d".formatted(observed.cursor() - 1);
            case Step.Handled handled ->
                handled.isDelivered()
                        ? "message %d handled".formatted(handled.index())
                        : "message %d could not be delivered".formatted(handled.index());
            case Step.Sent sent ->
                "put into the outbox of run %d: %s for %s on %s"
                        .formatted(
                                sent.run(),
                                units.text(sent.message()),
                                sent.message().recipient(),
                                chain(sent.message().to()));
            case Step.Answered answered ->
                "answered in the outbox of run %d with %s".formatted(answered.run(), units.text(answered.message()));
            case Step.Accepted accepted ->
                "checkpoint %d accepted, which ends with block %d of chain %d"
                        .formatted(
                                accepted.checkpoint().sequence(),
                                accepted.checkpoint().lastBlock(),
                                accepted.chain());
            case Step.Drawn drawn ->
                drawn.drawn().equals(drawn.amount())
                        ? "released, all of it"
                        : "released in part, as far as the chain's outflow limit goes";
            case Step.Claimed claimed ->
                claimed.isPaid() ? "claimed: its receiver has it" : "claimed, refused by its receiver, and paid back";
            case Step.Forwarded forwarded ->
                forwarded.to() == 0
                        ? "claimed, taken by no chain, and paid back on the root"
                        : "claimed and brought to chain %d as message %d%s"
                                .formatted(
                                        forwarded.to(),
                                        forwarded.place(),
                                        forwarded.to() == forwarded.chain() ? ": it comes back" : "");
        };
    }

    String words(Standing standing) {
        return switch (standing) {
            case Standing.Unknown _ ->
                "unknown: neither the root nor a chain that was asked has it. What was sent from a chain is found with"
                        + " its --chain-node, what is older with a longer --since.";
            case Standing.OutOfSight seen ->
                "goes on on chain %d; name a node of it with --chain-node to see how.".formatted(seen.chain());
            case Standing.ForQuorum waits ->
                "waits for a quorum of the members of chain %d to see it on the root.".formatted(waits.chain());
            case Standing.ForHandling waits ->
                "waits for somebody to bring message %d to chain %d, as its members do."
                        .formatted(waits.index(), waits.chain());
            case Standing.ForAnswer waits ->
                "waits for chain %d to answer request %d, when the run of its blocks ends."
                        .formatted(waits.chain(), waits.index());
            case Standing.ForCheckpoint waits ->
                "waits for the checkpoint of chain %d that ends with run %d.".formatted(waits.chain(), waits.run());
            case Standing.ForDelay waits ->
                waits.isClockRunning()
                        ? "payable from %s on.".formatted(time(waits.payableAt()))
                        : "waits until chain %d is ACTIVE again: its clock stands still.".formatted(waits.chain());
            case Standing.ForClaim _ -> "payable: anybody can claim it with `banyan bridge claim`.";
            case Standing.ForLimit waits ->
                "%s of %s are through; the rest when the outflow limit of chain %d lets it: claim again."
                        .formatted(
                                units.text(waits.drawn(), waits.message().asset()),
                                units.text(waits.message()),
                                waits.chain());
            case Standing.Delivered done -> "delivered on %s.".formatted(chain(done.on()));
            case Standing.CameBack done ->
                "not delivered; the value went back to its refund on %s.".formatted(chain(done.on()));
            case Standing.Failed done ->
                "the call failed on %s; it brought nothing, and nothing comes back.".formatted(chain(done.on()));
        };
    }

    static String chain(long chain) {
        return chain == 0 ? "the root" : "chain " + chain;
    }

    private static String time(long seconds) {
        return seconds < 0 || seconds > LAST ? "second " + seconds : FORM.format(Instant.ofEpochSecond(seconds));
    }
}
