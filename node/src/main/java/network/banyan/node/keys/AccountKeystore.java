// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.SecureRandom;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.Secp256k1;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * A sealed account: a file of Web3 Secret Storage, version 3, as wallets and Ethereum's nodes keep accounts.
 *
 * @see <a href="https://ethereum.org/developers/docs/data-structures-and-encoding/web3-secret-storage/">the definition</a>
 */
public final class AccountKeystore {
    private static final int VERSION = 3;

    private AccountKeystore() {}

    public static String seal(Hash key, Password password, SecureRandom random) {
        byte[] seeds = new byte[AesCtr.IV_BYTES + RandomUuid.BYTES];
        random.nextBytes(seeds);
        Bytes iv = Bytes.wrap(seeds).slice(0, AesCtr.IV_BYTES);
        KeyDerivation derivation = KeyDerivation.fresh(random);
        byte[] derived = derivation.derive(password.raw());
        Bytes ciphertext = AesCtr.apply(derived, iv, key.toBytes());

        ObjectNode root = KeystoreFields.object();
        root.put("address", Secp256k1.addressOf(key).toHex().substring(2));
        ObjectNode crypto = root.putObject("crypto").put("cipher", "aes-128-ctr");
        crypto.putObject("cipherparams").put("iv", KeystoreFields.digits(iv));
        crypto.put("ciphertext", KeystoreFields.digits(ciphertext));
        ObjectNode parameters = KeystoreFields.object();
        crypto.put("kdf", KeystoreFields.derivation(derivation, parameters));
        crypto.set("kdfparams", parameters);
        crypto.put("mac", KeystoreFields.digits(mac(derived, ciphertext).toBytes()));
        root.put("id", RandomUuid.of(seeds, AesCtr.IV_BYTES));
        root.put("version", VERSION);
        return KeystoreFields.write(root);
    }

    /**
     * @throws BadKeystore if the text is no such file, the password is wrong, or what it holds is no key or another one than it
     *     says
     */
    public static Hash open(String text, Password password) {
        KeystoreFields root = KeystoreFields.parse(text);
        Hash key = Hash.of(secret(root, password).toArray());
        UInt256 number = key.toUInt256();
        if (number.isZero() || number.compareTo(Secp256k1.ORDER) >= 0) {
            throw new BadKeystore("what it holds is no key of an account");
        }
        if (root.node().has("address") && !named(root).equals(Secp256k1.addressOf(key))) {
            throw new BadKeystore("it says that it holds another account than it does");
        }
        return key;
    }

    private static Address named(KeystoreFields root) {
        return Address.at(root.hex("address", 20).toArray(), 0);
    }

    private static Bytes secret(KeystoreFields root, Password password) {
        root.says("version", VERSION);
        KeystoreFields crypto = root.in("crypto");
        crypto.says("cipher", "aes-128-ctr");
        Bytes iv = crypto.in("cipherparams").hex("iv", AesCtr.IV_BYTES);
        Bytes ciphertext = crypto.hex("ciphertext", Hash.SIZE);
        Bytes expected = crypto.hex("mac", Hash.SIZE);
        byte[] derived = crypto.in("kdfparams").derivation(crypto.text("kdf")).derive(password.raw());
        if (!MessageDigest.isEqual(mac(derived, ciphertext).toArray(), expected.toArray())) {
            throw new BadKeystore("the password does not open it");
        }
        return AesCtr.apply(derived, iv, ciphertext);
    }

    private static Hash mac(byte[] derived, Bytes ciphertext) {
        return Keccak.hash(AesCtr.checked(derived, ciphertext));
    }
}
