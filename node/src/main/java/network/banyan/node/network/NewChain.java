// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.network;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.execution.DisputeRules;
import network.banyan.ledger.Genesis;
import network.banyan.node.UserError;
import network.banyan.node.cli.Durations;
import network.banyan.node.staking.Coins;
import network.banyan.primitives.Address;
import network.banyan.primitives.UInt256;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of every command that begins a chain. */
public final class NewChain {
    private static final long DELTA_MILLIS = 500;
    private static final long GAS_LIMIT = 60_000_000;
    private static final long MIN_BASE_FEE = 1_000_000_000L;

    @Option(
            names = "--chain-id",
            paramLabel = "ID",
            description = "1 to 2^52 (default: a random one that nobody else has).")
    private Optional<Long> chainId = Optional.empty();

    @Option(
            names = "--block-time",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = Durations.class,
            description = "Least time between blocks (default: ${DEFAULT-VALUE}).")
    private Duration blockTime = Duration.ofSeconds(1);

    @Option(
            names = "--fund",
            paramLabel = "ADDRESS=COINS",
            description = "An account that owns coins from the start; may be given often.")
    private Map<String, String> funds = Map.of();

    /** Its id; a new one at each call if none is given. */
    public long id() {
        long id = chainId.orElseGet(() -> new SecureRandom().nextLong(1_000_000, Integer.MAX_VALUE));
        check("--chain-id", id, 1, 1L << 52);
        return id;
    }

    /** How many blocks make up a time, at least one. */
    public long blocks(Duration time) {
        return Math.max(1, time.toMillis() / Math.max(1, blockTime.toMillis()));
    }

    /** @param epochs how long they are, and for how many seats */
    public Genesis.Parameters rules(Genesis.Epochs epochs) {
        return new Genesis.Parameters(
                blockMillis(), DELTA_MILLIS, GAS_LIMIT, UInt256.of(MIN_BASE_FEE), false, Optional.of(epochs));
    }

    /** Those of a chain whose blocks a root may judge. */
    public Genesis.Parameters disputable() {
        return Genesis.Parameters.disputable(
                blockMillis(), DELTA_MILLIS, DisputeRules.GAS_LIMIT_MAX, UInt256.of(MIN_BASE_FEE));
    }

    private long blockMillis() {
        check("--block-time in ms", blockTime.toMillis(), 0, 60_000);
        return blockTime.toMillis();
    }

    /**
     * Who owns coins from the start, in wei.
     *
     * @throws UserError if one is no address with coins
     */
    public SortedMap<Address, UInt256> funds() {
        SortedMap<Address, UInt256> parsed = new TreeMap<>();
        funds.forEach((address, coins) -> {
            try {
                parsed.put(Address.fromHex(address), new Coins().convert(coins));
            } catch (IllegalArgumentException | TypeConversionException wrong) {
                throw new UserError("--fund takes ADDRESS=COINS, not %s=%s.".formatted(address, coins), wrong);
            }
        });
        return parsed;
    }

    /**
     * @throws UserError if a number that an option takes is out of its bounds
     */
    public static void check(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new UserError("%s takes a number from %d to %d, not %d.".formatted(option, least, most, value));
        }
    }
}
