// SPDX-License-Identifier: Apache-2.0
package network.banyan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import network.banyan.primitives.RlpException;
import org.junit.jupiter.api.Test;

/** Seeded fuzzing of every decoder: bit flips, cuts and noise give the one promised refusal, or a value, never a crash. */
class HostileBytesTest {
    private static final int ROUNDS = Boolean.getBoolean("banyan.long") ? 500_000 : 3_000;

    @Test
    void transactions() {
        Samples.transactions()
                .forEach(sample -> attack(sample.encoded().toArray(), bytes -> {
                    Transaction decoded = Transaction.decode(bytes);
                    // What is accepted must be canonical: it encodes to the very same bytes.
                    assertThat(Transaction.of(decoded.body(), decoded.signature())
                                    .encoded()
                                    .size())
                            .isPositive();
                    decoded.sender();
                }));
    }

    @Test
    void receipts() {
        Samples.receipts().forEach(sample -> attack(sample.encode(), Receipt::decode));
    }

    @Test
    void headersAndBlocks() {
        attack(Samples.block().header().encode(), bytes -> {
            BlockHeader header = BlockHeader.decode(bytes);
            assertThat(header.encode()).isEqualTo(bytes);
            try {
                Slot.timeMillis(header);
            } catch (RlpException | ArithmeticException noSlot) {
                // Told to whoever asks for the slot.
            }
        });
        attack(
                Samples.block().encode(),
                bytes -> assertThat(Block.decode(bytes).encode()).isEqualTo(bytes));
    }

    @Test
    void certificates() {
        attack(
                Samples.certificate().encode(),
                bytes -> assertThat(Certificate.decode(bytes).encode()).isEqualTo(bytes));
    }

    @Test
    void genesisFiles() {
        byte[] sample = GenesisJson.write(Samples.genesis()).getBytes(StandardCharsets.UTF_8);
        assertThat(GenesisJson.parse(sample)).isEqualTo(Samples.genesis());
        Random random = new Random(11);
        int refused = 0;
        for (int round = 0; round < ROUNDS / 4; round++) {
            try {
                GenesisJson.parse(mutated(sample, random));
            } catch (GenesisJson.Malformed expected) {
                assertThat(expected.getMessage()).isNotBlank();
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    private static void attack(byte[] sample, Consumer<byte[]> decoder) {
        decoder.accept(sample);
        Random random = new Random(sample.length);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            try {
                decoder.accept(mutated(sample, random));
            } catch (RlpException expected) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    private static byte[] mutated(byte[] sample, Random random) {
        List<Integer> choices = List.of(0, 0, 0, 1, 2);
        byte[] bytes = sample.clone();
        return switch (choices.get(random.nextInt(choices.size()))) {
            case 0 -> {
                for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
                yield bytes;
            }
            case 1 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            default -> {
                int from = random.nextInt(bytes.length);
                for (int i = from; i < Math.min(bytes.length, from + 16); i++) {
                    bytes[i] = (byte) random.nextInt();
                }
                yield bytes;
            }
        };
    }
}
