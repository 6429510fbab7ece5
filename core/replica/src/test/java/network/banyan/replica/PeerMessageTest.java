// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.Validator;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

class PeerMessageTest {
    private static final Certificate CERTIFICATE = new Certificate(
            new VoteSubject(0, 5, VoteType.FINALIZE, 3, new Hash(1, 2, 3, 4)),
            Bytes.wrap(new byte[] {7}),
            Bytes.wrap(new byte[96]));
    static final Block BLOCK = new Block(genesis().header(Hash.ZERO, Hash.ZERO), List.of(Transfers.transfer(1, 0, 5)));

    private static final List<PeerMessage> ALL = List.of(
            new PeerMessage.Consensus(Bytes.wrap(new byte[] {1, 2, 3})),
            new PeerMessage.Proposal(Bytes.wrap(new byte[] {4}), BLOCK),
            new PeerMessage.Transactions(List.of(Transfers.transfer(1, 0, 5), Transfers.transfer(2, 9, 1))),
            new PeerMessage.GetBlocks(17),
            new PeerMessage.Blocks(List.of(BLOCK, BLOCK), CERTIFICATE),
            new PeerMessage.GetBlock(new Hash(9, 9, 9, 9)),
            new PeerMessage.Body(BLOCK),
            new PeerMessage.Status(12, Optional.of(CERTIFICATE)),
            new PeerMessage.Status(0, Optional.empty()),
            new PeerMessage.Announced(List.of(new Hash(9, 9, 9, 9), Hash.ZERO)),
            new PeerMessage.GetTransactions(List.of(new Hash(8, 8, 8, 8))));

    @Test
    void everyMessageSurvivesItsEncoding() {
        for (PeerMessage message : ALL) {
            assertThat(PeerMessage.decode(message.encode())).isEqualTo(message);
        }
    }

    @Test
    void bytesBehindAMessageAreRefused() {
        for (PeerMessage message : ALL) {
            byte[] encoded = message.encode();
            byte[] longer = java.util.Arrays.copyOf(encoded, encoded.length + 1);

            assertThatThrownBy(() -> PeerMessage.decode(longer)).isInstanceOf(RlpException.class);
        }
    }

    @Test
    void hostileBytesGiveOneKindOfRefusalAndNothingElse() {
        Random random = new Random(7);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = ALL.get(random.nextInt(ALL.size())).encode();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                PeerMessage.decode(
                        random.nextInt(5) == 0 ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
            } catch (RlpException expected) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void moreTransactionsThanAllowedAreRefused() {
        List<Transaction> many =
                java.util.Collections.nCopies(PeerMessage.MAX_TRANSACTIONS + 1, Transfers.transfer(1, 0, 5));

        assertThatThrownBy(() -> PeerMessage.decode(new PeerMessage.Transactions(many).encode()))
                .isInstanceOf(RlpException.class)
                .hasMessageContaining("4096");
    }

    @Test
    void moreHashesThanAllowedAreRefused() {
        List<Hash> many = java.util.Collections.nCopies(PeerMessage.MAX_HASHES + 1, Hash.ZERO);

        for (PeerMessage message : List.of(new PeerMessage.Announced(many), new PeerMessage.GetTransactions(many))) {
            assertThatThrownBy(() -> PeerMessage.decode(message.encode()))
                    .isInstanceOf(RlpException.class)
                    .hasMessageContaining("1024");
        }
    }

    private static Genesis genesis() {
        var validator = new Validator(
                "v", Address.ZERO, Bytes.wrap(new byte[48]), Bytes.wrap(new byte[96]), Bytes.wrap(new byte[32]));
        return new Genesis(
                Transfers.CHAIN_ID,
                "test",
                "IOTX",
                1_700_000_000,
                new Genesis.Parameters(100, 500, 30_000_000, UInt256.ONE, false),
                List.of(validator),
                new java.util.TreeMap<>());
    }
}
