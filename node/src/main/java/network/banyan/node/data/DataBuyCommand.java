// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.data;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.banyan.evidence.DeviceRecord;
import network.banyan.node.Banyan;
import network.banyan.node.Declined;
import network.banyan.node.UserError;
import network.banyan.node.cli.Durations;
import network.banyan.node.cli.NodeUrl;
import network.banyan.node.cli.StopSignal;
import network.banyan.node.identity.Documents;
import network.banyan.node.staking.SigningKey;
import network.banyan.primitives.Hash;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.RpcFailure;
import network.banyan.sdk.WholeFiles;
import network.banyan.vault.DeviceKeys;
import network.banyan.vault.VaultException;
import network.banyan.vault.chain.DataSaleContract.Sale;
import network.banyan.vault.chain.DataSaleContract.State;
import network.banyan.vault.sale.Buyer;
import network.banyan.vault.sale.Ciphertexts;
import network.banyan.vault.sale.Delivery;
import network.banyan.vault.store.FolderStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan data buy}: all that a buyer does. */
@Command(
        name = "buy",
        mixinStandardHelpOptions = true,
        description = {
            "Buys what was offered to you: takes the parcel out of the store, checks that it is what the chain"
                    + " says, pays into escrow, waits for the key, and checks of every record that the device signed it.",
            "One that is bad is shown to the contract, which gives the money back; so it does if no key comes in"
                    + " time. Run it again at any time, and it goes on. Exit code 0 if all records are there and good, 1"
                    + " if the money came back or something is bad.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  banyan data buy 0x5a0c... --opening-key bob.key --look --account 5",
            "  banyan data buy 0x5a0c... --opening-key bob.key --records meter.cbor --account 5"
        })
public final class DataBuyCommand implements Callable<Integer> {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final int FAILURES_MAX = 30;

    @Parameters(
            index = "0",
            paramLabel = "SALE",
            converter = SaleText.Name.class,
            description = "As `banyan data offers` shows it. Its name is made of its terms: it cannot come to mean"
                    + " others.")
    private Hash sale = Hash.ZERO;

    @Option(
            names = "--opening-key",
            required = true,
            paramLabel = "FILE",
            description = "The X25519 key that the parcel is sealed to.")
    private Path keyFile = Path.of("");

    @Option(
            names = "--purchases",
            paramLabel = "FOLDER",
            defaultValue = ".banyan/purchases",
            description = "Where ciphertexts are kept before they are paid: keep it until the sale is over"
                    + " (default: ${DEFAULT-VALUE}).")
    private Path purchases = Path.of("");

    @Option(names = "--look", description = "Check everything that can be checked, and do not pay.")
    private boolean looks;

    @Option(
            names = "--dispute",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = {
                "Show a bad record to the contract, for some 100,000 gas, up to 700,000 for the largest; --no-dispute"
                        + " does not,",
                "and leaves the money to the seller (default: ${DEFAULT-VALUE})."
            })
    private boolean disputes;

    @Option(
            names = "--least-dispute",
            paramLabel = "TIME",
            converter = Durations.class,
            defaultValue = "10m",
            description = "Do not pay if there is less time to dispute than this (default: ${DEFAULT-VALUE}).")
    private Duration leastDispute = Duration.ZERO;

    @Option(
            names = "--accept-old-key",
            description = "Pay for records of a key that was replaced though the device never anchored them.")
    private boolean takesUnfixed;

    @Option(
            names = "--wait",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Stay until the records are here or the money is back; --no-wait does what can be done now.")
    private boolean waits;

    @Option(
            names = "--records",
            paramLabel = "FILE",
            description = "Write the signed records there, as a CBOR array of byte strings.")
    private Optional<Path> records = Optional.empty();

    @Mixin
    private StorePlace place = new StorePlace();

    @Mixin
    private SigningKey signing = new SigningKey();

    @Mixin
    private NodeUrl node = new NodeUrl();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try (ChainClient chain = new ChainClient(node.client());
                StopSignal stop = new StopSignal()) {
            PrintWriter out = spec.commandLine().getOut();
            var escrow = new ChainEscrow(chain, out, signing.wallet());
            var policy = new Buyer.Policy(leastDispute.toSeconds(), takesUnfixed, disputes);
            var buyer = new Buyer(
                    place.open(),
                    new FolderStore(purchases),
                    escrow,
                    Documents.agreementKey(keyFile).secret(),
                    policy);
            Sale terms = buyer.sale(sale);
            SaleText.print(out, chain, sale, terms);
            DeviceKeys keys = ChainKeys.of(chain, terms.terms().run().device());
            int exit = looks ? look(buyer, keys) : goOn(buyer, keys, stop);
            out.flush();
            return exit;
        } catch (VaultException refused) {
            throw new Declined(OwnedStream.sentence(refused));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Banyan.FAILED;
        }
    }

