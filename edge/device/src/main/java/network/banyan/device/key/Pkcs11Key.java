// SPDX-License-Identifier: Apache-2.0
package network.banyan.device.key;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.Optional;
import network.banyan.crypto.P256;
import network.banyan.device.DeviceException;
import network.banyan.device.DeviceSigner;
import network.banyan.device.KeyStorage;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A device key in a PKCS#11 token: a smart card, a USB token, an HSM, SoftHSM in tests. It is made inside the token, which
 * is told never to give it out, and a key that a token does give out is refused. Found again by its label.
 *
 * <p>A token that goes away (pulled, reset) makes {@link #sign} throw {@link DeviceSigner.Unavailable}, and each later call
 * tries to open it again. A PIN that is refused is never tried twice, for tokens lock after few wrong ones.
 */
public final class Pkcs11Key implements DeviceSigner {
    private static final Time FROM = new Time(new DERUTCTime("700101000000Z"));
    private static final Time UNTIL = new Time(new DERGeneralizedTime("99991231235959Z"));
    private static final byte[] PROBE = "banyan".getBytes(StandardCharsets.US_ASCII);

    private final Pkcs11Uri uri;
    private final P256.PublicKey key;
    private final Pkcs11Library.Token token;
    private Optional<Opened> opened;

    private Pkcs11Key(Pkcs11Uri uri, P256.PublicKey key, Pkcs11Library.Token token, Opened opened) {
        this.uri = uri;
        this.key = key;
        this.token = token;
        this.opened = Optional.of(opened);
    }

    /** A logged-in token with its key. The provider is never registered: it would then answer for all of Java. */
    private record Opened(Provider provider, PrivateKey privateKey, P256.PublicKey publicKey) {
        Bytes sign(byte[] message) throws GeneralSecurityException {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format", provider);
            signature.initSign(privateKey);
            signature.update(message);
            return P256.toLowS(Bytes.wrap(signature.sign()));
        }
    }

    /**
     * Opens the key, or lets the token make one if it holds none of that label.
     *
     * @throws DeviceException if library, token, PIN or key are not as they must be, or the token fails
     */
    public static Pkcs11Key openOrCreate(Pkcs11Uri uri) {
        try {
            Pkcs11Library.Token token = find(uri);
            Opened opened = open(uri, token, true);
            var signer = new Pkcs11Key(uri, opened.publicKey(), token, opened);
            if (!P256.verify(signer.key, PROBE, signer.sign(PROBE))) {
                throw new DeviceException("the key \"%s\" in %s does not fit the certificate beside it"
                        .formatted(uri.object(), uri.tokenName()));
            }
            return signer;
        } catch (Unavailable away) {
            throw new DeviceException(String.valueOf(away.getMessage()), away);
        }
    }

    @Override
    public P256.PublicKey key() {
        return key;
    }

    @Override
    public KeyStorage storage() {
        return KeyStorage.TOKEN;
    }

    @Override
    public String label() {
        return "key \"%s\" in PKCS#11 token %s".formatted(uri.object(), token.description());
    }

    /**
     * @throws Unavailable while the token is away
     * @throws DeviceException if it is back with another PIN or key
     */
    @Override
    public synchronized Bytes sign(byte[] message) {
        Opened now = opened.orElseGet(this::reopen);
        opened = Optional.of(now);
        try {
            return now.sign(message);
        } catch (GeneralSecurityException | ProviderException | IllegalArgumentException failed) {
            opened = Optional.empty();
            throw new Unavailable("%s does not sign: %s".formatted(uri.tokenName(), reason(failed)), failed);
        }
    }

    private Opened reopen() {
        Opened again = open(uri, find(uri), false);
        if (!again.publicKey().equals(key)) {
            throw new DeviceException("%s came back with another key \"%s\"".formatted(uri.tokenName(), uri.object()));
        }
        return again;
    }

    private static Pkcs11Library.Token find(Pkcs11Uri uri) {
        List<Pkcs11Library.Token> tokens = Pkcs11Library.load(uri.module()).tokens();
        List<Pkcs11Library.Token> fitting = tokens.stream()
                .filter(each -> uri.slot().isEmpty() || uri.slot().getAsLong() == each.slot())
                .filter(each -> uri.token().isEmpty() || uri.token().get().equals(each.label()))
                .toList();
        if (fitting.isEmpty()) {
            String there = String.join(
                    ", ",
                    tokens.stream().map(each -> "\"" + each.label() + "\"").toList());
            throw new Unavailable("%s is not there; %s"
                    .formatted(uri.tokenName(), there.isEmpty() ? "no token is" : "there are " + there));
        }
        if (fitting.size() > 1) {
            throw new DeviceException("%d tokens are called \"%s\"; say which one with slot-id=%s"
                    .formatted(
                            fitting.size(),
                            fitting.getFirst().label(),
                            String.join(
                                    " or ",
                                    fitting.stream()
                                            .map(each -> Long.toString(each.slot()))
                                            .toList())));
        }
        Pkcs11Library.Token token = fitting.getFirst();
        if (token.locked()) {
            throw new DeviceException(
                    "the PIN of %s is locked after too many wrong ones; its security officer must set a new one"
                            .formatted(uri.tokenName()));
        }
        return token;
    }

    private static Opened open(Pkcs11Uri uri, Pkcs11Library.Token token, boolean mayCreate) {
        char[] pin = SecretFile.read(uri.pinSource()).toCharArray();
        try {
            Provider provider = Security.getProvider("SunPKCS11").configure("--" + configuration(uri, token));
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, pin);
            if (!store.containsAlias(uri.object())) {
                if (!mayCreate) {
                    throw new DeviceException(
                            "%s came back without its key \"%s\"".formatted(uri.tokenName(), uri.object()));
                }
                create(provider, store, uri.object());
            }
            return opened(uri, provider, store);
        } catch (IOException | GeneralSecurityException | ProviderException | OperatorCreationException failed) {
            throw refused(uri, failed);
        }
    }

    private static Opened opened(Pkcs11Uri uri, Provider provider, KeyStore store) throws GeneralSecurityException {
        if (!(store.getKey(uri.object(), null) instanceof PrivateKey privateKey)
                || !(store.getCertificate(uri.object()).getPublicKey() instanceof ECPublicKey publicKey)
                || publicKey.getParams().getOrder().bitLength() != 256) {
            throw new DeviceException(
                    "\"%s\" in %s is no P-256 key; name another object".formatted(uri.object(), uri.tokenName()));
        }
        if (privateKey.getEncoded() != null) {
            throw new DeviceException(
                    "%s gives the key \"%s\" out to whoever asks; a device's key must be sensitive and not extractable"
                            .formatted(uri.tokenName(), uri.object()));
        }
        var point = publicKey.getW();
        var key = new P256.PublicKey(
                UInt256.of(point.getAffineX()).toHash(),
                UInt256.of(point.getAffineY()).toHash());
        if (!key.isOnCurve()) {
            throw new DeviceException(
                    "\"%s\" in %s is not on the curve P-256".formatted(uri.object(), uri.tokenName()));
        }
        return new Opened(provider, privateKey, key);
    }

    /** One text, which the JDK reads as if it were a file: its lines end with a backslash and an n. */
    private static String configuration(Pkcs11Uri uri, Pkcs11Library.Token token) {
        return String.join(
                "\\n",
                "name = BanyanDevice",
                "library = \"" + uri.module() + "\"",
                "slot = " + token.slot(),
                "attributes(generate,CKO_PRIVATE_KEY,CKK_EC) = {",
                "CKA_TOKEN = true",
                "CKA_PRIVATE = true",
                "CKA_SENSITIVE = true",
                "CKA_EXTRACTABLE = false",
                "CKA_SIGN = true",
                "CKA_DERIVE = false",
                "}",
                "");
    }

    private static void create(Provider provider, KeyStore store, String label)
            throws GeneralSecurityException, OperatorCreationException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        store.setKeyEntry(label, pair.getPrivate(), null, new Certificate[] {selfSigned(provider, pair)});
    }

    /** Java keeps a private key only beside a certificate; this one carries the public key and says nothing more. */
    private static X509Certificate selfSigned(Provider provider, KeyPair pair)
            throws GeneralSecurityException, OperatorCreationException {
        var name = new X500Name("CN=Banyan device key");
        var builder = new JcaX509v3CertificateBuilder(name, BigInteger.ONE, FROM, UNTIL, name, pair.getPublic());
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").setProvider(provider);
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer.build(pair.getPrivate())));
    }

    private static RuntimeException refused(Pkcs11Uri uri, Exception failed) {
        String code = reason(failed);
        return switch (code) {
            case "CKR_PIN_INCORRECT", "CKR_PIN_INVALID", "CKR_PIN_LEN_RANGE" ->
                new DeviceException(
                        "%s refuses the PIN in %s; put it right before you try again, for tokens lock after few wrong ones"
                                .formatted(uri.tokenName(), uri.pinSource()),
                        failed);
            case "CKR_PIN_LOCKED" ->
                new DeviceException(
                        "the PIN of %s is locked after too many wrong ones; its security officer must set a new one"
                                .formatted(uri.tokenName()),
                        failed);
            case "CKR_TOKEN_WRITE_PROTECTED", "CKR_MECHANISM_INVALID", "CKR_ATTRIBUTE_VALUE_INVALID" ->
                new DeviceException("%s cannot make a P-256 key (%s)".formatted(uri.tokenName(), code), failed);
            default -> new Unavailable("%s cannot be opened: %s".formatted(uri.tokenName(), code), failed);
        };
    }

    /** The code of PKCS#11, which lies deep under what Java makes of it. */
    private static String reason(Exception failed) {
        Throwable last = failed;
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            last = cause;
        }
        return String.valueOf(last.getMessage());
    }
}
