// SPDX-License-Identifier: Apache-2.0
package network.banyan.ledger;

import network.banyan.crypto.Keccak;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;
import network.banyan.primitives.UInt256;

/**
 * An Ethereum block header at Prague/Osaka level (21 fields); its Keccak-256 is the block's hash. The package page tells
 * what our chains put into the fields that Ethereum's consensus layer fills.
 *
 * @param timestamp seconds since 1970, an unsigned number of 64 bits: the rules of our chains let none pass whose
 *     milliseconds are over 63 bits
 * @param gasLimit most gas the block may use
 */
public record BlockHeader(
        Hash parentHash,
        Hash ommersHash,
        Address beneficiary,
        Hash stateRoot,
        Hash transactionsRoot,
        Hash receiptsRoot,
        Bloom bloom,
        UInt256 difficulty,
        long number,
        long gasLimit,
        long gasUsed,
        long timestamp,
        Bytes extraData,
        Hash mixHash,
        Bytes nonce,
        UInt256 baseFeePerGas,
        Hash withdrawalsRoot,
        long blobGasUsed,
        long excessBlobGas,
        Hash parentBeaconBlockRoot,
        Hash requestsHash) {
    /** Keccak-256 of the RLP of an empty list: no ommers. */
    public static final Hash NO_OMMERS = Keccak.hash(new byte[] {(byte) 0xc0});

    /** Root of an empty trie: no transactions, receipts or withdrawals. */
    public static final Hash EMPTY_ROOT = Keccak.hash(new byte[] {(byte) 0x80});

    /** SHA-256 of nothing: no execution-layer requests (EIP-7685). */
    public static final Hash NO_REQUESTS =
            Hash.fromHex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    public static final Bytes ZERO_NONCE = Bytes.wrap(new byte[8]);

    /** Computed anew at each call; {@link Block#hash()} keeps it. */
    public Hash hash() {
        return Keccak.hash(encode());
    }

    public byte[] encode() {
        RlpWriter out = new RlpWriter(640);
        writeTo(out);
        return out.toArray();
    }

    void writeTo(RlpWriter out) {
        out.beginList()
                .write(parentHash)
                .write(ommersHash)
                .write(beneficiary)
                .write(stateRoot)
                .write(transactionsRoot)
                .write(receiptsRoot)
                .write(bloom.bytes())
                .write(difficulty)
                .write(number)
                .write(gasLimit)
                .write(gasUsed)
                .write(new UInt256(0, 0, 0, timestamp))
                .write(extraData)
                .write(mixHash)
                .write(nonce)
                .write(baseFeePerGas)
                .write(withdrawalsRoot)
                .write(blobGasUsed)
                .write(excessBlobGas)
                .write(parentBeaconBlockRoot)
                .write(requestsHash)
                .endList();
    }

    /**
     * @throws RlpException if the bytes are not exactly one header
     */
    public static BlockHeader decode(byte[] encoded) {
        RlpReader in = new RlpReader(encoded);
        BlockHeader header = read(in);
        in.end();
        return header;
    }

    static BlockHeader read(RlpReader outer) {
        RlpReader in = outer.list();
        var header = new BlockHeader(
                in.hash(),
                in.hash(),
                in.address(),
                in.hash(),
                in.hash(),
                in.hash(),
                Bloom.read(in),
                in.number(),
                in.longNumber(),
                in.longNumber(),
                in.longNumber(),
                in.unsignedLong(),
                atMost(in.bytes(), 32),
                in.hash(),
                exactly(in.bytes(), 8),
                in.number(),
                in.hash(),
                in.longNumber(),
                in.longNumber(),
                in.hash(),
                in.hash());
        in.end();
        return header;
    }

    private static Bytes atMost(Bytes bytes, int size) {
        if (bytes.size() > size) {
            throw new RlpException("field over " + size + " bytes");
        }
        return bytes;
    }

    private static Bytes exactly(Bytes bytes, int size) {
        if (bytes.size() != size) {
            throw new RlpException("field of " + bytes.size() + " bytes, expected " + size);
        }
        return bytes;
    }
}
