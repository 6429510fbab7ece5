// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.witness;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.witness.NoteKey;

/**
 * A witness that a gateway asks: what it signs with, and where it is.
 *
 * @param url what stands before {@code /add-checkpoint}
 */
public record WitnessAddress(NoteKey key, URI url) {
    private static final Pattern FORM = Pattern.compile("(\\S{1,1024})@(https?://\\S{1,1024})");

    /**
     * Reads {@code KEY@URL}.
     *
     * @throws EvidenceFormatException if it is none
     */
    public static WitnessAddress parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new EvidenceFormatException("a witness is written KEY@http://HOST:PORT, or with https://");
        }
        NoteKey key = NoteKey.parse(parts.group(1));
        if (key.kind() != NoteKey.Kind.COSIGNATURE) {
            throw new EvidenceFormatException("that key is a log's, not a witness's");
        }
        try {
            URI url = URI.create(parts.group(2).replaceFirst("/+$", ""));
            if (url.getHost() != null && url.getQuery() == null && url.getFragment() == null) {
                return new WitnessAddress(key, url);
            }
        } catch (IllegalArgumentException noAddress) {
            // Told below.
        }
        throw EvidenceFormatException.of("\"%s\" is no address of a witness", parts.group(2));
    }
}