    private int look(Buyer buyer, DeviceKeys keys) {
        Ciphertexts texts = buyer.check(sale, keys);
        spec.commandLine()
                .getOut()
                .printf(
                        "checked      %,d ciphertexts are here, and have the root that the chain holds; nothing is paid%n",
                        texts.texts().size());
        return 0;
    }

    private int goOn(Buyer buyer, DeviceKeys keys, StopSignal stop) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Optional<Buyer.Step> said = Optional.empty();
        int failures = 0;
        while (true) {
            try {
                Buyer.Step step = buyer.step(sale, keys);
                failures = 0;
                if (!said.equals(Optional.of(step))) {
                    report(out, step);
                    out.flush();
                }
                said = Optional.of(step);
                switch (step) {
                    case Buyer.Step.Paid _, Buyer.Step.Disputed _, Buyer.Step.Settled _, Buyer.Step.Fetched _ -> {
                        continue;
                    }
                    case Buyer.Step.Waiting _ -> {
                        if (!waits) {
                            return 0;
                        }
                    }
                    case Buyer.Step.Received(Delivery delivery) -> {
                        return delivery.bad().isEmpty() ? 0 : Banyan.FAILED;
                    }
                    case Buyer.Step.Over _ -> {
                        return Banyan.FAILED;
                    }
                }
            } catch (RpcFailure.Unreachable away) {
                if (!waits || ++failures > FAILURES_MAX) {
                    throw away;
                }
            }
            if (stop.await(LOOK_AGAIN)) {
                return Banyan.FAILED;
            }
        }
    }

    private void report(PrintWriter out, Buyer.Step step) {
        switch (step) {
            case Buyer.Step.Waiting(State state, long until) ->
                out.printf("waits        %s%n", SaleText.waiting(state, until));
            case Buyer.Step.Paid() -> out.printf("paid         the price is in escrow%n");
            case Buyer.Step.Disputed(Delivery.Bad bad) ->
                out.printf("disputed     ciphertext %,d: %s; the contract agrees%n", bad.index(), bad.reason());
            case Buyer.Step.Settled() -> out.printf("no key       the time to reveal is over: the money is ours%n");
            case Buyer.Step.Fetched(var amount) ->
                out.printf("money back   %s of the least units of what it was paid in%n", amount.toBigInteger());
            case Buyer.Step.Over(State state) ->
                out.printf(
                        "over         %s%n",
                        switch (state) {
                            case CANCELLED -> "the seller took the offer back";
                            case OFFERED -> "the time to buy is over; nothing was paid";
                            case REFUNDED -> "the money is back; there is nothing to have";
                            case NONE, PAID, REVEALED, SOLD -> "nothing is to be done";
                        });
            case Buyer.Step.Received(Delivery delivery) -> received(out, delivery);
        }
    }

    private void received(PrintWriter out, Delivery delivery) {
        for (DeviceRecord record : delivery.records()) {
            String time = Instant.ofEpochMilli(record.timeMillis()).toString();
            record.readings().forEach(reading -> out.printf("%8d  %s  %s%n", record.sequence(), time, reading));
        }
        records.ifPresent(file -> write(file, delivery));
        delivery.bad().forEach(bad -> out.printf("bad          ciphertext %,d: %s%n", bad.index(), bad.reason()));
        delivery.breaks()
                .forEach(number -> out.printf(
                        "note         record %,d does not follow the one in front of it: the device signed two"
                                + " histories%n",
                        number));
        out.printf(
                "%,d records, each signed by the device; %s%n",
                delivery.records().size(),
                delivery.bad().isEmpty() ? "nothing is bad" : delivery.bad().size() + " are bad");
    }

    private static void write(Path file, Delivery delivery) {
        try {
            Files.createDirectories(WholeFiles.folderOf(file));
            WholeFiles.replace(file, delivery.encode().unsafeArray());
        } catch (IOException failed) {
            throw new UserError("%s cannot be written: %s".formatted(file, UserError.why(failed)), failed);
        }
    }
}
