// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

/** Range checks that both forms of a bundle share. */
final class EvidenceFormat {
    private EvidenceFormat() {}

    static void between(long value, long least, long most, String what) {
        if (value < least || value > most) {
            throw EvidenceFormatException.of("%s must lie between %d and %d, not %d", what, least, most, value);
        }
    }
}
