// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

/** What a node does on its chain. */
public enum Role {
    /** Has a voting key, and votes whenever its key has a seat. */
    DELEGATE,
    /** Follows the chain, checks and executes every block, answers questions; it has no voting key. */
    FULL,
    /** A full node that keeps the state after every block it executed. */
    ARCHIVE,
    /** Keeps no state and executes no block: it asks other nodes, believes none of them, and answers what it can verify. */
    LIGHT;

    /**
     * @param source where the word stands, for messages
     * @throws UserError if it is none of ours
     */
    static Role of(String word, String source) {
        return switch (word) {
            case "delegate" -> DELEGATE;
            case "full" -> FULL;
            case "archive" -> ARCHIVE;
            case "light" -> LIGHT;
            default ->
                throw new UserError("role is \"delegate\", \"full\", \"archive\" or \"light\", but %s says \"%s\"."
                        .formatted(source, word));
        };
    }

    /** As it stands in a configuration. */
    public String word() {
        return switch (this) {
            case DELEGATE -> "delegate";
            case FULL -> "full";
            case ARCHIVE -> "archive";
            case LIGHT -> "light";
        };
    }
}
