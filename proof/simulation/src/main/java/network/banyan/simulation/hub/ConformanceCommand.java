// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.hub;

import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import network.banyan.bridge.foreign.ForeignChain;
import network.banyan.bridge.foreign.ForeignFailure;
import network.banyan.hub.HubException;
import network.banyan.node.UserError;
import network.banyan.node.cli.CommandProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan sidechain conformance}: whether a chain in any language may have a committee with bonds. */
@Command(
        name = "conformance",
        mixinStandardHelpOptions = true,
        description = {
            "Examines a chain in any language, from its registration to its end.",
            "The root's own contracts run in this process, on a clock of their own. The chain offers the service of",
            "docs/spec/foreign.md, holds its committee's keys, and is a new one: what it is given stays in it. Ends with 1 if",
            "anything is not as it must be.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  (cd hub/samples/python && python3 -m chain --port 7000 --data /tmp/sample) &",
            "  banyan sidechain conformance --endpoint http://127.0.0.1:7000"
        })
public final class ConformanceCommand implements Callable<Integer> {
    @Option(names = "--endpoint", required = true, paramLabel = "URL", description = "Where the chain answers.")
    private String endpoint = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Makes the command known to the command line. */
    public static final class Provider implements CommandProvider {
        @Override
        public String name() {
            return "conformance";
        }

        @Override
        public String under() {
            return "sidechain";
        }

        @Override
        public Object command() {
            return new ConformanceCommand();
        }
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (ForeignChain chain = chain()) {
            Guest guest = guest(chain);
            List<Examination.Result> results = Examination.of(guest, URI.create(endpoint), result -> tell(out, result));
            long passed =
                    results.stream().filter(result -> result.wrong().isEmpty()).count();
            out.printf("%d of %d checks passed%n", passed, results.size());
            out.flush();
            return passed == results.size() ? 0 : 1;
        }
    }

    private ForeignChain chain() {
        try {
            return new ForeignChain(URI.create(endpoint));
        } catch (IllegalArgumentException none) {
            throw new UserError("--endpoint is no address of a chain: %s".formatted(none.getMessage()));
        }
    }

    private static Guest guest(ForeignChain chain) {
        try {
            return new Guest(chain, Ground.make());
        } catch (ForeignFailure | HubException none) {
            throw new UserError(String.valueOf(none.getMessage()));
        }
    }

    private static boolean tell(PrintWriter out, Examination.Result result) {
        out.printf("%-6s %-4s %s%n", result.wrong().isEmpty() ? "passed" : "FAILED", result.rule(), result.check());
        result.wrong()
                .ifPresent(why -> out.printf("            %s%n", why.length() > 300 ? why.substring(0, 300) : why));
        out.flush();
        return true;
    }
}
