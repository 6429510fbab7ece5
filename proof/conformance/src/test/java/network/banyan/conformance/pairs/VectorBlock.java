// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.pairs;

import java.util.ArrayList;
import java.util.List;
import network.banyan.crypto.Keccak;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Bloom;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.Withdrawal;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.UInt256;

/**
 * A block of the chain of ethereum/execution-apis, whatever its fork. Headers from before Prague have fewer fields than our
 * codec knows; such a block gets a header of today with the same contents.
 *
 * @param block with that header
 * @param hash the true one
 * @param ommers headers of blocks that came too late
 */
record VectorBlock(Block block, Hash hash, List<Ommer> ommers, List<Withdrawal> withdrawals) {
    static final long FIRST_TANGERINE = 3;
    static final long FIRST_SPURIOUS = 6;
    static final long FIRST_BYZANTIUM = 9;
    static final long FIRST_CONSTANTINOPLE = 12;
    static final long FIRST_PETERSBURG = 15;
    static final long FIRST_ISTANBUL = 18;
    static final long FIRST_BERLIN = 24;
    static final long FIRST_MERGED = 36;
    static final long FIRST_SHANGHAI = 39;
    static final long FIRST_CANCUN = 42;
    static final long FIRST_PRAGUE = 45;

    record Ommer(long number, Address beneficiary) {}

    long number() {
        return block.number();
    }

    /** The next one in a file of blocks. */
    static VectorBlock read(RlpReader file) {
        RlpReader fields = file.list();
        byte[] header = fields.raw();
        List<Transaction> transactions =
                fields.list(item -> Transaction.decode(item.nextIsList() ? item.raw() : item.array()));
        List<Ommer> ommers = fields.list(item -> ommer(values(item.raw())));
        List<Withdrawal> withdrawals = fields.hasMore() ? fields.list(Withdrawal::read) : List.of();
        fields.end();
        List<byte[]> values = values(header);
        BlockHeader today = number(values, 8) >= FIRST_PRAGUE ? BlockHeader.decode(header) : today(values);
        return new VectorBlock(new Block(today, transactions), Keccak.hash(header), ommers, withdrawals);
    }

    private static Ommer ommer(List<byte[]> values) {
        return new Ommer(number(values, 8), Address.of(values.get(2)));
    }

    private static List<byte[]> values(byte[] header) {
        RlpReader in = new RlpReader(header).list();
        List<byte[]> values = new ArrayList<>();
        while (in.hasMore()) {
            values.add(in.array());
        }
        return values;
    }

    private static BlockHeader today(List<byte[]> values) {
        return new BlockHeader(
                Hash.of(values.get(0)),
                Hash.of(values.get(1)),
                Address.of(values.get(2)),
                Hash.of(values.get(3)),
                Hash.of(values.get(4)),
                Hash.of(values.get(5)),
                new Bloom(Bytes.wrap(values.get(6))),
                UInt256.ofBytes(values.get(7)),
                number(values, 8),
                number(values, 9),
                number(values, 10),
                number(values, 11),
                Bytes.wrap(values.get(12)),
                Hash.of(values.get(13)),
                Bytes.wrap(values.get(14)),
                values.size() > 15 ? UInt256.ofBytes(values.get(15)) : UInt256.ZERO,
                values.size() > 16 ? Hash.of(values.get(16)) : BlockHeader.EMPTY_ROOT,
                values.size() > 17 ? number(values, 17) : 0,
                values.size() > 18 ? number(values, 18) : 0,
                values.size() > 19 ? Hash.of(values.get(19)) : Hash.ZERO,
                BlockHeader.NO_REQUESTS);
    }

    private static long number(List<byte[]> values, int index) {
        return UInt256.ofBytes(values.get(index)).toLongExact();
    }
}
