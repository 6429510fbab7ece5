// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.Optional;
import network.banyan.crypto.Bls;
import network.banyan.node.keys.KeyFolder;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * Who a node is.
 *
 * @param nodeSeed of the key of its connections, 32 bytes
 * @param delegate what it votes and earns with; empty for a full node
 */
public record NodeIdentity(Bytes nodeSeed, Optional<Delegate> delegate) {
    /** @param operatorKey of the account that earns and reports */
    public record Delegate(Bls.SecretKey voting, Hash operatorKey) {}

    public static NodeIdentity of(NodeKeys keys) {
        return new NodeIdentity(keys.nodeSeed(), Optional.of(new Delegate(keys.bls(), keys.operatorKey())));
    }

    /**
     * From the folder that the configuration names.
     *
     * @throws UserError if a key that the role needs is missing or cannot be opened, or a full node has one that votes
     */
    public static NodeIdentity read(NodeConfig config) {
        KeyFolder folder = new KeyFolder(config.keys(), config.passwordFile());
        return switch (config.role()) {
            case DELEGATE -> of(NodeKeys.read(folder));
            case FULL -> {
                if (folder.hasVoting()) {
                    throw new UserError(
                            "%s holds a voting key, but role = \"full\" says that this node does not vote: say role = \"delegate\", or move the key away."
                                    .formatted(folder.path()));
                }
                yield new NodeIdentity(folder.nodeSeed(), Optional.empty());
            }
        };
    }
}
