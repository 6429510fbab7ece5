// SPDX-License-Identifier: Apache-2.0
package network.banyan.ledger;

import network.banyan.primitives.Address;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;
import network.banyan.primitives.UInt256;

/**
 * Coins that Ethereum's consensus layer hands to an account (EIP-4895). Blocks of our own chains have none.
 *
 * @param index unsigned, as {@code validator} and {@code gwei}
 * @param gwei the amount
 */
public record Withdrawal(long index, long validator, Address address, long gwei) {
    /**
     * @throws RlpException if the next item is no withdrawal
     */
    public static Withdrawal read(RlpReader list) {
        RlpReader in = list.list();
        var withdrawal = new Withdrawal(in.unsignedLong(), in.unsignedLong(), in.address(), in.unsignedLong());
        in.end();
        return withdrawal;
    }

    /** In wei. */
    public UInt256 amount() {
        return number(gwei).timesExact(1_000_000_000);
    }

    public byte[] encode() {
        return new RlpWriter(64)
                .beginList()
                .write(number(index))
                .write(number(validator))
                .write(address)
                .write(number(gwei))
                .endList()
                .toArray();
    }

    private static UInt256 number(long unsigned) {
        return new UInt256(0, 0, 0, unsigned);
    }
}
