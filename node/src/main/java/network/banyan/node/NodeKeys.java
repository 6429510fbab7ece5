// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import network.banyan.crypto.Bls;
import network.banyan.crypto.Secp256k1;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * The three keys of a validator: BLS for votes, Ed25519 for its node's connections, secp256k1 for the account that earns.
 * One file each, hex, readable by its owner only.
 */
public record NodeKeys(Bytes blsSeed, Bytes nodeSeed, Hash operatorKey) {
    private static final String BLS_FILE = "validator.key";
    private static final String NODE_FILE = "node.key";
    private static final String OPERATOR_FILE = "operator.key";

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
        return Bls.SecretKey.ofSeed(blsSeed.toArray());
    }

    public Address operator() {
        return Secp256k1.addressOf(operatorKey);
    }

    public void write(Path folder) {
        try {
            Files.createDirectories(folder);
            writeSecret(folder.resolve(BLS_FILE), blsSeed);
            writeSecret(folder.resolve(NODE_FILE), nodeSeed);
            writeSecret(folder.resolve(OPERATOR_FILE), operatorKey.toBytes());
            new VoteMemory(folder).begin();
        } catch (IOException failed) {
            throw new UserError(
                    "The keys cannot be written to %s: %s".formatted(folder, UserError.why(failed)), failed);
        }
    }

    private static void writeSecret(Path file, Bytes secret) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, secret.toHex() + "\n", StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
    }

    /**
     * @throws UserError if a file is missing or holds anything but 32 bytes in hex
     */
    public static NodeKeys read(Path folder) {
        return new NodeKeys(
                readSecret(folder.resolve(BLS_FILE)),
                readSecret(folder.resolve(NODE_FILE)),
                Hash.of(readSecret(folder.resolve(OPERATOR_FILE)).toArray()));
    }

    private static Bytes readSecret(Path file) {
        try {
            if (Files.size(file) > 256) {
                throw new UserError(file + " is no key file: it is too long.");
            }
            Bytes secret = Bytes.fromHex(
                    Files.readString(file, StandardCharsets.US_ASCII).strip());
            if (secret.size() == 32) {
                return secret;
            }
        } catch (IOException unreadable) {
            throw new UserError(
                    "The key file %s cannot be read: %s".formatted(file, UserError.why(unreadable)), unreadable);
        } catch (IllegalArgumentException notHex) {
            // Told below.
        }
        throw new UserError(file + " is no key file: it must hold 64 hex digits.");
    }

    @Override
    public String toString() {
        return "keys of " + operator();
    }
}
