// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.light;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import network.banyan.crypto.Bls;
import network.banyan.crypto.Sha256;
import network.banyan.election.Committee;
import network.banyan.election.CommitteeRoot;
import network.banyan.election.Member;
import network.banyan.evidence.Checkpoint;
import network.banyan.evidence.Trust;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Bloom;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Slot;
import network.banyan.ledger.Validator;
import network.banyan.light.VerifiedChain;
import network.banyan.node.UserError;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LightFileTest {
    private static final long PERIOD = Duration.ofDays(7).toMillis();
    private static final long TIME = 1_763_683_300;
    private static final int EPOCH = 8;
    private static final List<Validator> VALIDATORS =
            IntStream.range(0, 4).mapToObj(LightFileTest::validator).toList();
    private static final Genesis GENESIS = new Genesis(
            4_690,
            "light",
            "IOTX",
            TIME,
            new Genesis.Parameters(
                    0, 1_000, 30_000_000, UInt256.of(7), false, Optional.of(new Genesis.Epochs(EPOCH, 4))),
            VALIDATORS,
            new TreeMap<>());
    private static final List<Member> MEMBERS = VALIDATORS.stream()
            .map(each -> new Member(each.name(), each.operator(), each.blsPublicKey(), each.nodeKey()))
            .toList();
    private static final BlockHeader ZERO = GENESIS.header(BlockHeader.EMPTY_ROOT, CommitteeRoot.of(0, MEMBERS));
    private static final long NOW = (TIME + 3_600) * 1_000;

    private static Validator validator(int number) {
        Bls.SecretKey key =
                Bls.SecretKey.ofSeed(Sha256.hash(new byte[] {1, (byte) number}).toArray());
        return new Validator(
                "delegate-" + number,
                Address.ofNumber(100 + number),
                key.publicKey(),
                key.provePossession(),
                Sha256.hash(new byte[] {2, (byte) number}).toBytes());
    }

    /** The start of epoch 3. */
    private static VerifiedChain known() {
        var header = new BlockHeader(
                Hash.ZERO,
                BlockHeader.NO_OMMERS,
                Address.ZERO,
                BlockHeader.EMPTY_ROOT,
                BlockHeader.EMPTY_ROOT,
                BlockHeader.EMPTY_ROOT,
                Bloom.EMPTY,
                UInt256.ZERO,
                3 * EPOCH,
                30_000_000,
                0,
                TIME,
                new Slot(2, 30, 0).toExtraData(),
                Hash.ZERO,
                BlockHeader.ZERO_NONCE,
                UInt256.of(7),
                BlockHeader.EMPTY_ROOT,
                0,
                0,
                CommitteeRoot.of(3, MEMBERS),
                BlockHeader.NO_REQUESTS);
        var checkpoint = new Checkpoint(GENESIS.chainId(), header, Committee.elected(3, MEMBERS));
        return VerifiedChain.of(GENESIS, new Trust(checkpoint, PERIOD, NOW));
    }

    private static LightFile file(Path dir) {
        return new LightFile(dir, GENESIS, ZERO);
    }

    @Test
    void isReadAgainUntilItsCommitteeIsNotTrustedAnyMore(@TempDir Path dir) throws IOException {
        LightFile file = file(dir);
        assertThat(file.read(PERIOD, NOW)).isEmpty();
        VerifiedChain known = known();
        file.write(known);
        VerifiedChain read = file.read(PERIOD, NOW).orElseThrow();
        assertThat(read.newest()).isEqualTo(known.newest());
        assertThat(read.committee().root()).isEqualTo(known.committee().root());
        assertThat(file.read(PERIOD, TIME * 1_000 + PERIOD - 1)).isPresent();
        assertThatThrownBy(() -> file.read(PERIOD, TIME * 1_000 + PERIOD)).isInstanceOf(Trust.Ended.class);
    }

    /** Also in the checkpoint's own header, which no signature covers. */
    @Test
    void aBitThatTheDiskChangedIsRefused(@TempDir Path dir) throws IOException {
        LightFile file = file(dir);
        file.write(known());
        byte[] honest = Files.readAllBytes(file.path());
        for (int at = 0; at < honest.length; at++) {
            byte[] changed = honest.clone();
            changed[at] ^= (byte) (1 << (at % 7));
            Files.write(file.path(), changed);
            assertThatThrownBy(() -> file.read(PERIOD, NOW))
                    .as("byte %d", at)
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(LightFile.NAME);
        }
    }

    @Test
    void thatOfAnotherChainIsRefused(@TempDir Path dir) throws IOException {
        file(dir).write(known());
        BlockHeader other = GENESIS.header(Hash.ZERO, CommitteeRoot.of(0, MEMBERS));
        assertThatThrownBy(() -> new LightFile(dir, GENESIS, other).read(PERIOD, NOW))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("another chain");
    }
}
