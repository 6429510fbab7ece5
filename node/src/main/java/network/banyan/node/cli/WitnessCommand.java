// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.witness.NoteKey;
import network.banyan.gateway.witness.Witness;
import network.banyan.gateway.witness.WitnessException;
import network.banyan.gateway.witness.WitnessFolder;
import network.banyan.gateway.witness.WitnessServer;
import network.banyan.node.HostAndPort;
import network.banyan.node.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan witness}: one witness in this process, until it is told to stop. */
@Command(
        name = "witness",
        mixinStandardHelpOptions = true,
        description = {
            "Remembers the last head it saw of each log that it watches, and cosigns a newer one only if it is proven to"
                    + " add to that. Needs no chain. Speaks C2SP tlog-witness, so it may watch logs of others, too.",
            ""
        },
        footer = {
            "",
            "The folder holds the witness's key and what it saw: never start it from an older copy, for it would have"
                    + " forgotten; begin a new one in an empty folder instead. Two heads that a log signed and nobody joined"
                    + " are kept in DIR/lies.",
            "A gateway tells its log key when it starts. It listens without TLS: beyond a network you trust put a proxy before it.",
            "",
            "Examples:",
            "  banyan witness --log 'banyan.network/gateway/0x9e2a...+1f0c33aa+AjBZ...'",
            "  banyan witness --dir /var/lib/banyan/witness --listen 192.0.2.9:8590 --logs logs.txt --name w.example",
            "  banyan gateway --key payer.key --witness 'w.example+8f3a...@https://w.example'"
        })
public final class WitnessCommand implements Callable<Integer> {
    private static final int LOGS_MAX = 10_000;
    private static final int FILE_BYTES_MAX = LOGS_MAX * NoteKey.MAX_CHARACTERS;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = ".banyan/witness",
            description = "Its key and what it saw (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of("");

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:8590",
            description = "Where gateways reach it; port 0 takes any free one (default: ${DEFAULT-VALUE}).")
    private String listen = "";

    @Option(
            names = "--name",
            description = "What its key is called, such as w.example; keep to one (default: made of the key).")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--log",
            paramLabel = "KEY",
            description = "A log to watch: NAME+ID+KEY, as its gateway tells. May be repeated.")
    private List<String> logs = List.of();

    @Option(names = "--logs", paramLabel = "FILE", description = "More logs to watch, a key a line; # begins a remark.")
    private Optional<Path> file = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        List<NoteKey> watched = watched();
        HostAndPort place = HostAndPort.ofListener("--listen", listen);
        WitnessServer.boundTheProcess();
        try (StopSignal stop = new StopSignal();
                WitnessFolder kept = WitnessFolder.open(folder)) {
            var witness = new Witness(kept, named(kept), watched, InstantSource.system());
            try (WitnessServer server = new WitnessServer(place.resolved(), witness)) {
                PrintWriter out = spec.commandLine().getOut();
                out.printf("witness key %s%n", witness.key().text());
                out.printf(
                        "--witness '%s@http://%s'%n",
                        witness.key().text(), new HostAndPort(place.host(), server.port()));
                witness.sizes().forEach((origin, size) -> out.printf("watches %s, seen to %,d%n", origin, size));
                out.flush();
                stop.await();
                return 0;
            }
        } catch (WitnessException cannot) {
            throw new UserError(String.valueOf(cannot.getMessage()), cannot);
        } catch (EvidenceFormatException wrong) {
            throw new UserError("--name: " + wrong.getMessage() + ".", wrong);
        }
    }

    private String named(WitnessFolder kept) {
        return name.orElseGet(
                () -> "banyan.network/witness/" + kept.key().publicKey().toHex().substring(2, 18));
    }

    private List<NoteKey> watched() {
        List<String> texts = new ArrayList<>(logs);
        file.ifPresent(path -> new String(GivenFile.read(path, "list of logs", FILE_BYTES_MAX), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .forEach(texts::add));
        if (texts.isEmpty() || texts.size() > LOGS_MAX) {
            throw new UserError("Say which logs to watch, 1 to 10,000 of them: --log KEY or --logs FILE.");
        }
        List<NoteKey> keys = new ArrayList<>();
        for (String text : texts) {
            try {
                keys.add(NoteKey.parse(text));
            } catch (EvidenceFormatException wrong) {
                throw new UserError("\"%s\" is no key of a log: %s.".formatted(text, wrong.getMessage()), wrong);
            }
        }
        return keys;
    }
}
