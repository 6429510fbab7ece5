// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

/** What a message is for (rule 15). */
public enum MessageKind {
    /** Value for the recipient. */
    DEPOSIT(1),
    /** A call of the recipient, with value or without. */
    CALL(2),
    /** An ERC-721 token; the amount is its id. */
    TOKEN(3),
    /** A withdrawal that the chain must answer (rule 46). */
    FORCED(4),
    /** Value that could not be delivered and comes back. */
    REFUND(5);

    private final int number;

    MessageKind(int number) {
        this.number = number;
    }

    /** As it is encoded. */
    public int number() {
        return number;
    }

    /**
     * @throws HubException if no kind has this number
     */
    public static MessageKind of(int number) {
        for (MessageKind kind : values()) {
            if (kind.number == number) {
                return kind;
            }
        }
        throw new HubException("no kind of message has the number " + number);
    }
}
