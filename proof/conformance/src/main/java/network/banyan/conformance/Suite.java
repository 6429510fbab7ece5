// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import network.banyan.node.UserError;

/** A kind of official test. Its files are hostile: whatever is in one, it ends as cases that passed, failed or did not run. */
public abstract class Suite {
    private static final int FILE_MAX = 256 << 20;

    /** A block of 8 MiB is a string of 16 million digits. */
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(FILE_MAX).build())
            .build());

    /** Something that the suite checks. */
    public record Case(String name, Supplier<Verdict> check) {
        /** Never throws: what does is a failure of ours, and told. */
        Verdict run() {
            try {
                return check.get();
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError crash) {
                StackTraceElement[] trace = crash.getStackTrace();
                return Verdict.failed("crashed: %s%s", crash, trace.length == 0 ? "" : " at " + trace[0]);
            }
        }
    }

    /**
     * The cases of a file's JSON.
     *
     * @throws RuntimeException if it is no test of this kind
     */
    protected abstract List<Case> cases(JsonNode file);

    /** The cases of a file; a file that is no test is a case that fails. */
    public final List<Case> cases(Path file) {
        try {
            if (Files.size(file) > FILE_MAX) {
                return broken("larger than 256 MiB");
            }
            List<Case> cases = cases(JSON.readTree(file.toFile()));
            return cases.isEmpty() ? broken("no tests in it") : cases;
        } catch (JsonProcessingException malformed) {
            return broken("not JSON: " + malformed.getOriginalMessage());
        } catch (IOException failed) {
            return broken("cannot be read: " + UserError.why(failed));
        } catch (RuntimeException strange) {
            return broken("not a test of this kind: " + strange.getMessage());
        }
    }

    private static List<Case> broken(String why) {
        return List.of(new Case("(the file)", () -> new Verdict.Failed(why)));
    }
}
