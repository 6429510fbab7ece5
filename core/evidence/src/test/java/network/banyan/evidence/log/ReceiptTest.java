// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.upokecenter.cbor.CBORObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import network.banyan.crypto.MerkleTree;
import network.banyan.crypto.P256;
import network.banyan.crypto.Sha256;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.RegistryContract;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

class ReceiptTest {
    private static final Hash SECRET = Sha256.hash(new byte[] {9});
    private static final P256.PublicKey KEY = P256.publicKey(SECRET);
    private static final Hash GATEWAY = RegistryContract.idOf(KEY);
    private static final long TIME = 1_763_683_200_123L;

    private final List<Bytes> leaves = IntStream.range(0, 37)
            .mapToObj(i -> Bytes.wrap(new byte[] {(byte) i, 7}))
            .toList();
    private final List<Hash> hashes = leaves.stream().map(MerkleTree::leafHash).toList();

    private LogCheckpoint checkpoint(int size) {
        return LogCheckpoint.sign(
                new LogHeader(GATEWAY, size, TIME),
                MerkleTree.root(hashes.subList(0, size)),
                message -> P256.sign(SECRET, message));
    }

    private Receipt receipt(int index, int size) {
        return Receipt.of(checkpoint(size), index, MerkleTree.path(hashes.subList(0, size), index));
    }

    @Test
    void aReceiptProvesItsRecordAndNoOther() {
        for (int size : new int[] {1, 2, 3, 8, 37}) {
            for (int index = 0; index < size; index++) {
                Receipt receipt = Receipt.decode(receipt(index, size).encode());
                assertThat(receipt.proves(leaves.get(index), KEY)).isTrue();
                assertThat(receipt.proves(leaves.get((index + 1) % 37), KEY)).isFalse();
                assertThat(receipt.proves(leaves.get(index), P256.publicKey(Sha256.hash(new byte[] {8}))))
                        .isFalse();
            }
        }
    }

    @Test
    void noBitOfAReceiptCanChange() {
        Bytes good = receipt(5, 37).encode();
        for (int bit = 0; bit < 8 * good.size(); bit++) {
            byte[] bad = good.toArray();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(isProven(Bytes.wrap(bad), leaves.get(5)))
                    .as("bit %d", bit)
                    .isFalse();
        }
        assertThat(isProven(good, leaves.get(5))).isTrue();
    }

    /** With a smaller size the same path would lead to the same root; the size is signed, so it does not pass. */
    @Test
    void theSizeIsSigned() {
        Receipt last = receipt(2, 3);
        Receipt shrunk = new Receipt(new LogHeader(GATEWAY, 2, TIME), 1, last.path(), last.signature());
        assertThat(shrunk.root(leaves.get(2))).isEqualTo(last.root(leaves.get(2)));
        assertThat(shrunk.proves(leaves.get(2), KEY)).isFalse();
    }

    @Test
    void aReceiptIsWhatRfc9942Says() {
        Receipt receipt = receipt(5, 37);
        CBORObject cose = CBORObject.DecodeFromBytes(receipt.encode().toArray());
        assertThat(cose.getMostOuterTag().ToInt32Checked()).isEqualTo(18);
        CBORObject header = CBORObject.DecodeFromBytes(cose.get(0).GetByteString());
        assertThat(header.get(CBORObject.FromObject(395)).AsInt32()).isEqualTo(1);
        CBORObject proof = CBORObject.DecodeFromBytes(cose.get(1)
                .get(CBORObject.FromObject(396))
                .get(CBORObject.FromObject(-1))
                .get(0)
                .GetByteString());
        assertThat(proof.get(0).AsInt32()).isEqualTo(37);
        assertThat(proof.get(1).AsInt32()).isEqualTo(5);
        assertThat(proof.get(2).size()).isEqualTo(receipt.path().size());
        assertThat(cose.get(2).isNull()).isTrue();
        assertThat(Bytes.wrap(cose.EncodeToBytes())).isEqualTo(receipt.encode());
    }

