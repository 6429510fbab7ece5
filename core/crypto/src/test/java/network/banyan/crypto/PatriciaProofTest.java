// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import network.banyan.crypto.PatriciaProof.Outcome;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpWriter;
import org.junit.jupiter.api.Test;

class PatriciaProofTest {
    private final List<byte[]> values = OrderedTrieTest.values(new Random(11), 300, 60);
    private final Hash root = OrderedTrie.root(values);

    @Test
    void aKeyBeyondTheListIsAbsent() {
        // 300 is 0x82012c: its path is that of 299, 0x82012b, up to the last branch.
        List<byte[]> longValues = Collections.nCopies(300, new byte[40]);
        Hash longRoot = OrderedTrie.root(longValues);
        List<Bytes> neighbour = OrderedTrie.proof(longValues, 299);
        List<Bytes> upToTheBranch = neighbour.subList(0, neighbour.size() - 1);
        byte[] key = OrderedTrie.key(300).unsafeArray();
        assertThat(PatriciaProof.verify(longRoot, key, upToTheBranch)).isEqualTo(new Outcome.Absent());
        assertThat(PatriciaProof.verify(longRoot, key, neighbour)).isEqualTo(new Outcome.Broken("1 nodes too many"));
        assertThat(PatriciaProof.verify(
                        root,
                        new byte[] {(byte) 0xff},
                        OrderedTrie.proof(values, 0).subList(0, 1)))
                .isEqualTo(new Outcome.Absent());
    }

    @Test
    void theEmptyTrieNeedsNoNodes() {
        assertThat(PatriciaProof.verify(OrderedTrie.EMPTY_ROOT, new byte[32], List.of()))
                .isEqualTo(new Outcome.Absent());
        assertThat(PatriciaProof.verify(OrderedTrie.EMPTY_ROOT, new byte[32], List.of(Bytes.fromHex("0x80"))))
                .isInstanceOf(Outcome.Broken.class);
    }

    @Test
    void nodesMissingAddedOrOutOfOrderShowNothing() {
        byte[] key = OrderedTrie.key(130).unsafeArray();
        List<Bytes> proof = OrderedTrie.proof(values, 130);
        assertThat(proof.size()).isGreaterThan(2);

        for (int i = 0; i < proof.size(); i++) {
            List<Bytes> without = new ArrayList<>(proof);
            Bytes node = without.remove(i);
            assertThat(PatriciaProof.verify(root, key, without)).isInstanceOf(Outcome.Broken.class);
            List<Bytes> twice = new ArrayList<>(proof);
            twice.add(i, node);
            assertThat(PatriciaProof.verify(root, key, twice)).isInstanceOf(Outcome.Broken.class);
        }
        assertThat(PatriciaProof.verify(root, key, proof.reversed())).isInstanceOf(Outcome.Broken.class);
        assertThat(PatriciaProof.verify(root, key, List.of())).isInstanceOf(Outcome.Broken.class);
    }

    @Test
    void noFlippedBitGoesUnnoticed() {
        for (int index : new int[] {0, 1, 127, 128, 255, 256, 299}) {
            byte[] key = OrderedTrie.key(index).unsafeArray();
            List<Bytes> proof = OrderedTrie.proof(values, index);
            for (int node = 0; node < proof.size(); node++) {
                for (int bit = 0; bit < 8 * proof.get(node).size(); bit++) {
                    assertThat(PatriciaProof.verify(root, key, flipped(proof, node, bit)))
                            .isInstanceOf(Outcome.Broken.class);
                }
            }
        }
    }

    /** The root is that of the flipped node, so that only the format's rules stand between it and the parser. */
    @Test
    void nodesOfAnyShapeAreAnsweredWithoutACrash() {
        var random = new Random(12);
        List<Bytes> proof = OrderedTrie.proof(values, 130);
        byte[] key = OrderedTrie.key(130).unsafeArray();
        int broken = 0;
        for (int round = 0; round < 20_000; round++) {
            List<Bytes> forged = proof.subList(proof.size() - 1, proof.size());
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                forged = flipped(forged, 0, random.nextInt(8 * forged.getFirst().size()));
            }
            if (PatriciaProof.verify(Keccak.hash(forged.getFirst()), key, forged) instanceof Outcome.Broken) {
                broken++;
            }
        }
        assertThat(broken).isBetween(1, 19_999);
    }

    @Test
    void aNodeMustStandWhereItsLengthPutsIt() {
        byte[] leaf = new RlpWriter()
                .beginList()
                .write(new byte[] {0x20})
                .write(new byte[] {5})
                .endList()
                .toArray();
        assertThat(PatriciaProof.verify(Keccak.hash(leaf), new byte[0], List.of(Bytes.wrap(leaf))))
                .isEqualTo(new Outcome.Present(Bytes.wrap(new byte[] {5})));

        byte[] named = extension(new RlpWriter().write(Keccak.hash(leaf)).toArray());
        assertThat(PatriciaProof.verify(
                        Keccak.hash(named), new byte[] {0x11}, List.of(Bytes.wrap(named), Bytes.wrap(leaf))))
                .isEqualTo(new Outcome.Broken("node 1: a node of 3 bytes belongs inside its parent"));

        byte[] longLeaf = new RlpWriter()
                .beginList()
                .write(new byte[] {0x20})
                .write(new byte[40])
                .endList()
                .toArray();
        byte[] swollen = extension(longLeaf);
        assertThat(PatriciaProof.verify(Keccak.hash(swollen), new byte[] {0x11}, List.of(Bytes.wrap(swollen))))
                .isEqualTo(new Outcome.Broken("node 0: a node of 43 bytes stands inside its parent"));
    }

    private static byte[] extension(byte[] reference) {
        return new RlpWriter()
                .beginList()
                .write(new byte[] {0, 0x11})
                .writeRaw(reference)
                .endList()
                .toArray();
    }

    private static List<Bytes> flipped(List<Bytes> proof, int node, int bit) {
        List<Bytes> copy = new ArrayList<>(proof);
        byte[] changed = proof.get(node).toArray();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        copy.set(node, Bytes.wrap(changed));
        return copy;
    }
}
