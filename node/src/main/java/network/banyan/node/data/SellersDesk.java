// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.data;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.banyan.node.Banyan;
import network.banyan.node.Declined;
import network.banyan.node.cli.StopSignal;
import network.banyan.primitives.Hash;
import network.banyan.sdk.RpcFailure;
import network.banyan.vault.sale.SaleBook;
import network.banyan.vault.sale.Seller;
import network.banyan.vault.store.SegmentStore;

/** Goes on with sales until nothing is to be done for their seller, or, if one waits, until they are over. */
record SellersDesk(SaleBook book, Seller seller, PrintWriter out) {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /** So often in a row something may go wrong with a sale before we say so and end. */
    private static final int FAILURES_MAX = 30;

    static SellersDesk of(Path vault, SegmentStore store, ChainEscrow escrow) {
        var book = new SaleBook(vault.resolve("sales"));
        return new SellersDesk(book, new Seller(book, store, escrow, new SecureRandom()), escrow.out());
    }

    /** {@return the exit code: 0 unless a sale ended badly for the seller} */
    int goOn(List<Hash> sales, boolean waits) {
        Map<Hash, Seller.Step> said = new LinkedHashMap<>();
        List<Hash> left = new ArrayList<>(sales);
        int exit = 0;
        int failures = 0;
        try (StopSignal stop = new StopSignal()) {
            while (!left.isEmpty()) {
                try {
                    for (Hash sale : List.copyOf(left)) {
                        exit = Math.max(exit, goOn(sale, said, left, waits));
                    }
                    failures = 0;
                } catch (RpcFailure.Unreachable | Declined failed) {
                    // The node may be away for a while, or the other side was faster: look again.
                    if (!waits || ++failures > FAILURES_MAX) {
                        throw failed;
                    }
                }
                out.flush();
                if (!left.isEmpty() && stop.await(LOOK_AGAIN)) {
                    return exit;
                }
            }
            return exit;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return exit;
        }
    }

    private int goOn(Hash sale, Map<Hash, Seller.Step> said, List<Hash> left, boolean waits) {
        while (true) {
            Seller.Step step = seller.step(sale);
            if (!step.equals(said.put(sale, step))) {
                out.printf("sale         %s: %s%n", sale, words(step));
                out.flush();
            }
            switch (step) {
                case Seller.Step.Did _ -> {
                    // There may be more to do at once.
                }
                case Seller.Step.Waiting _ -> {
                    if (!waits) {
                        left.remove(sale);
                    }
                    return 0;
                }
                case Seller.Step.Over(Seller.End end) -> {
                    left.remove(sale);
                    return exit(end);
                }
            }
        }
    }

    private static int exit(Seller.End end) {
        return switch (end) {
            case SOLD, CANCELLED, UNSOLD -> 0;
            case REFUNDED, NEVER_OFFERED, TOO_LATE -> Banyan.FAILED;
        };
    }

    private static String words(Seller.Step step) {
        return switch (step) {
            case Seller.Step.Did(Seller.Act act) ->
                switch (act) {
                    case OFFERED -> "offered on the chain";
                    case REVEALED -> "it was paid, and the key is revealed";
                    case SETTLED -> "the time to dispute is over, and the money is ours";
                    case FETCHED -> "the money is in the account";
                };
            case Seller.Step.Waiting(var state, long until) -> "waits " + SaleText.waiting(state, until);
            case Seller.Step.Over(Seller.End end) ->
                switch (end) {
                    case SOLD -> "sold";
                    case REFUNDED -> "over: the buyer has the money back";
                    case CANCELLED -> "taken back";
                    case UNSOLD -> "over: nobody paid in time";
                    case NEVER_OFFERED -> "it was cut short before it was offered, and is forgotten; sell again";
                    case TOO_LATE ->
                        "it was paid, but so little of the time to reveal is left that the key might come too late and"
                                + " be given away: the buyer takes the money back";
                };
        };
    }
}
