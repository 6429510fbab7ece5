// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import network.banyan.ledger.Genesis;
import network.banyan.node.Banyan;
import network.banyan.node.ConfigFile;
import network.banyan.node.UserError;
import network.banyan.node.cli.LogFormat;
import network.banyan.sdk.JsonRpcClient;
import network.banyan.sdk.RpcFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One JVM for each validator, started from the same classes as this one. A validator that dies is started again, as a
 * supervisor would; its folder is all it needs to go on.
 */
public final class ProcessValidators implements Validators {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessValidators.class);
    private static final String CHILD_HEAP = "-Xmx192m";

    private final DevnetPorts ports;
    private final List<Child> children = new ArrayList<>();
    private final Thread supervisor;
    private volatile boolean closing;

    private static final class Child {
        final Path folder;
        final Path config;
        final JsonRpcClient client;
        volatile Process process;

        Child(Path folder, Path config, JsonRpcClient client, Process process) {
            this.folder = folder;
            this.config = config;
            this.client = client;
            this.process = process;
        }
    }

    public ProcessValidators(DevnetFolder folder, Genesis genesis, DevnetPorts ports) {
        this.ports = ports;
        for (int number = 1; number <= genesis.committee().size(); number++) {
            Path home = folder.node(number);
            Path config = ConfigFile.write(ports.config(folder, genesis, number), home, "devnet");
            children.add(new Child(home, config, new JsonRpcClient(rpc(number)), start(home, config)));
        }
        this.supervisor = Thread.ofPlatform().name("supervisor").daemon().start(this::supervise);
    }

    private static Process start(Path home, Path config) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                CHILD_HEAP,
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dbanyan.log.file=" + home.resolve("node.log"),
                "-Djava.io.tmpdir=" + emptied(home.resolve("tmp")),
                "-cp",
                System.getProperty("java.class.path"),
                Banyan.class.getName(),
                "node",
                "--config",
                config.toString(),
                "--log-format",
                System.getProperty(LogFormat.PROPERTY, "text")));
        String startup = System.getProperty("banyan.startup");
        if (startup != null) {
            // What the launcher prepared for quick starts; a JVM that cannot use it starts without.
            command.add(1, "-XX:AOTCache=" + startup);
        }
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            home.resolve("console.log").toFile()))
                    .redirectInput(ProcessBuilder.Redirect.PIPE)
                    .start();
            Files.writeString(home.resolve("node.pid"), process.pid() + "\n");
            return process;
        } catch (IOException failed) {
            throw new UserError("A validator cannot be started: " + UserError.why(failed), failed);
        }
    }

    /** Native libraries are unpacked there, some 20 MB, and a process that is killed leaves them behind. */
    private static Path emptied(Path scratch) {
        try {
            DevnetFolder.deleteTree(scratch);
            return Files.createDirectories(scratch);
        } catch (IOException failed) {
            throw new UserError(
                    "The folder %s cannot be emptied: %s".formatted(scratch, UserError.why(failed)), failed);
        }
    }

    private void supervise() {
        while (!closing) {
            for (Child child : children) {
                Process process = child.process;
                try {
                    if (process.waitFor(50, TimeUnit.MILLISECONDS) && !closing) {
                        LOG.warn(
                                "{} ended with {}; it is started again",
                                child.folder.getFileName(),
                                process.exitValue());
                        child.process = start(child.folder, child.config);
                    }
                } catch (InterruptedException closed) {
                    return;
                }
            }
        }
    }

    @Override
    public int count() {
        return children.size();
    }

    @Override
    public URI rpc(int number) {
        return URI.create("http://127.0.0.1:" + ports.rpc().get(number - 1));
    }

    @Override
    public Optional<Standing> standing(int number) {
        JsonRpcClient client = children.get(number - 1).client;
        try {
            JsonNode status = client.call("banyan_status");
            JsonNode figures = client.call("banyan_figures");
            return Optional.of(new Standing(
                    status.path("height").asLong(),
                    figures.path("view").asLong(),
                    figures.path("transactions").asLong(),
                    figures.path("finalityMillisP50").asLong(),
                    status.path("peers").asInt()));
        } catch (RpcFailure away) {
            return Optional.empty();
        }
    }

    /** The processes that run now, for whoever measures them. */
    public List<ProcessHandle> processes() {
        return children.stream().map(child -> child.process.toHandle()).toList();
    }

    @Override
    public Optional<String> failure() {
        return Optional.empty();
    }

    @Override
    public void close() {
        closing = true;
        supervisor.interrupt();
        children.forEach(child -> child.process.destroy());
        for (Child child : children) {
            try {
                if (!child.process.waitFor(15, TimeUnit.SECONDS)) {
                    child.process.destroyForcibly();
                }
                Files.deleteIfExists(child.folder.resolve("node.pid"));
            } catch (InterruptedException interrupted) {
                child.process.destroyForcibly();
                Thread.currentThread().interrupt();
            } catch (IOException harmless) {
                LOG.warn("a pid file stays behind: {}", harmless.getMessage());
            }
        }
    }
}
