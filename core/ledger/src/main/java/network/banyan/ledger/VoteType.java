// SPDX-License-Identifier: Apache-2.0
package network.banyan.ledger;

/** The three words a committee member may say about a view (docs/spec/consensus.md). */
public enum VoteType {
    /** This block may stand in this view. */
    NOTARIZE(1),
    /** Nothing need stand in this view. */
    NULLIFY(2),
    /** This block, and all before it, are final. */
    FINALIZE(3);

    private final int code;

    VoteType(int code) {
        this.code = code;
    }

    /** The byte in signed messages and on the wire. */
    public int code() {
        return code;
    }

    /**
     * @throws IllegalArgumentException if there is no such type
     */
    public static VoteType ofCode(int code) {
        return switch (code) {
            case 1 -> NOTARIZE;
            case 2 -> NULLIFY;
            case 3 -> FINALIZE;
            default -> throw new IllegalArgumentException("no such vote type: " + code);
        };
    }
}
