// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

/** What a node does on its chain. */
public enum Role {
    /** Has a voting key, and votes whenever its key has a seat. */
    DELEGATE,
    /** Follows the chain, checks and executes every block, answers questions; it has no voting key. */
    FULL,
    /** A full node that keeps the state after every block it executed. */
    ARCHIVE;

    /**
     * @param source where the word stands, for messages
     * @throws UserError if it is none of ours, or one of those that do not exist yet
     */
    static Role of(String word, String source) {
        return switch (word) {
            case "delegate" -> DELEGATE;
            case "full" -> FULL;
            case "archive" -> ARCHIVE;
            case "light" ->
                throw new UserError(
                        "%s asks for a light node, which this version does not have: `banyan checkpoint` and `banyan verify` follow a chain without its blocks; role = \"full\" is what there is."
                                .formatted(source));
            default ->
                throw new UserError(
                        "role is \"delegate\", \"full\" or \"archive\", but %s says \"%s\".".formatted(source, word));
        };
    }

    /** As it stands in a configuration. */
    public String word() {
        return switch (this) {
            case DELEGATE -> "delegate";
            case FULL -> "full";
            case ARCHIVE -> "archive";
        };
    }
}
