// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.Optional;
import network.banyan.crypto.Ed25519;
import network.banyan.node.keys.KeyFolder;
import network.banyan.node.signer.RemoteKey;
import network.banyan.node.signer.VotingKey;
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
    public record Delegate(VotingKey voting, Hash operatorKey) {}

    public static NodeIdentity of(NodeKeys keys) {
        return new NodeIdentity(
                keys.nodeSeed(), Optional.of(new Delegate(VotingKey.here(keys.bls()), keys.operatorKey())));
    }

    /**
     * From the folder that the configuration names.
     *
     * @throws UserError if a key that the role needs is missing or cannot be opened, or a full node has one that votes
     */
    public static NodeIdentity read(NodeConfig config) {
        KeyFolder folder = new KeyFolder(config.keys(), config.passwordFile());
        return switch (config.role()) {
            case DELEGATE ->
                config.signer()
                        .map(signer -> signedElsewhere(folder, signer))
                        .orElseGet(() -> of(NodeKeys.read(folder)));
            case FULL, ARCHIVE -> {
                if (folder.hasVoting()) {
                    throw new UserError(
                            "%s holds a voting key, but role = \"%s\" says that this node does not vote: say role = \"delegate\", or move the key away."
                                    .formatted(folder.path(), config.role().word()));
                }
                yield new NodeIdentity(folder.nodeSeed(), Optional.empty());
            }
            case LIGHT -> throw new UserError("A light node has no key, so nothing can be done in its name.");
        };
    }

    private static NodeIdentity signedElsewhere(KeyFolder folder, NodeConfig.PeerAddress signer) {
        if (folder.hasVoting()) {
            throw new UserError(
                    "%s holds a voting key, and the configuration names a signer: a key in both may sign against itself. Move the file to the signer."
                            .formatted(folder.path()));
        }
        Hash operator =
                folder.operator().orElseThrow(() -> folder.missing(KeyFolder.OPERATOR_PLAIN, KeyFolder.OPERATOR));
        Bytes seed = folder.nodeSeed();
        VotingKey voting = new RemoteKey(signer, Ed25519.KeyPair.fromSeed(seed));
        return new NodeIdentity(seed, Optional.of(new Delegate(voting, operator)));
    }
}
