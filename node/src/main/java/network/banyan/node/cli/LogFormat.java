// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import java.util.List;
import java.util.Map;
import network.banyan.node.UserError;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a program that runs for long writes its log. */
public final class LogFormat {
    /** As logback.xml reads it. */
    public static final String PROPERTY = "banyan.log.format";

    private static final String FLAG = "--log-format";
    private static final String VARIABLE = "BANYAN_LOG_FORMAT";

    /** By then it was heeded already, if it is right; see {@link #choose}. */
    @Option(
            names = FLAG,
            paramLabel = "text|json",
            description = "How the log is written: lines for people, or a JSON object a line (default: text, or what "
                    + VARIABLE + " says).")
    void check(String format) {
        if (!isKnown(format)) {
            throw new TypeConversionException("\"" + format + "\" is neither text nor json");
        }
    }

    private static boolean isKnown(String format) {
        return format.equals("text") || format.equals("json");
    }

    /**
     * Decides it before the first logger is made, which is before the arguments are parsed; what is wrong with the flag is told
     * when they are.
     *
     * @throws UserError if the environment names another format
     */
    public static void choose(String[] arguments, Map<String, String> environment) {
        String chosen = environment.getOrDefault(VARIABLE, "text");
        if (!isKnown(chosen)) {
            throw new UserError(
                    "the log is written as \"text\" or \"json\", but the environment variable %s says \"%s\"."
                            .formatted(VARIABLE, chosen));
        }
        List<String> words = List.of(arguments);
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).startsWith(FLAG + "=")) {
                chosen = words.get(i).substring(FLAG.length() + 1);
            } else if (words.get(i).equals(FLAG) && i + 1 < words.size()) {
                chosen = words.get(i + 1);
            }
        }
        System.setProperty(PROPERTY, chosen);
    }
}
