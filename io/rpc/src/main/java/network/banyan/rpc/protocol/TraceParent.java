// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.protocol;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The span of somebody else that caused a request, as the header {@code traceparent} names it (W3C Trace Context, section
 * 3.2).
 *
 * @param traceId 32 hexadecimal digits in lower case, not all 0
 * @param spanId 16 of them, not all 0
 * @param isSampled whether whoever asks keeps its own part of the trace
 */
public record TraceParent(String traceId, String spanId, boolean isSampled) {
    private static final int MAX_LENGTH = 256;
    private static final Pattern FORM =
            Pattern.compile("(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    /**
     * Reads it; empty for anything malformed, as the standard wants it, and where there is none or more than one. Versions
     * after 00 may say more behind it.
     */
    public static Optional<TraceParent> of(List<String> headers) {
        if (headers.size() != 1 || headers.getFirst().length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher parts = FORM.matcher(headers.getFirst());
        if (!parts.matches() || (parts.group(1).equals("00") && parts.group(5) != null)) {
            return Optional.empty();
        }
        boolean isSampled = (Integer.parseInt(parts.group(4), 16) & 1) != 0;
        return Optional.of(new TraceParent(parts.group(2), parts.group(3), isSampled));
    }
}
