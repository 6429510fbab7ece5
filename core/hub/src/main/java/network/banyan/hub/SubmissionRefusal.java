// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

/** Why a root takes no submission, in the order in which it asks; the names are those of its errors (rule 21). */
public enum SubmissionRefusal {
    /** It does not follow on the last accepted checkpoint. */
    OUT_OF_LINE("OutOfLine"),
    /** Its inbox hash is not the root's, or beyond what the root has. */
    WRONG_INBOX("WrongInbox"),
    /** The lists that come along are not those it names. */
    WRONG_LISTS("WrongLists"),
    /** Another term's committee sits. */
    WRONG_TERM("WrongTerm"),
    /** The keys, or the next ones, are not those of the committee. */
    WRONG_KEYS("WrongKeys"),
    /** No quorum signed. */
    NOT_SIGNED("NotSigned");

    private final String error;

    SubmissionRefusal(String error) {
        this.error = error;
    }

    /** What {@code HubCheckpoints} calls it. */
    public String error() {
        return error;
    }
}
