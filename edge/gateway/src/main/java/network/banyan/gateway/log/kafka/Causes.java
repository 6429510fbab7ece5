// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log.kafka;

import java.util.concurrent.ExecutionException;

/** What stands behind an exception of Kafka's clients, which wrap them. */
final class Causes {
    private static final int DEEPEST = 8;

    private Causes() {}

    /** The innermost words there are, bounded. */
    static String of(Throwable failure) {
        String words = failure.getClass().getSimpleName();
        Throwable at = failure;
        for (int depth = 0; at != null && depth < DEEPEST; depth++) {
            if (at.getMessage() != null && !(at instanceof ExecutionException)) {
                words = at.getMessage();
            }
            at = at.getCause();
        }
        return words.length() <= 300 ? words : words.substring(0, 300);
    }
}
