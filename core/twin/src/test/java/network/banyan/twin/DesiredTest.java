// SPDX-License-Identifier: Apache-2.0
package network.banyan.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import network.banyan.crypto.Secp256k1;
import network.banyan.crypto.Sha256;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.twin.DesiredJudge.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DesiredTest {
    private static final long CHAIN = 4690;
    private static final long TIME = 1_763_683_200_000L;
    private static final Hash DEVICE = Sha256.hash("a device".getBytes(StandardCharsets.US_ASCII));
    private static final Hash ALICE = Sha256.hash("alice".getBytes(StandardCharsets.US_ASCII));
    private static final Hash BOB = Sha256.hash("bob".getBytes(StandardCharsets.US_ASCII));

    private final FakeOwners owners = new FakeOwners(CHAIN).with(DEVICE, address(ALICE));
    private final DesiredJudge judge = new DesiredJudge(DEVICE, owners);

    private static Address address(Hash key) {
        return Secp256k1.addressOf(key);
    }

    private static Bytes utf8(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Desired desired(Hash key, long tenure, long version, String document) {
        return Desired.sign(
                CHAIN,
                DEVICE,
                new TwinVersion(tenure, version),
                TIME,
                TwinDocument.read(utf8(document)),
                digest -> Secp256k1.sign(digest, key));
    }

    private void isRefused(Desired desired, Optional<Desired> held, DesiredRefusal refusal, String words) {
        assertThat(judge.judge(desired, held)).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(refusal);
            assertThat(refused.reason()).contains(words);
        });
    }

    private void isGood(Desired desired, Optional<Desired> held) {
        assertThat(judge.judge(desired, held)).isEqualTo(new Verdict.Good());
    }

    @Test
    void whatIsReadIsWhatWasSigned() {
        Desired signed = desired(ALICE, 3, 7, "{\"led\": {\"on\": true}, \"interval\": \"5s\"}");
        Desired read = Desired.decode(signed.encode());

        assertThat(read).isEqualTo(signed);
        assertThat(read.signer()).contains(address(ALICE));
        assertThat(new String(signed.encode().toArray(), StandardCharsets.UTF_8))
                .startsWith(
                        "{\"chainId\":4690,\"device\":\"" + DEVICE
                                + "\",\"document\":{\"interval\":\"5s\",\"led\":{\"on\":true}},\"format\":\"banyan-desired-1\",")
                .endsWith("\"tenure\":3,\"timeMillis\":1763683200000,\"version\":7}");
    }

    /** The digest that ethers' TypedDataEncoder makes of the same data. */
    @Test
    void aWalletSignsTheSameDigest() {
        var device = Hash.fromHex("0x" + "11".repeat(32));
        Hash digest = Desired.digest(
                CHAIN, device, new TwinVersion(1, 2), TIME, TwinDocument.read(utf8("{\"interval\":\"5s\"}")));

        assertThat(digest.toHex()).isEqualTo("0xc188dcc24f5a00d7d6e1a3ea4e50b27293c2c17a5d30a9a2b71a7fccfdaeb01e");
    }

    @Test
    void theOwnersNextDocumentIsTakenAndTheSameAgainIsKnown() {
        Desired first = desired(ALICE, 0, 1, "{\"interval\":\"5s\"}");
        isGood(first, Optional.empty());
        assertThat(judge.judge(Desired.decode(first.encode()), Optional.of(first)))
                .isEqualTo(new Verdict.Known());
        isGood(desired(ALICE, 0, 9, "{}"), Optional.of(first));
    }

    @Test
    void anOlderDocumentIsAReplayAndAnotherOfTheSameNumberAConflict() {
        Desired fifth = desired(ALICE, 0, 5, "{\"interval\":\"5s\"}");
        isRefused(desired(ALICE, 0, 4, "{}"), Optional.of(fifth), DesiredRefusal.REPLAYED, "version 5 was taken");
        isRefused(desired(ALICE, 0, 5, "{}"), Optional.of(fifth), DesiredRefusal.CONFLICT, "version 5 already");
    }

    @Test
    void aStrangersDocumentIsRefused() {
        isRefused(
                desired(BOB, 0, 1, "{}"),
                Optional.empty(),
                DesiredRefusal.NOT_OWNER,
                address(BOB).toHex());
    }

    @Test
    void aDelegateSpeaksForTheOwnerUntilTheDeviceIsSold() {
        owners.delegate(address(BOB));
        isGood(desired(BOB, 0, 1, "{}"), Optional.empty());
        owners.transfer(DEVICE, address(Sha256.hash(new byte[] {1})));
        isRefused(desired(BOB, 1, 1, "{}"), Optional.empty(), DesiredRefusal.NOT_OWNER, "no such delegate");
    }

    @Test
    void aDocumentForAnotherChainOrDeviceIsRefused() {
        Desired signed = desired(ALICE, 0, 1, "{}");
        var elsewhere = new DesiredJudge(DEVICE, new FakeOwners(CHAIN + 1).with(DEVICE, address(ALICE)));
        assertThat(elsewhere.judge(signed, Optional.empty()))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(DesiredRefusal.WRONG_CHAIN));
        var other = new DesiredJudge(ALICE, owners);
        assertThat(other.judge(signed, Optional.empty()))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(DesiredRefusal.WRONG_DEVICE));
        // Whoever writes the right chain and device over it holds another person's signature.
        var bent = new Desired(CHAIN + 1, DEVICE, signed.version(), TIME, signed.document(), signed.signature());
        assertThat(elsewhere.judge(bent, Optional.empty()))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(DesiredRefusal.NOT_OWNER));
    }

    @Test
    void aFormerOwnerNeitherSignsOnNorUsesUpTheNumbers() {
        Desired last = desired(ALICE, 0, TwinVersion.MAX, "{\"interval\":\"24h\"}");
        isGood(last, Optional.empty());
        owners.transfer(DEVICE, address(BOB));

        isRefused(desired(ALICE, 0, 2, "{}"), Optional.empty(), DesiredRefusal.WRONG_TENURE, "tenure 1");
        isRefused(
                desired(ALICE, 1, 2, "{}"),
                Optional.of(last),
                DesiredRefusal.NOT_OWNER,
                address(BOB).toHex());
        isGood(desired(BOB, 1, 1, "{}"), Optional.of(last));
    }

    @Test
    void whatWasSignedInAnEarlierTenureIsWorthNothingWhenTheDeviceComesBack() {
        Desired keptBack = desired(ALICE, 0, 2, "{\"interval\":\"24h\"}");
        owners.transfer(DEVICE, address(BOB));
        owners.transfer(DEVICE, address(ALICE));
        isRefused(keptBack, Optional.empty(), DesiredRefusal.WRONG_TENURE, "tenure 2");
    }

    @Test
    void nobodyIsBelievedWhileTheChainIsAwayOrTheDeviceRevoked() {
        owners.isAway(true);
        isRefused(desired(ALICE, 0, 1, "{}"), Optional.empty(), DesiredRefusal.BUSY, "the node is away");
        owners.isAway(false);
        owners.revoke(DEVICE);
        isRefused(desired(ALICE, 0, 1, "{}"), Optional.empty(), DesiredRefusal.UNREGISTERED, "revoked");
    }

    @Test
    void noByteOfItCanChangeUnseen() {
        Desired signed = desired(ALICE, 0, 1, "{\"interval\":\"5s\"}");
        byte[] good = signed.encode().toArray();
        for (int i = 0; i < good.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] bad = good.clone();
                bad[i] ^= (byte) (1 << bit);
                try {
                    Desired read = Desired.decode(Bytes.wrap(bad));
                    assertThat(judge.judge(read, Optional.empty()))
                            .as("bit %d of byte %d", bit, i)
                            .isInstanceOf(Verdict.Refused.class);
                } catch (TwinException refused) {
                    assertThat(refused).hasMessageNotContaining("Exception");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"a\":1,\"a\":2}",
                "{\"chainId\":4690}",
                "\u0000",
                "{\"device\":{\"device\":{}}}",
                "{\"chainId\":1e400}"
            })
    void whatIsNoDesiredDocumentIsRefusedWithASentence(String text) {
        assertThatThrownBy(() -> Desired.decode(utf8(text))).isInstanceOf(TwinException.class);
    }

    @Test
    void anotherSpellingOfTheSameIsRefused() {
        String good = new String(desired(ALICE, 0, 1, "{}").encode().toArray(), StandardCharsets.UTF_8);
        for (String other : new String[] {
            good + "\n",
            " " + good,
            good.replace("\"version\":1", "\"version\":1.0"),
            good.replace("\"version\":1}", "\"version\":1,\"zeal\":1}"),
            good.replace("banyan-desired-1", "banyan-desired-2")
        }) {
            assertThatThrownBy(() -> Desired.decode(utf8(other))).as(other).isInstanceOf(TwinException.class);
        }
        assertThatThrownBy(() -> Desired.decode(Bytes.wrap(new byte[Desired.MAX_BYTES + 1])))
                .hasMessageContaining("16384 are the most");
    }

    @Test
    void theSignaturesOtherHalfIsRefused() {
        Desired signed = desired(ALICE, 0, 1, "{}");
        byte[] other = signed.signature().toArray();
        var s = network.banyan.primitives.UInt256.at(other, 32);
        Secp256k1.ORDER.minus(s).writeTo(other, 32);
        other[64] = (byte) (55 - other[64]);
        assertThatThrownBy(
                        () -> new Desired(CHAIN, DEVICE, signed.version(), TIME, signed.document(), Bytes.wrap(other)))
                .hasMessageContaining("lower half");
    }
}
