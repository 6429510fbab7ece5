// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.List;
import java.util.Map;
import network.banyan.device.DeviceSigner;
import network.banyan.primitives.Bytes;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.ContentSigner;
import org.jspecify.annotations.Nullable;

/** Lets TLS sign with a {@link DeviceSigner}, wherever its key is, and with nothing else. */
final class SignerProvider extends Provider {
    private static final long serialVersionUID = 1;

    SignerProvider() {
        super("BanyanDeviceSigner", "1", "ES256 with the key of a device");
        putService(new Service(this, "Signature", "SHA256withECDSA", Es256.class.getName(), List.of(), Map.of()) {
            @Override
            public Object newInstance(@Nullable Object none) {
                return new Es256();
            }

            @Override
            public boolean supportsParameter(@Nullable Object key) {
                return key instanceof Key;
            }
        });
    }

    /** A key that shows nothing of itself. */
    static final class Key implements PrivateKey {
        private static final long serialVersionUID = 1;

        private final transient DeviceSigner signer;

        Key(DeviceSigner signer) {
            this.signer = signer;
        }

        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        public @Nullable String getFormat() {
            return null;
        }

        @Override
        public byte @Nullable [] getEncoded() {
            return null;
        }
    }

    /** The sequence of two integers that X.509 and TLS want (RFC 3279, section 2.2.3). */
    static byte[] der(Bytes signature) {
        byte[] both = signature.toArray();
        try {
            return new DERSequence(new ASN1Integer[] {
                        new ASN1Integer(new BigInteger(1, both, 0, 32)),
                        new ASN1Integer(new BigInteger(1, both, 32, 32))
                    })
                    .getEncoded();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static final class Es256 extends SignatureSpi {
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();
        private @Nullable DeviceSigner signer;

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            if (!(key instanceof Key own)) {
                throw new InvalidKeyException("not a device's key");
            }
            signer = own.signer;
            message.reset();
        }

        @Override
        protected void engineUpdate(byte one) {
            message.write(one);
        }

        @Override
        protected void engineUpdate(byte[] some, int from, int length) {
            message.write(some, from, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            if (signer == null) {
                throw new SignatureException("no key was given");
            }
            byte[] whole = message.toByteArray();
            message.reset();
            return der(signer.sign(whole));
        }

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            throw new InvalidKeyException("this only signs");
        }

        @Override
        protected boolean engineVerify(byte[] signature) throws SignatureException {
            throw new SignatureException("this only signs");
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new IllegalArgumentException("ES256 has no parameters");
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new IllegalArgumentException("ES256 has no parameters");
        }
    }

    /** The same for BouncyCastle's certificates. */
    static final class CertificateSigner implements ContentSigner {
        private final DeviceSigner signer;
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();

        CertificateSigner(DeviceSigner signer) {
            this.signer = signer;
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        }

        @Override
        public OutputStream getOutputStream() {
            return message;
        }

        @Override
        public byte[] getSignature() {
            return der(signer.sign(message.toByteArray()));
        }
    }
}
