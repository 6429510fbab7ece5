// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.watch;

import network.banyan.execution.Evidence;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** What a watcher finds of a checkpoint. */
public sealed interface Finding {
    /** All of it is true. */
    record True() implements Finding {}

    /** Nobody has shown a block yet that it names. */
    record Missing(long number, Hash hash) implements Finding {}

    /** A block does something else than its header says (rule 8). */
    record FalseBlock(long number, Evidence.OfBlock evidence, String why) implements Finding {}

    /**
     * The list is no chain of blocks, or another one than the checkpoint says (rule 9).
     *
     * @param header of the block that does not fit
     */
    record FalseList(long number, Bytes header, String why) implements Finding {}

    /** The chain's own contract says something else of the run that ends with a block (rule 10). */
    record FalseRecord(long number, Evidence.OfState evidence, String why) implements Finding {}
}
