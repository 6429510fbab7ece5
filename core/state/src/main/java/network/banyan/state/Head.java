// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import network.banyan.crypto.OrderedTrie;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;

/** The last finalised state, as the store remembers it: RLP of the format's version, the height and the root. */
record Head(long height, Hash root) {
    private static final long FORMAT = 1;
    private static final Head NONE = new Head(-1, OrderedTrie.EMPTY_ROOT);

    static Head of(StateStore store) {
        byte[] stored = store.get(Keys.HEAD);
        return stored == null ? NONE : decode(stored);
    }

    Bytes encode() {
        return Bytes.wrap(new RlpWriter(48)
                .beginList()
                .write(FORMAT)
                .write(height)
                .write(root)
                .endList()
                .toArray());
    }

    private static Head decode(byte[] stored) {
        try {
            RlpReader in = new RlpReader(stored).list();
            long format = in.longNumber();
            if (format != FORMAT) {
                throw new StateException("the state database has format " + format + ", this program reads format "
                        + FORMAT + "; use the program that wrote it, or remove the data folder and sync again");
            }
            return new Head(in.longNumber(), in.hash());
        } catch (RlpException e) {
            throw StateException.damaged("the head");
        }
    }
}
