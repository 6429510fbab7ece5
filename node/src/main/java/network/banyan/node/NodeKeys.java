// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import network.banyan.crypto.Bls;
import network.banyan.crypto.Secp256k1;
import network.banyan.node.keys.KeyFolder;
import network.banyan.node.keys.Password;
import network.banyan.node.keys.VotingSecret;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * The three keys of a validator: BLS for votes, Ed25519 for its node's connections, secp256k1 for the account that earns.
 */
public record NodeKeys(VotingSecret voting, Bytes nodeSeed, Hash operatorKey) {
    /** With a voting key that is derived from 32 secret bytes. */
    public NodeKeys(Bytes blsSeed, Bytes nodeSeed, Hash operatorKey) {
        this(new VotingSecret.Seed(blsSeed), nodeSeed, operatorKey);
    }

    public static NodeKeys random(SecureRandom random) {
        byte[] operator = bytes(random);
        operator[0] &= 0x7f; // Stays below the group's order whatever the rest is.
        return new NodeKeys(Bytes.wrap(bytes(random)), Bytes.wrap(bytes(random)), Hash.of(operator));
    }

    private static byte[] bytes(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return bytes;
    }

    public Bls.SecretKey bls() {
        return voting.key();
    }

    public Address operator() {
        return Secp256k1.addressOf(operatorKey);
    }

    /** In plain files, as a devnet has them. */
    public void write(Path folder) {
        write(folder, to -> {
            to.writePlain(voting);
            to.writePlainOperator(operatorKey);
        });
    }

    /** Voting key and account in keystores that a password opens. The key of connections stays plain: a node starts unattended. */
    public void write(Path folder, Password password, SecureRandom random) {
        write(folder, to -> {
            to.seal(bls(), password, random);
            to.sealOperator(operatorKey, password, random);
        });
    }

    private interface Writing {
        void to(KeyFolder folder) throws IOException;
    }

    private void write(Path folder, Writing writing) {
        try {
            Files.createDirectories(folder);
            KeyFolder to = new KeyFolder(folder, Optional.empty());
            writing.to(to);
            to.writeNodeSeed(nodeSeed);
            new VoteMemory(folder).begin();
        } catch (IOException failed) {
            throw new UserError(
                    "The keys cannot be written to %s: %s".formatted(folder, UserError.why(failed)), failed);
        }
    }

    /** With the password that lies beside the keystores, or is typed.
     *
     * @throws UserError if a key is missing, or no key, or its keystore does not open
     */
    public static NodeKeys read(Path folder) {
        return read(new KeyFolder(folder, Optional.empty()));
    }

    /**
     * @throws UserError as {@link #read(Path)}
     */
    public static NodeKeys read(KeyFolder folder) {
        return new NodeKeys(
                folder.voting().orElseThrow(() -> folder.missing(KeyFolder.VOTING_PLAIN, KeyFolder.VOTING)),
                folder.nodeSeed(),
                folder.operator().orElseThrow(() -> folder.missing(KeyFolder.OPERATOR_PLAIN, KeyFolder.OPERATOR)));
    }

    @Override
    public String toString() {
        return "keys of " + operator();
    }
}