    @Test
    void aCheckpointHasOneFormAndOneSigner() {
        LogCheckpoint checkpoint = checkpoint(37);
        Bytes encoded = checkpoint.encode();
        assertThat(LogCheckpoint.decode(encoded)).isEqualTo(checkpoint);
        assertThat(checkpoint.isSignedBy(KEY)).isTrue();
        for (int bit = 0; bit < 8 * encoded.size(); bit++) {
            byte[] bad = encoded.toArray();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(isSigned(Bytes.wrap(bad))).as("bit %d", bit).isFalse();
        }
        assertThatThrownBy(() -> LogCheckpoint.decode(Bytes.wrap(new byte[300])))
                .isInstanceOf(EvidenceFormatException.class);
    }

    @Test
    void answersReadBackInTheirOrder() {
        var taken = new RecordAnswer.Taken(Sha256.hash(leaves.get(5)), receipt(5, 37));
        var refused =
                new RecordAnswer.Refused(Sha256.hash(leaves.get(6)), Refusal.OUT_OF_ORDER, "records 3 to 5 first");
        byte[] first = taken.encode().toArray();
        byte[] second = refused.encode().toArray();
        byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);

        assertThat(RecordAnswer.decode(Bytes.wrap(both))).containsExactly(taken, refused);
        assertThatThrownBy(() -> RecordAnswer.decode(Bytes.wrap(first).slice(0, first.length - 1)))
                .isInstanceOf(EvidenceFormatException.class);
    }

    @Test
    void tilesAreNamedAsTheSpecificationSays() {
        assertThat(new LogTile(0, 1234067, 256).path()).isEqualTo("tile/0/x001/x234/067");
        assertThat(new LogTile(1, 0, 12).path()).isEqualTo("tile/1/000.p/12");
        List<LogTile> tiles = new ArrayList<>();
        for (long index : new long[] {0, 7, 999, 1000, 1234067}) {
            tiles.add(new LogTile(0, index, 256));
            tiles.add(new LogTile(3, index, 1));
        }
        tiles.forEach(tile -> assertThat(LogTile.parse(tile.path())).contains(tile));
        for (String wrong : List.of(
                "tile/8/000",
                "tile/0/0",
                "tile/0/x000/001",
                "tile/0/000.p/256",
                "tile/0/000.p/0",
                "tile/0/../001",
                "tile/0/000.p/999",
                "x")) {
            assertThat(LogTile.parse(wrong)).as(wrong).isEmpty();
        }
        assertThat(new LogTile(1, 0, 2).exists(511)).isFalse();
        assertThat(new LogTile(1, 0, 2).exists(512)).isTrue();
    }

    @Test
    void theContractsWordsReadBack() {
        var head = new GatewayLogContract.Head(GATEWAY, hashes.getFirst(), 37);
        var anchoring = new GatewayLogContract.Anchoring(head, hashes.subList(0, 5));
        Bytes call = GatewayLogContract.anchor(anchoring);
        assertThat(GatewayLogContract.anchoringOf(call)).contains(anchoring);
        assertThat(GatewayLogContract.anchoringOf(GatewayLogContract.latest(GATEWAY)))
                .isEmpty();
        assertThatThrownBy(() -> GatewayLogContract.anchoringOf(call.slice(0, call.size() - 1)))
                .isInstanceOf(EvidenceFormatException.class);
        var event = new GatewayLogContract.Anchored(head, KEY, network.banyan.primitives.Address.ofNumber(5));
        assertThat(GatewayLogContract.anchored(GatewayLogContract.log(event))).contains(event);
    }

    private boolean isProven(Bytes encoded, Bytes record) {
        try {
            return Receipt.decode(encoded).proves(record, KEY);
        } catch (EvidenceFormatException refused) {
            return false;
        }
    }

    private static boolean isSigned(Bytes encoded) {
        try {
            return LogCheckpoint.decode(encoded).isSignedBy(KEY);
        } catch (EvidenceFormatException refused) {
            return false;
        }
    }
}
