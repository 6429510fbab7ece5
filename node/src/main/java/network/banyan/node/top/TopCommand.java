// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.top;

import java.net.URI;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import network.banyan.node.Banyan;
import network.banyan.node.UserError;
import network.banyan.node.cli.NodeJwt;
import network.banyan.node.cli.NodeUrl;
import network.banyan.node.cli.StopSignal;
import network.banyan.sdk.NodeSecret;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan top}: how some nodes are, looked at once a second. */
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        description = {
            "Shows how one or several nodes are, anew each second: heights, finality, epoch and whose turn it is, peers"
                    + " and how high they say they stand, pool, memory, disk, requests.",
            ""
        },
        footer = {
            "",
            "Keys: q quits, 1 to 9 and n choose the node shown in detail. What is red wants an operator's eye.",
            "",
            "Examples:",
            "  banyan top                                                 a devnet's first node",
            "  banyan top --node http://127.0.0.1:8545,http://127.0.0.1:8546",
            "  banyan top --once                                          one frame as plain text, for a script or a report"
        })
public final class TopCommand implements Callable<Integer> {
    private static final int NODES_MAX = 64;
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final Duration KEY_STEP = Duration.ofMillis(50);
    private static final int PLAIN_COLUMNS = 120;

    @Option(
            names = {"--node", "--rpc"},
            paramLabel = "URL",
            split = ",",
            defaultValue = "http://127.0.0.1:8545",
            description = "A node to ask; several with commas, or given several times (default: ${DEFAULT-VALUE}).")
    private List<String> urls = List.of();

    @Mixin
    private NodeJwt jwt = new NodeJwt();

    @Option(
            names = "--once",
            description = "Prints one frame without controls and ends; so it also does where there is no terminal.")
    private boolean once;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** What is watched, and what was seen of it. */
    private record Watched(NodeProbe probe, History history, Look look) {}

    @Override
    public Integer call() throws InterruptedException {
        if (urls.size() > NODES_MAX) {
            throw new UserError("%d nodes are named; there is room for %d.".formatted(urls.size(), NODES_MAX));
        }
        List<URI> nodes = urls.stream().map(NodeUrl::read).toList();
        Optional<NodeSecret> secret = jwt.secret();
        List<Watched> watched = new ArrayList<>();
        nodes.forEach(node ->
                watched.add(new Watched(new NodeProbe(node, secret), History.NONE, new Look.Silent("not asked yet"))));
        try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
            return once || !Terminal.isThere() ? printOnce(watched, askers) : watch(watched, askers);
        } finally {
            watched.forEach(each -> each.probe().close());
        }
    }

    /** Two looks, because rates need them. */
    private int printOnce(List<Watched> watched, ExecutorService askers) throws InterruptedException {
        List<Watched> seen = look(watched, askers);
        try (StopSignal stop = new StopSignal()) {
            if (!stop.await(STEP)) {
                seen = look(seen, askers);
            }
        }
        List<Watched> last = seen;
        for (int chosen = 0; chosen < last.size(); chosen++) {
            List<Line> lines = Screen.lines(frame(last, chosen), PLAIN_COLUMNS);
            // The table stands once, above all details.
            int from = chosen == 0 || last.size() == 1 ? 0 : last.size() + 3;
            lines.subList(from, lines.size())
                    .forEach(line ->
                            spec.commandLine().getOut().println(written(line).text()));
        }
        spec.commandLine().getOut().flush();
        return last.stream().allMatch(each -> each.look() instanceof Look.Silent) ? Banyan.FAILED : 0;
    }

    private int watch(List<Watched> watched, ExecutorService askers) throws InterruptedException {
        List<Watched> seen = watched;
        int chosen = 0;
        try (StopSignal stop = new StopSignal();
                Terminal terminal = Terminal.open(spec.commandLine().getOut())) {
            while (true) {
                long start = System.nanoTime();
                seen = look(seen, askers);
                show(terminal, seen, chosen);
                while (System.nanoTime() - start < STEP.toNanos()) {
                    if (stop.await(KEY_STEP)) {
                        return 0;
                    }
                    OptionalInt key = terminal.key();
                    if (key.isPresent()) {
                        if (key.getAsInt() == 'q') {
                            return 0;
                        }
                        chosen = chosen(key.getAsInt(), chosen, seen.size());
                        show(terminal, seen, chosen);
                    }
                }
            }
        }
    }

    /** The node that a key means; the one shown before if it means none. */
    static int chosen(int key, int before, int nodes) {
        if (key == 'n') {
            return (before + 1) % nodes;
        }
        int digit = key - '1';
        return digit >= 0 && digit < Math.min(9, nodes) ? digit : before;
    }

    private void show(Terminal terminal, List<Watched> seen, int chosen) {
        Terminal.Size size = terminal.size();
        terminal.show(
                Screen.lines(frame(seen, chosen), size.columns()).stream()
                        .map(TopCommand::written)
                        .toList(),
                size);
    }

    private static Line written(Line line) {
        return Charset.forName(System.getProperty("stdout.encoding", "UTF-8"))
                        .newEncoder()
                        .canEncode(Sparkline.FULL)
                ? line
                : new Line(line.kind(), Sparkline.ascii(line.text()));
    }

    private static Frame frame(List<Watched> seen, int chosen) {
        return new Frame(
                Instant.now(),
                seen.stream()
                        .map(each -> new Frame.Node(each.probe().node().toString(), each.look(), each.history()))
                        .toList(),
                chosen);
    }

    /** All at once, so that one that is away delays none but the frame. */
    private static List<Watched> look(List<Watched> watched, ExecutorService askers) throws InterruptedException {
        List<Future<Look>> looks = askers.invokeAll(
                watched.stream().<Callable<Look>>map(each -> each.probe()::look).toList());
        List<Watched> seen = new ArrayList<>();
        for (int i = 0; i < watched.size(); i++) {
            Watched before = watched.get(i);
            try {
                Look look = looks.get(i).get();
                seen.add(new Watched(before.probe(), before.history().add(System.nanoTime(), look), look));
            } catch (ExecutionException bug) {
                throw new IllegalStateException(bug.getCause());
            }
        }
        return seen;
    }
}
