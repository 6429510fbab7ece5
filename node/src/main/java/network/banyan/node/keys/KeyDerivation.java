// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.keys;

import java.security.SecureRandom;
import network.banyan.primitives.Bytes;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * How a password becomes the 32 bytes that encrypt and check a key. The numbers stand in the file, so they are bounded before
 * anything is computed: a hostile file costs neither memory nor minutes.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7914">RFC 7914</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8018">RFC 8018</a>
 */
sealed interface KeyDerivation {
    int KEY_BYTES = 32;
    int SALT_BYTES = 32;

    /** The salts of files from elsewhere. */
    int SALT_BYTES_MAX = 1_024;

    Bytes salt();

    byte[] derive(byte[] password);

    /**
     * What we write with: 32 MiB and three passes, OWASP's equal of 128 MiB and one, which a node's small heap does not have.
     */
    static KeyDerivation fresh(SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new Scrypt(1 << 15, 8, 3, Bytes.wrap(salt));
    }

    private static void checkSalt(Bytes salt) {
        if (salt.isEmpty() || salt.size() > SALT_BYTES_MAX) {
            throw new BadKeystore("its salt has %d bytes, not 1 to %d".formatted(salt.size(), SALT_BYTES_MAX));
        }
    }

    /**
     * @param n cost, a power of 2 below 2^(16 · r) (RFC 7914, section 6)
     * @param r block size; memory is 128 · n · r bytes, at most 256 MiB and half of what this JVM may have
     * @param p passes; n · r · p at most 2^24, eight times what the common tools write
     */
    record Scrypt(long n, long r, long p, Bytes salt) implements KeyDerivation {
        private static final long MEMORY_BYTES_MAX = 256L << 20;
        private static final long WORK_MAX = 1L << 24;

        public Scrypt {
            checkSalt(salt);
            boolean isCost = n >= 2 && n <= MEMORY_BYTES_MAX && Long.bitCount(n) == 1 && (r > 1 || n < 1 << 16);
            if (!isCost || r < 1 || r > 64 || p < 1 || p > 64) {
                throw new BadKeystore("scrypt with n=%d, r=%d, p=%d is not to be had here".formatted(n, r, p));
            }
            if (128 * n * r > MEMORY_BYTES_MAX || n * r * p > WORK_MAX) {
                throw new BadKeystore(
                        "its scrypt wants %d MiB of memory and %d passes, which is more than any tool asks for"
                                .formatted((128 * n * r) >> 20, p));
            }
        }

        @Override
        public byte[] derive(byte[] password) {
            long memory = 128 * n * r;
            if (memory > Runtime.getRuntime().maxMemory() / 2) {
                throw new BadKeystore(
                        "its scrypt takes %d MiB of memory, and this JVM has %d: start it with -Xmx%dm, once, and seal the key anew"
                                .formatted(memory >> 20, Runtime.getRuntime().maxMemory() >> 20, (3 * memory) >> 20));
            }
            return SCrypt.generate(password, salt.toArray(), (int) n, (int) r, (int) p, KEY_BYTES);
        }
    }

    /** HMAC-SHA-256 is the only one that both formats know.
     *
     * @param c rounds, at most 2^22
     */
    record Pbkdf2(long c, Bytes salt) implements KeyDerivation {
        private static final long ROUNDS_MAX = 1L << 22;

        public Pbkdf2 {
            checkSalt(salt);
            if (c < 1 || c > ROUNDS_MAX) {
                throw new BadKeystore("pbkdf2 with %d rounds is not to be had here".formatted(c));
            }
        }

        @Override
        public byte[] derive(byte[] password) {
            var generator = new PKCS5S2ParametersGenerator(new SHA256Digest());
            generator.init(password, salt.toArray(), (int) c);
            return ((KeyParameter) generator.generateDerivedMacParameters(8 * KEY_BYTES)).getKey();
        }
    }
}
