// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.founding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import network.banyan.contracts.AbiValue;
import network.banyan.crypto.P256;
import network.banyan.crypto.Secp256k1;
import network.banyan.evidence.Passport;
import network.banyan.evidence.Passport.Attestation;
import network.banyan.evidence.RegistryContract;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What we say of the registry and where its passports lie, held against the contract while it runs. */
class RegistryRunTest {
    private static final Hash ALICE = Hash.fromHex("a1".repeat(32));
    private static final Hash DEVICE_KEY = Hash.fromHex("d1".repeat(32));
    private static final P256.PublicKey KEY = P256.publicKey(DEVICE_KEY);
    private static final Hash DEVICE = RegistryContract.idOf(KEY);
    private static final Address OWNER = Secp256k1.addressOf(ALICE);
    private static final Attestation TPM = new Attestation(3, Hash.fromHex("ee".repeat(32)));

    private final SystemChain chain = new SystemChain();
    private long registeredAt;

    @BeforeEach
    void register() {
        byte[] message = RegistryContract.registerMessage(SystemChain.CHAIN_ID, OWNER, KEY, "probe");
        Bytes call = RegistryContract.register(OWNER, KEY, "probe", P256.sign(DEVICE_KEY, message));
        assertThat(send(call)).isTrue();
        registeredAt = chain.timestamp();
    }

    @Test
    void thePassportLiesWhereWeLookAndIsTheHashOfItsFields() {
        mustBe(new Passport(DEVICE, OWNER, KEY, registeredAt, true, Attestation.NONE));

        assertThat(send(attest(TPM, 1))).isTrue();
        mustBe(new Passport(DEVICE, OWNER, KEY, registeredAt, true, TPM));

        Address bob = Address.ofNumber(0xb0b);
        Bytes transfer = AbiValue.call(
                "transferFrom(address,address,uint256)",
                AbiValue.of(OWNER),
                AbiValue.of(bob),
                AbiValue.of(DEVICE.toUInt256()));
        assertThat(send(transfer)).isTrue();
        mustBe(new Passport(DEVICE, bob, KEY, registeredAt, true, TPM));
    }

    @Test
    void aRevokedDeviceHasAPassportThatSaysSo() {
        assertThat(send(AbiValue.call("revoke(bytes32)", AbiValue.of(DEVICE)))).isTrue();
        mustBe(new Passport(DEVICE, OWNER, KEY, registeredAt, false, Attestation.NONE));
    }

    @Test
    void anAttestationOfAnotherNonceOrTwiceIsRefused() {
        assertThat(send(attest(TPM, 2))).isFalse();
        Bytes good = attest(TPM, 1);
        assertThat(send(good)).isTrue();
        assertThat(send(good)).isFalse();
        assertThat(chain.call(RegistryContract.ADDRESS, RegistryContract.nonce(DEVICE))
                        .map(RegistryContract::nonceOf))
                .contains(2L);
    }

    @Test
    void whoDoesNotExistHasNoPassport() {
        Hash nobody = Hash.fromHex("77".repeat(32));
        assertThat(chain.storage(RegistryContract.ADDRESS, Passport.storageKey(nobody)))
                .isEqualTo(Hash.ZERO);
        assertThat(fields(nobody)).isEmpty();
    }

    private void mustBe(Passport expected) {
        assertThat(fields(DEVICE)).contains(expected);
        assertThat(chain.storage(RegistryContract.ADDRESS, Passport.storageKey(DEVICE)))
                .isEqualTo(expected.hash());
    }

    private Optional<Passport> fields(Hash device) {
        return chain.call(RegistryContract.ADDRESS, RegistryContract.passportFields(device))
                .map(Passport::ofFields);
    }

    private static Bytes attest(Attestation attestation, long nonce) {
        byte[] message = RegistryContract.attestMessage(SystemChain.CHAIN_ID, OWNER, DEVICE, attestation, nonce);
        return RegistryContract.attest(DEVICE, attestation, P256.sign(DEVICE_KEY, message));
    }

    private boolean send(Bytes call) {
        return chain.send(ALICE, RegistryContract.ADDRESS, call).success();
    }
}
