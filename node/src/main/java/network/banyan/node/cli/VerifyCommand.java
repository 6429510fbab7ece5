// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import network.banyan.evidence.EvidenceBundle;
import network.banyan.evidence.Link;
import network.banyan.evidence.Reading;
import network.banyan.evidence.Verdict;
import network.banyan.evidence.Verifier;
import network.banyan.ledger.Genesis;
import network.banyan.node.Banyan;
import network.banyan.node.UserError;
import network.banyan.node.devnet.DevnetFolder;
import network.banyan.primitives.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan verify}: checks a bundle with no network, and says why it holds or where it breaks. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Checks an evidence bundle offline, link by link, from the device's signature to the chain's genesis.",
            "Exit code 0 if every link holds, 1 if one is broken (it is named), 2 if a file cannot be read.",
            ""
        },
        footer = {
            "",
            "Trust in the answer is trust in genesis.json: get it from somebody you believe, once.",
            "Example: banyan verify proof.json --genesis genesis.json"
        })
public final class VerifyCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "BUNDLE", description = "A bundle in JSON or CBOR.")
    private Path bundle = Path.of("");

    @Option(names = "--genesis", required = true, paramLabel = "FILE", description = "The chain's genesis.json.")
    private Path genesis = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Genesis trusted = DevnetFolder.readGenesis(genesis);
        Verdict verdict = Verifier.verify(read(), trusted);
        PrintWriter out = spec.commandLine().getOut();
        for (Link link : verdict.links()) {
            switch (link) {
                case Link.Holds holds ->
                    out.printf("  holds   %-24s %s%n", holds.name().label(), holds.text());
                case Link.Broken broken ->
                    out.printf("  BROKEN  %-24s %s%n", broken.name().label(), broken.text());
            }
        }
        verdict.record().ifPresent(record -> {
            out.printf("%nProven: record %d of device %s%n", record.sequence(), record.device());
            for (Reading reading : record.readings()) {
                out.printf("  %s%n", DeviceCommand.printable(reading.toString()));
            }
        });
        verdict.broken()
                .ifPresent(broken -> out.printf(
                        "%nNOT proven: the link \"%s\" is broken.%n",
                        broken.name().label()));
        out.flush();
        return verdict.isProven() ? 0 : Banyan.FAILED;
    }

    private Bytes read() {
        try {
            if (Files.size(bundle) > EvidenceBundle.MAX_BYTES) {
                throw new UserError("%s is over %d bytes; no bundle is.".formatted(bundle, EvidenceBundle.MAX_BYTES));
            }
            return Bytes.wrap(Files.readAllBytes(bundle));
        } catch (IOException unreadable) {
            throw new UserError(
                    "The bundle %s cannot be read: %s".formatted(bundle, UserError.why(unreadable)), unreadable);
        }
    }
}
