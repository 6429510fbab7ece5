// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.bridge;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import network.banyan.bridge.Parcel;
import network.banyan.hub.Message;
import network.banyan.hub.MessageKind;
import network.banyan.node.UserError;
import network.banyan.node.cli.Durations;
import network.banyan.node.staking.Addresses;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is sent, and to whom. */
final class ParcelOptions {
    private static final long GAS = 200_000;
    private static final Duration DEADLINE_MAX = Duration.ofDays(365);
    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-fA-F]{40}");
    private static final Pattern ID = Pattern.compile("[0-9]{1,78}");
    private static final int UINT_BITS = 256;

    /** For the block that takes it, which comes later than the one that was asked for the time. */
    private static final long SECONDS_TO_SPARE = 60;

    @Parameters(
            arity = "0..1",
            paramLabel = "AMOUNT",
            description = "How much, in coins, or in the token's own unit. None for a call that brings nothing, and"
                    + " with --token-id.")
    private Optional<String> amount = Optional.empty();

    @Option(
            names = "--asset",
            paramLabel = "ASSET",
            defaultValue = "coin",
            description = "What: coin (the root's), own (the coin of the chain it is sent from), or the address of a"
                    + " token on the root (default: ${DEFAULT-VALUE}).")
    private String asset = "";

    @Option(names = "--token-id", paramLabel = "ID", description = "An ERC-721 token of --asset, by its number.")
    private Optional<String> token = Optional.empty();

    @Option(
            names = "--recipient",
            paramLabel = "ACCOUNT",
            converter = Addresses.class,
            description = "Who gets it there (default: the sender).")
    private Optional<Address> recipient = Optional.empty();

    @Option(
            names = "--refund",
            paramLabel = "ACCOUNT",
            converter = Addresses.class,
            description = "Who gets it back if it cannot be delivered (default: the sender).")
    private Optional<Address> refund = Optional.empty();

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            defaultValue = "24h",
            converter = Durations.class,
            description =
                    "After how long it goes back if it is not delivered; 1h to 8760h (default:" + " ${DEFAULT-VALUE}).")
    private Duration deadline = Duration.ZERO;

    @Option(names = "--data", paramLabel = "HEX", description = "Calls the recipient, a contract, with these bytes.")
    private Optional<String> data = Optional.empty();

    @Option(
            names = "--gas",
            paramLabel = "N",
            defaultValue = "0",
            description = "What a call may take, at most 1000000 (default: 200000 with --data).")
    private long gas;

    /**
     * @param to the chain it is for, or 0 for the root
     * @param own the wrapper of the chain it is sent from; zero if there is none
     * @param now the root's time, in seconds since 1970
     * @throws UserError if the options make no parcel
     */
    Parcel parcel(long to, Address sender, Address own, Units units, long now) {
        check();
        Address what = asset(own);
        MessageKind kind =
                data.isPresent() ? MessageKind.CALL : token.isPresent() ? MessageKind.TOKEN : MessageKind.DEPOSIT;
        UInt256 value = switch (kind) {
            case TOKEN -> id(token.orElseThrow());
            case CALL -> amount.map(text -> units.read(text, what)).orElse(UInt256.ZERO);
            case DEPOSIT, REFUND, FORCED -> units.read(amount.orElseThrow(), what);
        };
        if (kind == MessageKind.DEPOSIT && value.isZero()) {
            throw new UserError("Nothing is to be sent: name an AMOUNT above 0.");
        }
        // A call without value is of no asset.
        Address named = kind == MessageKind.CALL && value.isZero() ? Address.ZERO : what;
        return new Parcel(
                to,
                kind,
                recipient.orElse(sender),
                named,
                value,
                kind == MessageKind.CALL && gas == 0 ? GAS : gas,
                now + deadline.toSeconds() + SECONDS_TO_SPARE,
                refund.orElse(sender),
                bytes());
    }

    /** What is wrong whatever the chains say. */
    void check() {
        if (token.isPresent() && (data.isPresent() || amount.isPresent())) {
            throw new UserError("--token-id goes with neither an AMOUNT nor --data: a token travels alone.");
        }
        if (token.isEmpty() && data.isEmpty() && amount.isEmpty()) {
            throw new UserError("Say what is to be sent: an AMOUNT, --token-id ID, or a call with --data HEX.");
        }
        if (token.isPresent() && !ADDRESS.matcher(asset).matches()) {
            throw new UserError("--token-id takes the token's contract on the root with --asset 0x...");
        }
        if (recipient.filter(Address.ZERO::equals).isPresent()
                || refund.filter(Address.ZERO::equals).isPresent()) {
            throw new UserError("The address zero is nobody's: what goes there is lost.");
        }
        if (deadline.toSeconds() < Parcel.SECONDS_MIN || deadline.compareTo(DEADLINE_MAX) > 0) {
            throw new UserError("--deadline takes 1h to 8760h.");
        }
        if (gas < 0 || gas > Message.MAX_GAS || (gas > 0 && data.isEmpty())) {
            throw new UserError("--gas takes a number up to %d, and goes with --data.".formatted(Message.MAX_GAS));
        }
        if (data.isPresent() && recipient.isEmpty()) {
            throw new UserError("--data calls a contract: name it with --recipient.");
        }
        bytes();
    }

    private Bytes bytes() {
        try {
            Bytes bytes = data.map(Bytes::fromHex).orElse(Bytes.EMPTY);
            if (bytes.size() <= Message.MAX_DATA) {
                return bytes;
            }
        } catch (IllegalArgumentException noHex) {
            // Told below.
        }
        throw new UserError("--data takes 0x and hex digits, for at most %d bytes.".formatted(Message.MAX_DATA));
    }

    private Address asset(Address own) {
        return switch (asset) {
            case "coin" -> Address.ZERO;
            case "own" -> {
                if (own.equals(Address.ZERO)) {
                    throw new UserError("--asset own is a sidechain's coin, sent from there, if it may leave; the root"
                            + " knows it by the address of its wrapper.");
                }
                yield own;
            }
            default -> {
                if (!ADDRESS.matcher(asset).matches()) {
                    throw new UserError(
                            "--asset takes coin, own, or an address of the root, not \"%s\".".formatted(asset));
                }
                yield Address.fromHex(asset);
            }
        };
    }

    private static UInt256 id(String text) {
        if (!ID.matcher(text).matches() || new BigInteger(text).bitLength() > UINT_BITS) {
            throw new UserError("--token-id takes a whole number.");
        }
        return UInt256.of(new BigInteger(text));
    }
}
