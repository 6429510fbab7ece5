// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import network.banyan.evidence.Devices.Device;
import network.banyan.evidence.Passport.Attestation;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

/** The passport by itself; node's RegistryRunTest holds it against the contract. */
class PassportTest {
    private static final Device DEVICE = Device.number(1);
    private static final Hash EVIDENCE = Hash.fromHex("cd".repeat(32));
    private static final Passport PASSPORT =
            new Passport(DEVICE.id(), TestChain.OWNER, DEVICE.key(), 1_763_700_000, true, new Attestation(3, EVIDENCE));

    @Test
    void readsTheFieldsThatTheContractReturns() {
        assertThat(Passport.ofFields(fields(PASSPORT))).isEqualTo(PASSPORT);
        Bytes cut = fields(PASSPORT).slice(0, 255);
        assertThatThrownBy(() -> Passport.ofFields(cut)).isInstanceOf(EvidenceFormatException.class);
    }

    @Test
    void everyFieldIsInTheHash() {
        var other = Device.number(2);
        var changed = List.of(
                new Passport(other.id(), TestChain.OWNER, DEVICE.key(), 1_763_700_000, true, PASSPORT.attestation()),
                new Passport(
                        DEVICE.id(), Address.ofNumber(7), DEVICE.key(), 1_763_700_000, true, PASSPORT.attestation()),
                new Passport(DEVICE.id(), TestChain.OWNER, other.key(), 1_763_700_000, true, PASSPORT.attestation()),
                new Passport(DEVICE.id(), TestChain.OWNER, DEVICE.key(), 1_763_700_001, true, PASSPORT.attestation()),
                new Passport(DEVICE.id(), TestChain.OWNER, DEVICE.key(), 1_763_700_000, false, PASSPORT.attestation()),
                new Passport(
                        DEVICE.id(), TestChain.OWNER, DEVICE.key(), 1_763_700_000, true, new Attestation(2, EVIDENCE)),
                new Passport(DEVICE.id(), TestChain.OWNER, DEVICE.key(), 1_763_700_000, true, Attestation.NONE));
        assertThat(changed.stream().map(Passport::hash)).doesNotHaveDuplicates().doesNotContain(PASSPORT.hash());
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> new Attestation(256, EVIDENCE)).isInstanceOf(EvidenceFormatException.class);
        assertThatThrownBy(() -> new Attestation(0, EVIDENCE)).isInstanceOf(EvidenceFormatException.class);
        assertThatThrownBy(() -> new Attestation(3, Hash.ZERO)).isInstanceOf(EvidenceFormatException.class);
        assertThatThrownBy(
                        () -> new Passport(DEVICE.id(), TestChain.OWNER, DEVICE.key(), 0, true, PASSPORT.attestation()))
                .isInstanceOf(EvidenceFormatException.class);
    }

    @Test
    void aKindHasAWordAndNewOnesANumber() {
        assertThat(PASSPORT.attestation().kindName()).isEqualTo("tpm2");
        assertThat(new Attestation(200, EVIDENCE).kindName()).isEqualTo("kind-200");
    }

    private static Bytes fields(Passport passport) {
        return Bytes.wrap(Words.concat(
                new byte[0],
                passport.id(),
                passport.owner().toWord().toHash(),
                passport.key().x(),
                passport.key().y(),
                UInt256.of(passport.registeredAt()).toHash(),
                UInt256.of(passport.active() ? 1 : 0).toHash(),
                UInt256.of(passport.attestation().kind()).toHash(),
                passport.attestation().hash()));
    }
}
