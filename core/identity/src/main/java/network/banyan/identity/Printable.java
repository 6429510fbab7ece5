// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

/** Strangers' texts in our sentences: short, on one line, and without what moves a terminal's cursor. */
public final class Printable {
    private static final int MAX_LENGTH = 200;

    private Printable() {}

    public static String text(String hostile) {
        var out = new StringBuilder();
        hostile.codePoints().limit(MAX_LENGTH).forEach(c -> {
            boolean plain = !Character.isISOControl(c)
                    && Character.getType(c) != Character.FORMAT
                    && Character.isDefined(c)
                    && Character.getType(c) != Character.SURROGATE
                    && Character.getType(c) != Character.LINE_SEPARATOR
                    && Character.getType(c) != Character.PARAGRAPH_SEPARATOR;
            out.appendCodePoint(plain ? c : '?');
        });
        return out + (hostile.codePointCount(0, hostile.length()) > MAX_LENGTH ? "…" : "");
    }
}
