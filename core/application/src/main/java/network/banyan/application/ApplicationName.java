// SPDX-License-Identifier: Apache-2.0
package network.banyan.application;

import java.util.regex.Pattern;

/**
 * What an application is called in a genesis: {@code readings/1}.
 *
 * @param text a name of 1 to 32 small letters, digits and hyphens, beginning with a letter; a slash; a version from 1 to 9999
 */
public record ApplicationName(String text) implements Comparable<ApplicationName> {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,31}/[1-9][0-9]{0,3}");

    /**
     * @throws IllegalArgumentException if it is no such name
     */
    public ApplicationName {
        if (!isName(text)) {
            throw new IllegalArgumentException(
                    "an application is named like readings/1: small letters, digits and hyphens, a slash, a version; not \"%s\""
                            .formatted(text));
        }
    }

    public static boolean isName(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public int compareTo(ApplicationName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
