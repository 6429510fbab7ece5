// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.identity;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import network.banyan.crypto.Sha256;
import network.banyan.device.DeviceException;
import network.banyan.device.SoftwareKey;
import network.banyan.evidence.RegistryContract;
import network.banyan.identity.Printable;
import network.banyan.identity.VendorBatch;
import network.banyan.identity.VendorContract;
import network.banyan.identity.VendorContract.Standing;
import network.banyan.node.UserError;
import network.banyan.node.cli.GivenFile;
import network.banyan.node.cli.NodeUrl;
import network.banyan.node.cli.Sending;
import network.banyan.node.staking.SigningKey;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.Wallet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan vendor}: how a thousand devices leave a factory with one certificate, and enter service with their owner. */
@Command(
        name = "vendor",
        mixinStandardHelpOptions = true,
        description = {
            "Vouches for devices by the batch, and registers the devices of a batch to their owner.",
            "One transaction of the vendor endorses a whole batch; each device enters with one of its owner's.",
            ""
        },
        footer = {
            "",
            "Example, on a devnet: the factory, then the buyer.",
            "  banyan vendor name \"ACME Sensors\" --account 3",
            "  banyan vendor make 1000 --prefix acme --dir batch-7 --account 3",
            "  banyan vendor endorse batch-7/batch.json --certificate acme.pem --account 3",
            "  banyan vendor register batch-7/batch.json --keys batch-7 --account 4",
            "  banyan vendor show batch-7/batch.json"
        })
