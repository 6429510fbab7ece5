// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.top;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * The terminal this process was started on, by ECMA-48's control sequences and stty(1). Its second screen is used, so that
 * what was on it is there again afterwards. Where there is no stty, keys count once Enter follows.
 */
final class Terminal implements AutoCloseable {
    private static final File DEVICE = new File("/dev/tty");
    private static final String ENTER = "\u001b[?1049h\u001b[?25l";
    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";
    private static final String BOLD = "\u001b[1m";
    private static final String RED = "\u001b[31m";
    private static final String USUAL = "\u001b[0m";

    private final PrintWriter out;
    private final InputStream keys;
    private final Optional<String> before;

    private Terminal(PrintWriter out, InputStream keys, Optional<String> before) {
        this.out = out;
        this.keys = keys;
        this.before = before;
    }

    /** Whether both input and output are one. */
    static boolean isThere() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    static Terminal open(PrintWriter out) {
        Optional<String> before = stty("-g").filter(settings -> settings.matches("[0-9a-f:]+"));
        if (before.isPresent()) {
            var _ = stty("-icanon", "-echo", "min", "0", "time", "0");
        }
        out.print(ENTER);
        out.flush();
        return new Terminal(out, System.in, before);
    }

    /** @param lines from the top; those below the last row are not shown */
    void show(List<Line> lines, Size size) {
        StringBuilder screen = new StringBuilder(HOME);
        List<Line> shown = lines.subList(0, Math.min(lines.size(), Math.max(1, size.rows() - 1)));
        for (Line line : shown) {
            screen.append(
                            switch (line.kind()) {
                                case TITLE -> BOLD;
                                case PLAIN -> "";
                                case ALARM -> RED;
                            })
                    .append(line.text())
                    .append(USUAL)
                    .append(CLEAR_LINE)
                    .append("\r\n");
        }
        out.print(screen.append(CLEAR_BELOW));
        out.flush();
    }

    /** The next key pressed, without waiting. */
    OptionalInt key() {
        try {
            return keys.available() > 0 ? OptionalInt.of(keys.read()) : OptionalInt.empty();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    record Size(int rows, int columns) {
        static final Size USUAL = new Size(40, 120);
    }

    /** Asked anew each time, because windows change. */
    Size size() {
        return stty("size")
                .filter(text -> text.matches("[0-9]{1,5} [0-9]{1,5}"))
                .map(text -> text.split(" "))
                .map(words -> new Size(Integer.parseInt(words[0]), Integer.parseInt(words[1])))
                .filter(size -> size.rows() > 0 && size.columns() > 0)
                .orElse(Size.USUAL);
    }

    private static Optional<String> stty(String... arguments) {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(DEVICE)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (InputStream said = process.getInputStream()) {
                String text = new String(said.readNBytes(1_024), StandardCharsets.US_ASCII).strip();
                return process.waitFor(2, TimeUnit.SECONDS) && process.exitValue() == 0
                        ? Optional.of(text)
                        : Optional.empty();
            }
        } catch (IOException absent) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        out.print(LEAVE);
        out.flush();
        before.ifPresent(settings -> stty(settings));
    }
}
