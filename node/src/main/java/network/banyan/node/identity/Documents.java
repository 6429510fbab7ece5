// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import network.banyan.identity.AgreementKey;
import network.banyan.identity.IdentityException;
import network.banyan.identity.Json;
import network.banyan.identity.SecretKey;
import network.banyan.node.UserError;
import network.banyan.node.staking.SigningKey;
import network.banyan.primitives.Bytes;
import network.banyan.sdk.WholeFiles;

/** The files of these commands: JSON that somebody gave us, and keys that only we may read. */
public final class Documents {
    private Documents() {}

    /**
     * @throws UserError if the file cannot be read or is no JSON object
     */
    static ObjectNode read(Path file) {
        try {
            if (Files.size(file) > Json.MAX_BYTES) {
                throw new UserError("%s is over %d bytes; no credential is.".formatted(file, Json.MAX_BYTES));
            }
            return Json.object(Bytes.wrap(Files.readAllBytes(file)));
        } catch (IOException unreadable) {
            throw new UserError("%s cannot be read: %s".formatted(file, UserError.why(unreadable)), unreadable);
        } catch (IdentityException noJson) {
            throw new UserError("%s: %s".formatted(file, noJson.getMessage()));
        }
    }

    /** Puts a document in place of whatever was there, whole or not at all. */
    static void replace(Path file, ObjectNode document) {
        try {
            WholeFiles.publish(file, Json.pretty(document).getBytes(StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new UserError("%s cannot be written: %s".formatted(file, UserError.why(failed)), failed);
        }
    }

    /**
     * @throws UserError if it is no key file, or others may read it
     */
    static SecretKey key(Path file) {
        try {
            if (SigningKey.othersMayRead(file)) {
                throw new UserError(
                        "Others may read %s, so it is no secret: run chmod 600 on it first.".formatted(file));
            }
            return SecretKey.ofJson(read(file));
        } catch (IOException unreadable) {
            throw new UserError("%s cannot be read: %s".formatted(file, UserError.why(unreadable)), unreadable);
        } catch (IdentityException noKey) {
            throw new UserError("%s is no key file: %s".formatted(file, noKey.getMessage()));
        }
    }

    /**
     * @throws UserError if it is no file with an X25519 key, or others may read it
     */
    public static AgreementKey agreementKey(Path file) {
        try {
            if (SigningKey.othersMayRead(file)) {
                throw new UserError(
                        "Others may read %s, so it is no secret: run chmod 600 on it first.".formatted(file));
            }
            return AgreementKey.ofJson(read(file));
        } catch (IOException unreadable) {
            throw new UserError("%s cannot be read: %s".formatted(file, UserError.why(unreadable)), unreadable);
        } catch (IdentityException noKey) {
            throw new UserError("%s is no file with an X25519 key: %s".formatted(file, noKey.getMessage()));
        }
    }

    /** Writes a key where nothing is yet, for its owner's eyes only. */
    static void create(Path file, ObjectNode key) {
        try {
            WholeFiles.create(file, Json.pretty(key).getBytes(StandardCharsets.UTF_8));
        } catch (FileAlreadyExistsException there) {
            throw new UserError("%s is there already; it is left as it is.".formatted(file), there);
        } catch (IOException failed) {
            throw new UserError("%s cannot be written: %s".formatted(file, UserError.why(failed)), failed);
        }
    }
}
