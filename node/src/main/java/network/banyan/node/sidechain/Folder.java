// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import network.banyan.crypto.Keccak;
import network.banyan.node.NodeKeys;
import network.banyan.node.UserError;
import network.banyan.primitives.Bytes;

/** A sidechain on disk, as {@code sidechain create} wrote it; members' folders may have been carried elsewhere. */
record Folder(Path path) {
    private static final long GENESIS_BYTES_MAX = 16L << 20;

    /**
     * @throws UserError if there is no charter, or it does not belong to the genesis beside it
     */
    Charter charter() {
        Charter charter = CharterJson.read(path.resolve(Charter.FILE));
        Path genesis = path.resolve("genesis.json");
        try {
            if (Files.size(genesis) > GENESIS_BYTES_MAX) {
                throw new UserError(genesis + " is over 16 MiB; that is no genesis.");
            }
            if (!Keccak.hash(Bytes.wrap(Files.readAllBytes(genesis))).equals(charter.genesis())) {
                throw new UserError("%s is not the one that %s names: one of the two was changed."
                        .formatted(genesis, path.resolve(Charter.FILE)));
            }
        } catch (IOException unreadable) {
            throw new UserError("%s cannot be read: %s".formatted(genesis, UserError.why(unreadable)), unreadable);
        }
        return charter;
    }

    /**
     * Keys of members whose folders are here, by their BLS keys.
     *
     * @throws UserError if a folder is here and its keys cannot be read
     */
    Map<Bytes, NodeKeys> keys(Charter charter) {
        Map<Bytes, NodeKeys> keys = new TreeMap<>();
        for (int number = 1; number <= charter.members().size(); number++) {
            Path folder = path.resolve("delegate-" + number).resolve("keys");
            if (Files.isDirectory(folder)) {
                NodeKeys found = NodeKeys.read(folder);
                keys.put(found.bls().publicKey(), found);
            }
        }
        return keys;
    }

    /**
     * Keys of one member, where its folder stands alone.
     *
     * @throws UserError if they are not a member's
     */
    static NodeKeys member(Path folder, Charter charter) {
        NodeKeys keys = NodeKeys.read(folder.resolve("keys"));
        Optional<Charter.Member> member = charter.members().stream()
                .filter(each -> each.blsKey().equals(keys.bls().publicKey()))
                .findFirst();
        if (member.isEmpty()) {
            throw new UserError("The keys in %s are no member's of %s.".formatted(folder, charter.name()));
        }
        return keys;
    }
}
