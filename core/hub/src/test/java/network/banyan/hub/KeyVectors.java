// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.List;
import network.banyan.crypto.Bls;
import network.banyan.crypto.BlsPoints;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import supranational.blst.P2_Affine;

/** Keys in both their forms, and proofs of their possession: rules 3 and 49. */
final class KeyVectors {
    static final Bytes INFINITY = Bytes.fromHex("0xc0" + "00".repeat(95));

    private static final String PRIME =
            "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab";

    /** Who joins. Everybody may send from it where these vectors are played. */
    static final Address ACCOUNT = Address.fromHex("0x00000000000000000000000000000000000acc01");

    private KeyVectors() {}

    static VectorFile keys() {
        var file = new VectorFile(
                "keys.json",
                "key is a public key, a point of the subgroup other than infinity, encoding the same point in EIP-2537's 128"
                        + " bytes, and both belong to the secret where there is one (everybody knows these: use them nowhere)",
                3,
                49);
        for (int member = 0; member < 4; member++) {
            Bls.SecretKey secret = CommitteeVectors.secrets(4).get(member);
            ObjectNode vector = file.accepted("member-" + member, "of the committee of four");
            vector.putObject("input").put("secret", secret.scalar().toHex());
            claims(vector, secret.publicKey(), encoded(secret.publicKey()));
        }
        Bls.SecretKey one = Bls.SecretKey.ofScalar(Given.word(1));
        ObjectNode generator = file.accepted("generator", "the key of the secret 1");
        generator.putObject("input").put("secret", Given.word(1).toHex());
        claims(generator, one.publicKey(), encoded(one.publicKey()));

        Bytes key = CommitteeVectors.secrets(4).getFirst().publicKey();
        Bytes negative = Given.flipped(key, 5);
        refuse(file, "infinity", "the point at infinity is no key", INFINITY.slice(0, 48), Bytes.wrap(new byte[128]));
        refuse(
                file,
                "not-on-the-curve",
                "no point has this x",
                Bytes.fromHex("0x80" + "00".repeat(46) + "01"),
                Bytes.fromHex("0x" + "00".repeat(63) + "01" + "00".repeat(63) + "01"));
        refuse(
                file,
                "not-in-the-subgroup",
                "(0, 2) is on the curve and of order 3",
                Bytes.fromHex("0x80" + "00".repeat(47)),
                Bytes.fromHex("0x" + "00".repeat(127) + "02"));
        refuse(file, "another-encoding", "the encoding is the negative point's", key, encoded(negative));
        refuse(file, "padding-not-zero", "a bit stands before x", key, Given.flipped(encoded(key), 8 * 15));
        refuse(file, "coordinate-over-the-prime", "y is written with the prime added", key, overPrime(encoded(key)));
        ObjectNode stranger = file.refused("another-secret", "the key is another secret's");
        stranger.putObject("input").put("secret", Given.word(2).toHex());
        claims(stranger, key, encoded(key));
        return file;
    }

