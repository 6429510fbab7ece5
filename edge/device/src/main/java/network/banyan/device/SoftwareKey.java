// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;
import network.banyan.crypto.P256;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.WholeFiles;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A device key in a PKCS#12 file, opened with a password from another file. Good for trying things out: whoever can read
 * both files is the device. Every label says so.
 */
public final class SoftwareKey implements DeviceSigner {
    private static final String ALIAS = "device";
    private static final Time FROM = new Time(new DERUTCTime("700101000000Z"));
    private static final Time UNTIL = new Time(new DERGeneralizedTime("99991231235959Z"));

    private final PrivateKey privateKey;
    private final P256.PublicKey key;
    private final Path file;

    private SoftwareKey(PrivateKey privateKey, P256.PublicKey key, Path file) {
        this.privateKey = privateKey;
        this.key = key;
        this.file = file;
    }

    /**
     * Opens the key, or makes a new one if there is no such file. A missing password file is made, too, with a random
     * password; both files are readable by their owner only.
     *
     * @throws DeviceException if a file cannot be read or written, or the password does not open the key
     */
    public static SoftwareKey openOrCreate(Path file, Path passwordFile) {
        try {
            if (!Files.exists(file)) {
                create(file, password(passwordFile));
            }
            return open(file, passwordFile);
        } catch (IOException cannot) {
            throw new DeviceException(
                    "cannot make the device key %s: %s; give a folder you may write to"
                            .formatted(file, cannot.getMessage()),
                    cannot);
        }
    }

    /**
     * @throws DeviceException if a file cannot be read, or the password does not open the key
     */
    public static SoftwareKey open(Path file, Path passwordFile) {
        try (InputStream in = Files.newInputStream(file)) {
            char[] password = readPassword(passwordFile);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            if (!(store.getKey(ALIAS, password) instanceof PrivateKey privateKey)
                    || !(store.getCertificate(ALIAS).getPublicKey() instanceof ECPublicKey publicKey)) {
                throw new DeviceException("%s holds no P-256 key named '%s'".formatted(file, ALIAS));
            }
            var signer = new SoftwareKey(privateKey, coordinates(publicKey), file);
            signer.proveItself();
            return signer;
        } catch (IOException | GeneralSecurityException cannot) {
            throw new DeviceException(
                    "cannot open the device key %s: %s; is %s its password file?"
                            .formatted(file, cannot.getMessage(), passwordFile),
                    cannot);
        }
    }

    @Override
    public P256.PublicKey key() {
        return key;
    }

    @Override
    public KeyStorage storage() {
        return KeyStorage.SOFTWARE;
    }

    @Override
    public String label() {
        return "SOFTWARE KEY in " + file + " (not secure hardware: whoever reads this file is the device)";
    }

    @Override
    public synchronized Bytes sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format", "SunEC");
            signature.initSign(privateKey);
            signature.update(message);
            return P256.toLowS(Bytes.wrap(signature.sign()));
        } catch (GeneralSecurityException cannot) {
            throw new DeviceException("the device key does not sign: " + cannot.getMessage(), cannot);
        }
    }

    /** A file whose two halves do not fit would sign records that nobody accepts, and be noticed late. */
    private void proveItself() {
        byte[] probe = "banyan".getBytes(StandardCharsets.US_ASCII);
        if (!P256.verify(key, probe, sign(probe))) {
            throw new DeviceException("the private key in %s does not fit its certificate".formatted(file));
        }
    }

    private static void create(Path file, char[] password) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(ALIAS, pair.getPrivate(), password, new X509Certificate[] {selfSigned(pair)});
            var out = new ByteArrayOutputStream();
            store.store(out, password);
            Files.createDirectories(WholeFiles.folderOf(file));
            WholeFiles.create(file, out.toByteArray());
        } catch (GeneralSecurityException | OperatorCreationException cannot) {
            throw new DeviceException("this Java platform cannot make a P-256 key: " + cannot.getMessage(), cannot);
        }
    }

    /** PKCS#12 keeps a private key only beside a certificate; this one says nothing, and nobody reads it. */
    private static X509Certificate selfSigned(KeyPair pair) throws GeneralSecurityException, OperatorCreationException {
        var name = new X500Name("CN=Banyan software device key");
        var builder = new JcaX509v3CertificateBuilder(name, BigInteger.ONE, FROM, UNTIL, name, pair.getPublic());
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    }

    private static P256.PublicKey coordinates(ECPublicKey publicKey) {
        var point = publicKey.getW();
        var key = new P256.PublicKey(
                UInt256.of(point.getAffineX()).toHash(),
                UInt256.of(point.getAffineY()).toHash());
        if (!key.isOnCurve()) {
            throw new DeviceException("the device key is not on the curve P-256");
        }
        return key;
    }

    private static char[] password(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] secret = new byte[24];
            new SecureRandom().nextBytes(secret);
            Files.createDirectories(WholeFiles.folderOf(file));
            WholeFiles.create(file, (HexFormat.of().formatHex(secret) + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return readPassword(file);
    }

    private static char[] readPassword(Path file) throws IOException {
        return Files.readString(file).strip().toCharArray();
    }
}
