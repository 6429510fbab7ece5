// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.ethereum;

import java.util.List;
import network.banyan.crypto.Keccak;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.Withdrawal;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;

/**
 * A block of Ethereum at Cancun or later.
 *
 * @param hash of the header as it came, for a header of Cancun has one field less than ours
 * @param hasRequests whether the header names requests, as from Prague on it must
 * @param size bytes of the whole block in RLP
 */
public record EthereumBlock(
        BlockHeader header,
        Hash hash,
        boolean hasRequests,
        List<Transaction> transactions,
        List<Withdrawal> withdrawals,
        int size) {
    private static final int FIELDS_AT_CANCUN = 20;

    public EthereumBlock {
        transactions = List.copyOf(transactions);
        withdrawals = List.copyOf(withdrawals);
    }

    /**
     * @throws RlpException if the bytes are not exactly one such block
     */
    public static EthereumBlock decode(byte[] rlp) {
        RlpReader outer = new RlpReader(rlp);
        RlpReader in = outer.list();
        outer.end();
        byte[] header = in.raw();
        List<Transaction> transactions = in.list(item -> Block.readTransaction(item, rlp.length));
        RlpReader ommers = in.list();
        ommers.end();
        List<Withdrawal> withdrawals = in.list(Withdrawal::read);
        in.end();
        boolean old = isOfCancun(header);
        return new EthereumBlock(
                BlockHeader.decode(old ? withNoRequests(header) : header),
                Keccak.hash(header),
                !old,
                transactions,
                withdrawals,
                rlp.length);
    }

    private static boolean isOfCancun(byte[] header) {
        RlpReader in = new RlpReader(header).list();
        int fields = 0;
        while (in.hasMore()) {
            in.skip();
            fields++;
        }
        return fields == FIELDS_AT_CANCUN;
    }

    private static byte[] withNoRequests(byte[] header) {
        RlpReader in = new RlpReader(header).list();
        RlpWriter out = new RlpWriter(header.length + 40).beginList();
        while (in.hasMore()) {
            out.writeRaw(in.raw());
        }
        return out.write(BlockHeader.NO_REQUESTS).endList().toArray();
    }
}
