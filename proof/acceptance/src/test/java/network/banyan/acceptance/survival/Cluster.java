// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import network.banyan.ledger.Genesis;
import network.banyan.node.devnet.DevnetFolder;

/** Validators in a process each, four if not told otherwise, and somebody who listens to every vote. */
final class Cluster implements AutoCloseable {
    private final Genesis genesis;
    private final List<NodeProcess> nodes;
    private final VoteWatch watch;

    private Cluster(Genesis genesis, List<NodeProcess> nodes, VoteWatch watch) {
        this.genesis = genesis;
        this.nodes = nodes;
        this.watch = watch;
    }

    /**
     * Writes what the validators need, and starts the listener, but no validator.
     *
     * @param shape further flags for {@code banyan devnet}
     */
    static Cluster prepare(Path dir, String... shape) {
        String net = dir.resolve("net").toString();
        List<String> command = new ArrayList<>(List.of("devnet", "--prepare", "--fresh", "--dir", net));
        command.addAll(List.of("--rpc-port", "0", "--load-accounts", "50"));
        command.addAll(List.of(shape));
        Cli.Outcome prepared = Cli.run(dir, command.toArray(String[]::new));
        assertThat(prepared.exit()).as(prepared.err()).isZero();
        DevnetFolder folder = new DevnetFolder(dir.resolve("net"));
        Genesis genesis = folder.genesis();
        int validators = genesis.committee().size();
        VoteWatch watch = VoteWatch.start(genesis, dir.resolve("watch"));
        IntStream.rangeClosed(1, validators).forEach(n -> addPeer(folder.node(n).resolve("banyan.toml"), watch.peer()));
        List<NodeProcess> nodes = IntStream.rangeClosed(1, validators)
                .mapToObj(n -> new NodeProcess(n, folder.node(n)))
                .toList();
        return new Cluster(genesis, nodes, watch);
    }

    private static void addPeer(Path config, String peer) {
        try {
            String before = Files.readString(config);
            String after = before.replace("peers = [\n", "peers = [\n  \"%s\",\n".formatted(peer));
            assertThat(after).isNotEqualTo(before);
            Files.writeString(config, after);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Genesis genesis() {
        return genesis;
    }

    List<NodeProcess> nodes() {
        return nodes;
    }

    NodeProcess node(int number) {
        return nodes.get(number - 1);
    }

    VoteWatch watch() {
        return watch;
    }

    void startAll() {
        nodes.forEach(NodeProcess::start);
    }

    /** The highest final block that any validator tells of; 0 if none answers. */
    long height() {
        return nodes.stream()
                .map(NodeProcess::height)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .max()
                .orElse(0);
    }

    void awaitAll(long height) {
        nodes.forEach(node -> Deadline.until(
                "%s reaches block %d; it stands at %s".formatted(node, height, node.height()),
                () -> node.isAtLeast(height)));
    }

    @Override
    public void close() {
        nodes.forEach(NodeProcess::close);
        watch.close();
    }
}
