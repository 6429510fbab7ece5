// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.SecureRandom;
import network.banyan.crypto.Bls;
import network.banyan.crypto.Sha256;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * A sealed BLS12-381 key: a keystore of version 4, as the tools of Ethereum's validators read and write it. Source: EIP-2335.
 */
public final class VotingKeystore {
    private static final int VERSION = 4;

    private VotingKeystore() {}

    /** @param description for people, not secret */
    public static String seal(Bls.SecretKey key, Password password, String description, SecureRandom random) {
        byte[] seeds = new byte[AesCtr.IV_BYTES + RandomUuid.BYTES];
        random.nextBytes(seeds);
        Bytes iv = Bytes.wrap(seeds).slice(0, AesCtr.IV_BYTES);
        KeyDerivation derivation = KeyDerivation.fresh(random);
        byte[] derived = derivation.derive(password.normalised());
        Bytes ciphertext = AesCtr.apply(derived, iv, key.scalar().toBytes());

        ObjectNode root = KeystoreFields.object();
        ObjectNode crypto = root.putObject("crypto");
        ObjectNode kdf = crypto.putObject("kdf");
        ObjectNode parameters = KeystoreFields.object();
        kdf.put("function", KeystoreFields.derivation(derivation, parameters));
        kdf.set("params", parameters);
        kdf.put("message", "");
        ObjectNode checksum = crypto.putObject("checksum").put("function", "sha256");
        checksum.putObject("params");
        checksum.put(
                "message", KeystoreFields.digits(checksum(derived, ciphertext).toBytes()));
        ObjectNode cipher = crypto.putObject("cipher").put("function", "aes-128-ctr");
        cipher.putObject("params").put("iv", KeystoreFields.digits(iv));
        cipher.put("message", KeystoreFields.digits(ciphertext));
        root.put("description", description);
        root.put("pubkey", KeystoreFields.digits(key.publicKey()));
        // Ours come from no tree of keys (EIP-2334).
        root.put("path", "");
        root.put("uuid", RandomUuid.of(seeds, AesCtr.IV_BYTES));
        root.put("version", VERSION);
        return KeystoreFields.write(root);
    }

    /**
     * @throws BadKeystore if the text is no such keystore, the password is wrong, or what it holds is no key or another one than
     *     it says
     */
    public static Bls.SecretKey open(String text, Password password) {
        KeystoreFields root = KeystoreFields.parse(text);
        Bls.SecretKey key = key(secret(root, password));
        if (root.node().has("pubkey") && !root.hex("pubkey").equals(key.publicKey())) {
            throw new BadKeystore("it says that it holds another key than it does");
        }
        return key;
    }

    /**
     * The public key, without a password.
     *
     * @throws BadKeystore if the text names none
     */
    public static Bytes publicKey(String text) {
        return KeystoreFields.parse(text).hex("pubkey", Bls.PUBLIC_KEY_SIZE);
    }

    static Bytes secret(KeystoreFields root, Password password) {
        root.says("version", VERSION);
        KeystoreFields crypto = root.in("crypto");
        KeystoreFields kdf = crypto.in("kdf");
        KeystoreFields checksum = crypto.in("checksum");
        checksum.says("function", "sha256");
        KeystoreFields cipher = crypto.in("cipher");
        cipher.says("function", "aes-128-ctr");
        Bytes iv = cipher.in("params").hex("iv", AesCtr.IV_BYTES);
        Bytes ciphertext = cipher.hex("message", Hash.SIZE);
        Bytes expected = checksum.hex("message", Hash.SIZE);
        byte[] derived = kdf.in("params").derivation(kdf.text("function")).derive(password.normalised());
        if (!MessageDigest.isEqual(checksum(derived, ciphertext).toArray(), expected.toArray())) {
            throw new BadKeystore("the password does not open it");
        }
        return AesCtr.apply(derived, iv, ciphertext);
    }

    private static Hash checksum(byte[] derived, Bytes ciphertext) {
        return Sha256.hash(AesCtr.checked(derived, ciphertext));
    }

    private static Bls.SecretKey key(Bytes secret) {
        try {
            return Bls.SecretKey.ofScalar(Hash.of(secret.toArray()));
        } catch (IllegalArgumentException outOfRange) {
            throw new BadKeystore("what it holds is no BLS12-381 key");
        }
    }
}
