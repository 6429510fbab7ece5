// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.top;

import java.util.regex.Pattern;

/** Texts of strangers, made fit for a terminal. */
final class Words {
    private static final int LETTERS_MAX = 120;

    /** Neither controls nor marks that turn the direction of writing or pile up on a letter. */
    private static final Pattern UNFIT = Pattern.compile("[^\\p{L}\\p{N}\\p{P}\\p{S} ]");

    private Words() {}

    /** With {@code ?} for whatever is no letter, digit, punctuation or symbol, and cut after {@value LETTERS_MAX}. */
    static String fit(String text) {
        return fit(text, LETTERS_MAX);
    }

    static String fit(String text, int lettersMax) {
        // Cut before it is searched: a node may send megabytes.
        String some = text.length() > 2 * lettersMax ? text.substring(0, 2 * lettersMax) : text;
        String clean = UNFIT.matcher(some).replaceAll("?");
        return clean.codePointCount(0, clean.length()) <= lettersMax
                ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, lettersMax - 1)) + "…";
    }
}
