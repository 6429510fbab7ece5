// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

/** What was shown does not suffice to judge; it makes nobody guilty. The message says what lacks. */
public final class IncompleteEvidence extends RuntimeException {
    IncompleteEvidence(String message) {
        super(message);
    }
}
