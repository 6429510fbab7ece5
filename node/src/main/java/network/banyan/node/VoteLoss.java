// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.io.IOException;
import java.nio.file.Path;

/** Told by whoever fills a data folder with a chain and without the votes that a key may have cast (ADR-0011). */
public final class VoteLoss {
    private VoteLoss() {}

    /**
     * A key that never voted needs no note, and gets none.
     *
     * @param keys the folder of the validator's key
     * @throws IOException if the mark there cannot be written
     */
    public static void note(Path keys, long nowMillis) throws IOException {
        new VoteMemory(keys).lost(nowMillis);
    }
}
