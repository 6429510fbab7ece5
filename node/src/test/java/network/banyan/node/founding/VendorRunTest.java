// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.founding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import network.banyan.crypto.P256;
import network.banyan.crypto.Secp256k1;
import network.banyan.evidence.Passport;
import network.banyan.evidence.RegistryContract;
import network.banyan.identity.VendorBatch;
import network.banyan.identity.VendorContract;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A vendor's batch as Java makes it, against the true contract. */
class VendorRunTest {
    private static final Hash FACTORY = Hash.fromHex("a1".repeat(32));
    private static final Hash BUYER = Hash.fromHex("b2".repeat(32));
    private static final Address VENDOR = Secp256k1.addressOf(FACTORY);
    private static final Address OWNER = Secp256k1.addressOf(BUYER);
    private static final Hash CERTIFICATE = Hash.fromHex("ce".repeat(32));
    private static final List<Hash> KEYS = IntStream.rangeClosed(1, 5)
            .mapToObj(number -> Hash.fromHex("d%d".formatted(number).repeat(32)))
            .toList();

    private final SystemChain chain = new SystemChain();
    private final VendorBatch batch = new VendorBatch(
            KEYS.stream().map(key -> RegistryContract.idOf(P256.publicKey(key))).toList());

    @BeforeEach
    void endorse() {
        assertThat(send(FACTORY, VendorContract.endorse(batch.root(), 5, CERTIFICATE)))
                .isFalse();
        assertThat(send(FACTORY, VendorContract.nameVendor("ACME"))).isTrue();
        assertThat(send(FACTORY, VendorContract.endorse(batch.root(), 5, CERTIFICATE)))
                .isTrue();
    }

    @Test
    void everyDeviceOfTheBatchEntersWithOneTransaction() {
        for (int i = 0; i < KEYS.size(); i++) {
            assertThat(send(BUYER, register(i, i))).isTrue();
            Passport passport = chain.call(RegistryContract.ADDRESS, RegistryContract.passportFields(id(i)))
                    .map(Passport::ofFields)
                    .orElseThrow();
            assertThat(passport.owner()).isEqualTo(OWNER);
            assertThat(passport.attestation().kind()).isEqualTo(5);
        }
        assertThat(chain.call(VendorContract.ADDRESS, VendorContract.vendorName(VENDOR))
                        .map(VendorContract::vendorName))
                .contains("ACME");
    }

    @Test
    void anothersProofAndAWithdrawnBatchAreRefused() {
        assertThat(send(BUYER, register(0, 1))).isFalse();
        assertThat(send(FACTORY, VendorContract.withdraw(batch.root()))).isTrue();
        assertThat(send(BUYER, register(0, 0))).isFalse();
        VendorContract.Standing standing = chain.call(
                        VendorContract.ADDRESS, VendorContract.batchOf(VENDOR, batch.root()))
                .map(VendorContract::batchOf)
                .orElseThrow();
        assertThat(standing.stands()).isFalse();
        assertThat(standing.evidence()).isEqualTo(CERTIFICATE);
        assertThat(standing.count()).isEqualTo(5);
    }

    @Test
    void aDeviceThatWasRegisteredAloneMayShowTheBatchLater() {
        P256.PublicKey key = P256.publicKey(KEYS.get(2));
        Bytes alone = RegistryContract.register(OWNER, key, "probe", sign(2));
        assertThat(send(BUYER, alone)).isTrue();
        Bytes present = VendorContract.presentBatch(id(2), VENDOR, batch.root(), batch.proof(2));
        assertThat(send(FACTORY, present)).isFalse();
        assertThat(send(BUYER, present)).isTrue();
    }

    private Bytes register(int device, int proof) {
        return VendorContract.registerFromBatch(
                P256.publicKey(KEYS.get(device)), "probe", sign(device), VENDOR, batch.root(), batch.proof(proof));
    }

    private static Bytes sign(int device) {
        P256.PublicKey key = P256.publicKey(KEYS.get(device));
        return P256.sign(KEYS.get(device), RegistryContract.registerMessage(SystemChain.CHAIN_ID, OWNER, key, "probe"));
    }

    private static Hash id(int device) {
        return RegistryContract.idOf(P256.publicKey(KEYS.get(device)));
    }

    private boolean send(Hash account, Bytes call) {
        return chain.send(account, RegistryContract.ADDRESS, call).success();
    }
}
