// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.top;

import java.util.List;

/** Numbers as a row of bars, one letter each, the greatest of them as a full one. */
final class Sparkline {
    static final String FULL = "█";

    private static final String BARS = "▁▂▃▄▅▆▇" + FULL;
    private static final String ASCII_BARS = "_.,-=+*#";

    private Sparkline() {}

    static String of(List<Double> values) {
        double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        StringBuilder line = new StringBuilder(values.size());
        for (double value : values) {
            int bar = most <= 0 ? 0 : (int) Math.round(Math.max(0, value) / most * (BARS.length() - 1));
            line.append(BARS.charAt(bar));
        }
        return line.toString();
    }

    /** The same where only ASCII can be written. */
    static String ascii(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints()
                .forEach(letter -> plain.append(
                        BARS.indexOf(letter) >= 0
                                ? ASCII_BARS.charAt(BARS.indexOf(letter))
                                : letter < 128 ? (char) letter : '?'));
        return plain.toString();
    }
}
