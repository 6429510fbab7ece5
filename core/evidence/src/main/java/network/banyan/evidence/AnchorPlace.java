// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;

/**
 * Where a batch was anchored.
 *
 * @param block number of the finalised block
 * @param transactionIndex place of the transaction in the block
 * @param logIndex place of the event among its receipt's logs
 */
public record AnchorPlace(AnchorContract.Batch batch, long block, int transactionIndex, int logIndex) {
    /** A form for stores: RLP of device, root, first sequence, count, block, transaction index, log index. */
    public byte[] encode() {
        return new RlpWriter(128)
                .beginList()
                .write(batch.device())
                .write(batch.root())
                .write(batch.firstSequence())
                .write(batch.count())
                .write(block)
                .write(transactionIndex)
                .write(logIndex)
                .endList()
                .toArray();
    }

    /**
     * @throws RlpException if the bytes are not {@link #encode}'s
     */
    public static AnchorPlace decode(byte[] encoded) {
        RlpReader outer = new RlpReader(encoded);
        RlpReader in = outer.list();
        outer.end();
        var batch = new AnchorContract.Batch(in.hash(), in.hash(), in.longNumber(), in.longNumber());
        var place = new AnchorPlace(batch, in.longNumber(), (int) in.longNumber(), (int) in.longNumber());
        in.end();
        return place;
    }
}
