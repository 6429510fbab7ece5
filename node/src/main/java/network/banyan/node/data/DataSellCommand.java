// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.data;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import network.banyan.crypto.P256;
import network.banyan.evidence.DeviceRecord;
import network.banyan.identity.Did;
import network.banyan.node.Declined;
import network.banyan.node.UserError;
import network.banyan.node.cli.Durations;
import network.banyan.node.identity.DidArgument;
import network.banyan.node.staking.Addresses;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.vault.DeviceKeys;
import network.banyan.vault.KeyHistory;
import network.banyan.vault.KeyRing;
import network.banyan.vault.SlotRange;
import network.banyan.vault.VaultReader;
import network.banyan.vault.chain.DataSaleContract;
import network.banyan.vault.chain.SaleTerms;
import network.banyan.vault.sale.Seller;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan data sell}: offers records to a buyer. */
@Command(
        name = "sell",
        mixinStandardHelpOptions = true,
        description = {
            "Offers the records of a time to one buyer, for coins or an ERC-20 token.",
            "They are encrypted under a new key and sealed to the X25519 key of the buyer's DID; the parcel lies"
                    + " in the store, its root and the price on the chain. The buyer checks the parcel and pays into"
                    + " escrow; `banyan data deliver` then reveals the key, and fetches the money when the time to dispute"
                    + " is over. Cut short, it goes on when it is run again.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  banyan data sell meter did:banyan:468900:account:0x... --from 2026-01-01 --until 2026-02-01 --price 1.5"
                    + " --account 4",
            "  banyan data sell meter did:banyan:468900:account:0x... --price 20 --token 0x... --wait --account 4"
        })
public final class DataSellCommand implements Callable<Integer> {
    @Mixin
    private OwnedStream stream = new OwnedStream();

    @Parameters(index = "1", paramLabel = "DID", converter = DidArgument.class, description = "The buyer's account.")
    private Did did = new Did.Device(1, Hash.ZERO);

    @Option(names = "--price", required = true, paramLabel = "AMOUNT", description = "In coins, or in the token.")
    private String price = "";

    @Option(
            names = "--token",
            paramLabel = "0x...",
            converter = Addresses.class,
            description = "An ERC-20 token's contract (default: the chain's coin).")
    private Address token = Address.ZERO;

    @Mixin
    private TimeRange time = new TimeRange();

    @Option(
            names = "--buy-within",
            paramLabel = "TIME",
            converter = Durations.class,
            defaultValue = "24h",
            description = "How long the offer stands (default: ${DEFAULT-VALUE}).")
    private Duration buyWithin = Duration.ZERO;

    @Option(
            names = "--reveal-within",
            paramLabel = "TIME",
            converter = Durations.class,
            defaultValue = "1h",
            description = {
                "How long you have to reveal the key once it is paid, or the buyer has the money back:",
                "10s to 2160h (default: ${DEFAULT-VALUE})."
            })
    private Duration revealWithin = Duration.ZERO;

    @Option(
            names = "--dispute-within",
            paramLabel = "TIME",
            converter = Durations.class,
            defaultValue = "24h",
            description = {
                "How long the buyer has to show a bad record, before the money is yours: 10s to 2160h",
                "(default: ${DEFAULT-VALUE})."
            })
    private Duration disputeWithin = Duration.ZERO;

    @Option(names = "--wait", description = "Stay, reveal the key when it is paid, and fetch the money.")
    private boolean waits;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        time.check();
        inRange("--reveal-within", revealWithin);
        inRange("--dispute-within", disputeWithin);
        inRange("--buy-within", buyWithin);
        return stream.act(spec, this::sell);
    }

    private static void inRange(String option, Duration time) {
        if (time.toSeconds() < DataSaleContract.MIN_TIME || time.toSeconds() > DataSaleContract.MAX_TIME) {
            throw new UserError("%s takes 10s to 2160h.".formatted(option));
        }
    }

    private int sell(OwnedStream.Open open) {
        if (!(did instanceof Did.Account(long _, Address buyer))) {
            throw new UserError("A buyer pays from an account: name the DID of one, not of a device.");
        }
        PrintWriter out = spec.commandLine().getOut();
        ChainEscrow escrow = new ChainEscrow(
                open.ledger().chain(), out, open.ledger().wallet().orElseThrow());
        Asset asset = Asset.of(escrow.chain(), token);
        var cost = new SaleTerms.Price(token, asset.amount(price));
        Grantee grantee = Grantee.of(escrow.chain().rpc(), did);
        DeviceKeys keys = open.ledger().deviceKeys(open.device());
        List<DeviceRecord> records = records(open, keys);
        var times = new SaleTerms.Times(
                escrow.now() + buyWithin.toSeconds(), revealWithin.toSeconds(), disputeWithin.toSeconds());
        SellersDesk desk = SellersDesk.of(open.folder(), open.store(), escrow);
        Hash sale = desk.seller()
                .prepare(new Seller.Draft(
                        records, signer(records.getFirst(), keys), cost, buyer, grantee.agreementKey(), times));
        out.printf(
                "offer        records %,d to %,d for %s, to %s%n",
                records.getFirst().sequence(), records.getLast().sequence(), asset.text(cost.amount()), did);
        int exit = desk.goOn(List.of(sale), waits);
        if (!waits) {
            out.printf("next         the buyer runs `banyan data buy %s`, you `banyan data deliver`%n", sale);
        }
        return exit;
    }

    /** All of the time, or nothing: a sale is of records without a gap. */
    private List<DeviceRecord> records(OwnedStream.Open open, DeviceKeys keys) {
        KeyRing ring = open.keys()
                .read()
                .orElseThrow(() -> new UserError(
                        "There are no keys of this device in %s: `banyan data store` begins.".formatted(open.keys())));
        SlotRange slots = SlotRange.ofSeconds(
                time.from().getEpochSecond(), time.endSecond(), ring.head().slotSeconds());
        VaultReader.Read read = new VaultReader(open.store(), open.ledger()).read(ring, slots, keys);
        if (!read.gaps().isEmpty()) {
            throw new Declined("Something of that time is missing or wrong, so it cannot be sold whole: see what with"
                    + " `banyan data fetch`, and sell what lies before it and behind it apart.");
        }
        List<DeviceRecord> records = read.records().stream()
                .filter(record -> time.holds(Instant.ofEpochMilli(record.timeMillis())))
                .toList();
        if (records.isEmpty()) {
            throw new Declined("There are no records of that time.");
        }
        return records;
    }

    private static P256.PublicKey signer(DeviceRecord record, DeviceKeys keys) {
        return record.isSignedBy(keys.present())
                ? keys.present()
                : keys.history().terms().stream()
                        .map(KeyHistory.Term::key)
                        .filter(record::isSignedBy)
                        .findFirst()
                        .orElseThrow(
                                () -> new Declined("No key of the device's signed its first record of that time."));
    }
}
