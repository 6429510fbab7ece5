// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;

/** What the {@link Judge} is shown (docs/spec/disputes.md, rule 5). */
public sealed interface Evidence {
    /** Most bytes of it. */
    int BYTES_MAX = 4 << 20;

    /**
     * Most bytes of the state that a block may touch, so that what shows it, with the block itself and 256 headers, is no more
     * than may be shown.
     */
    int STATE_BYTES_MAX = 3 << 20;

    /** As the root carries it. */
    Bytes encode();

    /**
     * Whether a block does what its header says.
     *
     * @param parent the header before it
     * @param witness of the parent's state
     */
    record OfBlock(DisputeRules rules, BlockHeader parent, Block block, Witness witness) implements Evidence {
        @Override
        public Bytes encode() {
            var out = new RlpWriter(4096)
                    .beginList()
                    .writeRaw(rules.encode().toArray())
                    .writeRaw(parent.encode())
                    .writeRaw(block.encode());
            witness.writeTo(out);
            return Bytes.wrap(out.endList().toArray());
        }

        /**
         * @throws RlpException if the bytes are not exactly such evidence
         */
        public static OfBlock decode(byte[] encoded) {
            RlpReader in = items(encoded);
            var rules = DisputeRules.read(in);
            var parent = BlockHeader.decode(in.raw());
            var block = Block.decode(in.raw());
            var witness = Witness.read(in);
            in.end();
            return new OfBlock(rules, parent, block, witness);
        }
    }

    /**
     * What a contract answers after a block.
     *
     * @param header the block's
     * @param witness of the state after it
     */
    record OfState(BlockHeader header, Witness witness) implements Evidence {
        @Override
        public Bytes encode() {
            var out = new RlpWriter(4096).beginList().writeRaw(header.encode());
            witness.writeTo(out);
            return Bytes.wrap(out.endList().toArray());
        }

        /**
         * @throws RlpException if the bytes are not exactly such evidence
         */
        public static OfState decode(byte[] encoded) {
            RlpReader in = items(encoded);
            var header = BlockHeader.decode(in.raw());
            var witness = Witness.read(in);
            in.end();
            return new OfState(header, witness);
        }
    }

    /** That a block's bytes are there for all to see. */
    record OfBytes(Block block) implements Evidence {
        @Override
        public Bytes encode() {
            return Bytes.wrap(new RlpWriter(1024)
                    .beginList()
                    .writeRaw(block.encode())
                    .endList()
                    .toArray());
        }

        /**
         * @throws RlpException if the bytes are not exactly such evidence
         */
        public static OfBytes decode(byte[] encoded) {
            RlpReader in = items(encoded);
            var block = Block.decode(in.raw());
            in.end();
            return new OfBytes(block);
        }
    }

    private static RlpReader items(byte[] encoded) {
        var outer = new RlpReader(encoded);
        RlpReader in = outer.list();
        outer.end();
        return in;
    }
}
