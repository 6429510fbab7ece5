// SPDX-License-Identifier: Apache-2.0
package network.banyan.ledger;

import java.util.List;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;

/**
 * What became of a transaction.
 *
 * @param type the transaction's EIP-2718 type
 * @param cumulativeGasUsed by this and all earlier transactions of the block
 */
public record Receipt(int type, boolean success, long cumulativeGasUsed, Bloom bloom, List<Log> logs) {
    public Receipt {
        logs = List.copyOf(logs);
    }

    public static Receipt of(int type, boolean success, long cumulativeGasUsed, List<Log> logs) {
        return new Receipt(type, success, cumulativeGasUsed, Bloom.ofLogs(logs), logs);
    }

    /** The bytes that stand in the receipts trie. */
    public byte[] encode() {
        RlpWriter out = new RlpWriter(320 + 160 * logs.size())
                .beginList()
                .write(success ? 1 : 0)
                .write(cumulativeGasUsed)
                .write(bloom.bytes())
                .beginList();
        logs.forEach(log -> log.writeTo(out));
        byte[] list = out.endList().endList().toArray();
        if (type == TransactionBody.LEGACY) {
            return list;
        }
        byte[] typed = new byte[1 + list.length];
        typed[0] = (byte) type;
        System.arraycopy(list, 0, typed, 1, list.length);
        return typed;
    }

    /**
     * @throws RlpException if the bytes are not exactly one receipt
     */
    public static Receipt decode(byte[] encoded) {
        if (encoded.length == 0) {
            throw new RlpException("no bytes");
        }
        int first = encoded[0] & 0xff;
        int type = first >= 0xc0 ? TransactionBody.LEGACY : first;
        if (first < 0xc0 && (first < TransactionBody.ACCESS_LIST || first > TransactionBody.SET_CODE)) {
            throw new RlpException("no such receipt type: " + first);
        }
        byte[] list =
                type == TransactionBody.LEGACY ? encoded : java.util.Arrays.copyOfRange(encoded, 1, encoded.length);
        RlpReader outer = new RlpReader(list);
        RlpReader in = outer.list();
        outer.end();
        long status = in.longNumber();
        if (status > 1) {
            throw new RlpException("receipt status is neither 0 nor 1");
        }
        var receipt = new Receipt(type, status == 1, in.longNumber(), Bloom.read(in), in.list(Log::read));
        in.end();
        return receipt;
    }
}