public final class VendorCommand implements Runnable {
    private static final int MAKE_MAX = 100_000;
    private static final int CERTIFICATE_BYTES_MAX = 1 << 20;
    private static final int STEP = 100;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: `banyan vendor --help` lists it.");
    }

    @Command(
            name = "name",
            mixinStandardHelpOptions = true,
            description = {
                "Says how a vendor's account is called. Anyone may say so: the account is whom one believes.",
                ""
            })
    int name(
            @Parameters(paramLabel = "NAME", description = "1 to 64 bytes.") String name,
            @Mixin SigningKey signing,
            @Mixin NodeUrl node) {
        try (ChainClient chain = new ChainClient(node.client())) {
            send(chain, signing.wallet(), VendorContract.nameVendor(name));
            return 0;
        }
    }

    @Command(
            name = "make",
            mixinStandardHelpOptions = true,
            description = {
                "Makes keys for devices in software, a folder each, and writes batch.json beside them.",
                "For development: a key in a file can be copied. Folders that are there keep their keys.",
                ""
            })
    int make(
            @Parameters(paramLabel = "COUNT", description = "1 to 100000.") int count,
            @Option(
                            names = "--prefix",
                            paramLabel = "TEXT",
                            defaultValue = "device",
                            description = "Names are TEXT-1, TEXT-2 ...")
                    String prefix,
            @Option(names = "--dir", required = true, paramLabel = "DIR", description = "Where they live.") Path dir,
            @Mixin SigningKey signing,
            @Mixin NodeUrl node) {
        if (count < 1 || count > MAKE_MAX) {
            throw new UserError("COUNT is 1 to %d, not %d.".formatted(MAKE_MAX, count));
        }
        if (!prefix.matches("[A-Za-z0-9._-]{1,48}")) {
            throw new UserError("--prefix has 1 to 48 of A-Z a-z 0-9 . _ -");
        }
        try (ChainClient chain = new ChainClient(node.client())) {
            long chainId = chain.chainId();
            List<BatchFile.Device> devices = new ArrayList<>(count);
            for (int i = 1; i <= count; i++) {
                String name = "%s-%d".formatted(prefix, i);
                devices.add(new BatchFile.Device(name, key(dir, name, true).key()));
                progress("made", i, count);
            }
            var file = new BatchFile(chainId, signing.wallet().address(), devices);
            file.write(dir.resolve("batch.json"));
            out().printf(
                            "batch        %s, root %s%n",
                            dir.resolve("batch.json"), file.batch().root());
            out().printf("keys         SOFTWARE KEYS: whoever reads these files is the device%n");
            out().flush();
            return 0;
        }
    }

    @Command(
            name = "endorse",
            mixinStandardHelpOptions = true,
            description = {"Vouches for every device of a batch, with one transaction of the vendor's.", ""})
    int endorse(
            @Parameters(paramLabel = "BATCH", description = "batch.json.") Path batch,
            @Option(
                            names = "--certificate",
                            required = true,
                            paramLabel = "FILE",
                            description = "The vendor's document; its SHA-256 goes on record.")
                    Path certificate,
            @Mixin SigningKey signing,
            @Mixin NodeUrl node) {
        BatchFile file = BatchFile.read(batch);
        Hash evidence = Sha256.hash(GivenFile.read(certificate, "certificate", CERTIFICATE_BYTES_MAX));
        try (ChainClient chain = of(file, node)) {
            Wallet wallet = vendors(file, signing);
            send(
                    chain,
                    wallet,
                    VendorContract.endorse(file.batch().root(), file.devices().size(), evidence));
            out().printf(
                            "endorsed     %,d devices, evidence %s%n",
                            file.devices().size(), evidence);
            out().flush();
            return 0;
        }
    }

    @Command(
            name = "withdraw",
            mixinStandardHelpOptions = true,
            description = {
                "Ends a batch for good. What it said of devices stays on record, and so does the withdrawal.",
                ""
            })
    int withdraw(
            @Parameters(paramLabel = "BATCH", description = "batch.json.") Path batch,
            @Mixin SigningKey signing,
            @Mixin NodeUrl node) {
        BatchFile file = BatchFile.read(batch);
        try (ChainClient chain = of(file, node)) {
            send(
                    chain,
                    vendors(file, signing),
                    VendorContract.withdraw(file.batch().root()));
            return 0;
        }
    }

    @Command(
            name = "register",
            mixinStandardHelpOptions = true,
            description = {
                "Registers the devices of a batch to the account that signs.",
                "Those that are registered are passed over, so it may be run again after it was stopped.",
                ""
            })
    int register(
            @Parameters(paramLabel = "BATCH", description = "batch.json.") Path batch,
            @Option(
                            names = "--keys",
                            required = true,
                            paramLabel = "DIR",
                            description = "The folders of `vendor make`.")
                    Path keys,
            @Mixin SigningKey signing,
            @Mixin NodeUrl node) {
        BatchFile file = BatchFile.read(batch);
        VendorBatch tree = file.batch();
        Wallet wallet = signing.wallet();
        try (ChainClient chain = of(file, node)) {
            var fleet = new FleetRegistration(chain, wallet, file, tree);
            fleet.run(device -> key(keys, device.name(), false), (done, of) -> progress("registered", done, of));
            out().printf(
                            "registered   %,d of %,d devices to %s; %,d were already%n",
                            fleet.registered(), file.devices().size(), wallet.address(), fleet.passedOver());
            out().flush();
            return fleet.refused() == 0 ? 0 : 1;
        }
    }

    @Command(
            name = "present",
            mixinStandardHelpOptions = true,
            description = {"Puts on record that a batch names a device which is registered already; for its owner.", ""
            })
    int present(
            @Parameters(paramLabel = "BATCH", description = "batch.json.") Path batch,
            @Parameters(paramLabel = "DEVICE", description = "Its name in the batch, or its id.") String device,
            @Mixin SigningKey signing,
            @Mixin NodeUrl node) {
        BatchFile file = BatchFile.read(batch);
        int index = file.find(device).orElseThrow(() -> new UserError("The batch has no device %s.".formatted(device)));
        VendorBatch tree = file.batch();
        try (ChainClient chain = of(file, node)) {
            Hash id = file.devices().get(index).id();
            send(
                    chain,
                    signing.wallet(),
                    VendorContract.presentBatch(id, file.vendor(), tree.root(), tree.proof(index)));
            return 0;
        }
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = {"Tells what the chain knows of a batch and its vendor.", ""})
    int show(@Parameters(paramLabel = "BATCH", description = "batch.json.") Path batch, @Mixin NodeUrl node) {
        BatchFile file = BatchFile.read(batch);
        Hash root = file.batch().root();
        try (ChainClient chain = of(file, node)) {
            String name = VendorContract.vendorName(
                    chain.call(VendorContract.ADDRESS, VendorContract.vendorName(file.vendor())));
            Standing standing = VendorContract.batchOf(
                    chain.call(VendorContract.ADDRESS, VendorContract.batchOf(file.vendor(), root)));
            PrintWriter out = out();
            out.printf("vendor       %s, calls itself \"%s\"%n", file.vendor(), Printable.text(name));
            out.printf("batch        %,d devices, root %s%n", file.devices().size(), root);
            out.printf("endorsed     %s%n", time(standing.endorsedAt()));
            out.printf("withdrawn    %s%n", time(standing.withdrawnAt()));
            out.printf("evidence     SHA-256 %s%n", standing.evidence());
            out.flush();
            return standing.stands() ? 0 : 1;
        }
    }

    private static String time(long seconds) {
        return seconds == 0 ? "never" : Instant.ofEpochSecond(seconds).toString();
    }

    private static ChainClient of(BatchFile file, NodeUrl node) {
        var chain = new ChainClient(node.client());
        long chainId = chain.chainId();
        if (chainId != file.chainId()) {
            chain.close();
            throw new UserError(
                    "The batch is for chain %d; this node's is chain %d.".formatted(file.chainId(), chainId));
        }
        return chain;
    }

    private static Wallet vendors(BatchFile file, SigningKey signing) {
        Wallet wallet = signing.wallet();
        if (!wallet.address().equals(file.vendor())) {
            throw new UserError("The batch is of vendor %s, not of %s.".formatted(file.vendor(), wallet.address()));
        }
        return wallet;
    }

    private void send(ChainClient chain, Wallet wallet, Bytes call) {
        new Sending(chain, out(), IdentityRefusals::sentence)
                .send(wallet, RegistryContract.ADDRESS, UInt256.ZERO, call);
    }

    private static SoftwareKey key(Path dir, String name, boolean create) {
        Path folder = dir.resolve(name);
        try {
            Path file = folder.resolve("device.p12");
            Path password = folder.resolve("password");
            if (!create) {
                return SoftwareKey.open(file, password);
            }
            Files.createDirectories(folder);
            return SoftwareKey.openOrCreate(file, password);
        } catch (IOException failed) {
            throw new UserError("The folder %s cannot be used: %s".formatted(folder, UserError.why(failed)), failed);
        } catch (DeviceException unusable) {
            throw new UserError("The key of %s cannot be used: %s".formatted(name, unusable.getMessage()), unusable);
        }
    }

    private void progress(String what, int done, int of) {
        if (done % STEP == 0 && done < of) {
            PrintWriter err = spec.commandLine().getErr();
            err.printf("%s %,d of %,d%n", what, done, of);
            err.flush();
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
