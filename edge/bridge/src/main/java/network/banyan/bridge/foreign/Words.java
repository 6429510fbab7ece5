// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.foreign;

/** What a stranger says to people: so much of it, and nothing that a terminal obeys. */
final class Words {
    private static final int LENGTH_MAX = 300;

    private Words() {}

    static String ofStranger(String text) {
        return text.substring(0, Math.min(text.length(), LENGTH_MAX)).strip().replaceAll("\\p{C}", "?");
    }
}