    static VectorFile possessions() {
        var file = new VectorFile(
                "possessions.json",
                "encoding is what the key signs so that the account may join the chain with it, and signature the key's"
                        + " signature of that; signatureEncoding is the same point in EIP-2537's 256 bytes",
                3,
                49);
        List<Bls.SecretKey> secrets = CommitteeVectors.secrets(4);
        for (int member = 0; member < secrets.size(); member++) {
            Bls.SecretKey secret = secrets.get(member);
            MemberStatement statement = statement(secret, Given.ROOT, MessageVectors.CHAIN, ACCOUNT);
            possession(
                    file.accepted("member-" + member, "of the committee of four"),
                    secret,
                    statement,
                    secret.sign(statement.message().toArray()));
        }
        Bls.SecretKey secret = Bls.SecretKey.ofScalar(Given.word(77));
        MemberStatement own = statement(secret, Given.ROOT, MessageVectors.CHAIN, ACCOUNT);
        Bytes proof = secret.sign(own.message().toArray());
        copied(
                file,
                "another-root",
                "made for another root",
                secret,
                statement(secret, HubDomain.of(Given.ROOT.root() + 1), MessageVectors.CHAIN, ACCOUNT));
        copied(
                file,
                "another-hub",
                "made for another hub",
                secret,
                statement(
                        secret,
                        new HubDomain(Given.ROOT.root(), Address.ofNumber(0x1021)),
                        MessageVectors.CHAIN,
                        ACCOUNT));
        copied(file, "another-chain", "made for another chain", secret, statement(secret, Given.ROOT, 8, ACCOUNT));
        copied(
                file,
                "another-account",
                "made for another account, and copied",
                secret,
                statement(secret, Given.ROOT, MessageVectors.CHAIN, MessageVectors.alice()));
        possession(
                file.refused("another-key", "signed by another key"),
                secret,
                own,
                secrets.getFirst().sign(own.message().toArray()));
        possession(
                file.refused("another-suite", "a proof of possession of the key's bytes, of the suite's own kind"),
                secret,
                own,
                secret.provePossession());
        possession(
                file.refused("signature-negated", "the other root of the same x"),
                secret,
                own,
                Given.flipped(proof, 5));
        possession(
                file.refused("signature-at-infinity", "the point at infinity is no signature"), secret, own, INFINITY);
        possession(
                file.refused("signature-outside", "a point of the curve that is not in the subgroup"),
                secret,
                own,
                outside());
        return file;
    }

    /** Signed is something else than what the root wants to see signed. */
    private static void copied(
            VectorFile file, String name, String reason, Bls.SecretKey secret, MemberStatement signed) {
        possession(
                file.refused(name, reason),
                secret,
                statement(secret, Given.ROOT, MessageVectors.CHAIN, ACCOUNT),
                secret.sign(signed.message().toArray()));
    }

    private static MemberStatement statement(Bls.SecretKey secret, HubDomain domain, long chain, Address account) {
        return new MemberStatement(domain, chain, account, Given.key(secret));
    }

    private static void possession(
            ObjectNode vector, Bls.SecretKey secret, MemberStatement statement, Bytes signature) {
        vector.putObject("input")
                .put("chainId", VectorJson.unsigned(statement.chainId()))
                .put("account", statement.account().toHex())
                .put("key", secret.publicKey().toHex())
                .put("keyEncoding", encoded(secret.publicKey()).toHex());
        vector.put("encoding", statement.message().toHex());
        signed(vector, signature);
    }

    static void signed(ObjectNode vector, Bytes signature) {
        vector.put("signature", signature.toHex())
                .put("signatureEncoding", point(signature).toHex());
    }

    private static void refuse(VectorFile file, String name, String reason, Bytes key, Bytes encoding) {
        ObjectNode vector = file.refused(name, reason);
        vector.putObject("input");
        claims(vector, key, encoding);
    }

    private static void claims(ObjectNode vector, Bytes key, Bytes encoding) {
        vector.put("key", key.toHex()).put("encoding", encoding.toHex());
    }

    static Bytes encoded(Bytes key) {
        return BlsPoints.ofKey(key).orElseThrow();
    }

    /** A point of the curve of signatures that is in no group of ours: the first that has such an x. */
    static Bytes outside() {
        for (int x = 1; ; x++) {
            byte[] compressed = new byte[96];
            compressed[0] = (byte) 0x80;
            compressed[95] = (byte) x;
            try {
                if (!new P2_Affine(compressed).in_group()) {
                    return Bytes.wrap(compressed);
                }
            } catch (RuntimeException noPoint) {
                continue;
            }
        }
    }

    /** In 256 bytes, also what is no signature. */
    private static Bytes point(Bytes signature) {
        return Bytes.wrap(BlsPoints.ofG2(new P2_Affine(signature.toArray()).serialize()));
    }

    private static Bytes overPrime(Bytes encoding) {
        byte[] changed = encoding.toArray();
        var y = new BigInteger(1, encoding.slice(64, 128).toArray());
        byte[] sum = y.add(new BigInteger(PRIME, 16)).toByteArray();
        System.arraycopy(sum, 0, changed, 128 - sum.length, sum.length);
        return Bytes.wrap(changed);
    }
}
