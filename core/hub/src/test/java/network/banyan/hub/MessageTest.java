// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

/** Rule 15. The digests were made by ethers, which shares nothing with this. */
class MessageTest {
    private static final Message FULL =
            Given.message(7, 0, MessageKind.CALL, UInt256.MAX, Message.MAX_GAS, Bytes.fromHex("0x010203"));

    @Test
    void theDigestIsTypedDataUnderTheRootsDomain() {
        assertThat(Given.ROOT.separator().toHex())
                .isEqualTo("0xe127982aa217de44d7afd7ba406990b3c3a11ec1af11fd869faaa58611ea0bd2");
        assertThat(FULL.digest(Given.ROOT).toHex())
                .isEqualTo("0x340f5b84039f03be6e9c621a4d73e88515211e9225bb57a405ff29b91657356e");
    }

    @Test
    void anotherRootOrHubGivesAnotherDigest() {
        assertThat(FULL.digest(HubDomain.of(4243))).isNotEqualTo(FULL.digest(Given.ROOT));
        assertThat(FULL.digest(new HubDomain(4242, Address.ofNumber(0x1021)))).isNotEqualTo(FULL.digest(Given.ROOT));
    }

    @Test
    void whatIsEncodedIsReadBack() {
        var random = new Random(15);
        for (int i = 0; i < 300; i++) {
            byte[] data = new byte[i < 2 ? i * Message.MAX_DATA : random.nextInt(200)];
            random.nextBytes(data);
            Message message = new Message(
                    random.nextInt(3),
                    3 + random.nextInt(3),
                    random.nextLong(),
                    MessageKind.of(1 + random.nextInt(5)),
                    Address.ofNumber(random.nextInt()),
                    Address.ofNumber(random.nextInt()),
                    Address.ofNumber(random.nextInt()),
                    new UInt256(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()),
                    random.nextInt(1_000_001),
                    random.nextLong(),
                    Address.ofNumber(random.nextInt()),
                    Bytes.wrap(data));

            assertThat(Message.decode(message.encode())).isEqualTo(message);
        }
    }

    @Test
    void noBitOfAnEncodingChangesUnseen() {
        Bytes encoding = FULL.encode();
        for (int bit = 0; bit < 8 * encoding.size(); bit++) {
            Bytes changed = Given.flipped(encoding, bit);
            Hash digest;
            try {
                digest = Message.decode(changed).digest(Given.ROOT);
            } catch (HubException refused) {
                continue;
            }
            assertThat(digest).as("bit %d", bit).isNotEqualTo(FULL.digest(Given.ROOT));
        }
    }

    @Test
    void everyCutAndEverySupplementIsRefused() {
        Bytes encoding = FULL.encode();
        for (int size = 0; size < encoding.size(); size++) {
            Bytes cut = encoding.slice(0, size);
            assertThatThrownBy(() -> Message.decode(cut)).isInstanceOf(HubException.class);
        }
        Bytes longer = Bytes.fromHex(encoding.toHex() + "00".repeat(32));
        assertThatThrownBy(() -> Message.decode(longer)).hasMessageContaining("one encoding");
        assertThatThrownBy(() -> Message.decode(Bytes.wrap(new byte[1 << 20]))).hasMessageContaining("at most");
    }

    @Test
    void boundsAreChecked() {
        assertThatThrownBy(() -> Given.message(0, 0, MessageKind.DEPOSIT, 1)).hasMessageContaining("root to the root");
        assertThatThrownBy(() -> Given.message(0, (1L << 52) + 1, MessageKind.DEPOSIT, 1))
                .hasMessageContaining("2^52");
        assertThatThrownBy(() -> Given.message(-1, 0, MessageKind.DEPOSIT, 1)).hasMessageContaining("2^52");
        assertThatThrownBy(() -> Given.message(7, 0, MessageKind.CALL, UInt256.ZERO, 0, Bytes.wrap(new byte[8193])))
                .hasMessageContaining("8193 bytes of data of 8192");
        assertThatThrownBy(() -> Given.message(7, 0, MessageKind.CALL, UInt256.ZERO, 1_000_001, Bytes.EMPTY))
                .hasMessageContaining("1000001 gas");
        assertThatThrownBy(() -> Given.message(7, 0, MessageKind.CALL, UInt256.ZERO, -1, Bytes.EMPTY))
                .hasMessageContaining("gas");
        assertThatThrownBy(() -> MessageKind.of(0)).isInstanceOf(HubException.class);
        assertThatThrownBy(() -> MessageKind.of(6)).isInstanceOf(HubException.class);
    }

    @Test
    void aRefundFollowsTheTransferItCameFrom() {
        Hash first = FULL.digest(Given.ROOT);
        Message refund = Given.message(0, 7, MessageKind.REFUND, UInt256.ONE, 0, first.toBytes());
        Message deposit = Given.message(0, 7, MessageKind.DEPOSIT, UInt256.ONE, 0, first.toBytes());
        Message odd = Given.message(0, 7, MessageKind.REFUND, UInt256.ONE, 0, Bytes.EMPTY);

        assertThat(refund.tracking(Given.ROOT)).isEqualTo(first);
        assertThat(deposit.tracking(Given.ROOT)).isEqualTo(deposit.digest(Given.ROOT));
        assertThat(odd.tracking(Given.ROOT)).isEqualTo(odd.digest(Given.ROOT));
    }
}
