// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

import network.banyan.primitives.Bytes;

/** How a message ended. What it did to the world stands only after {@link Success}. */
public sealed interface Result {
    /** Of the gas given to the message. */
    long gasLeft();

    /** What the outermost frame returned: no bytes after a halt. */
    Bytes output();

    /** STOP, RETURN or SELFDESTRUCT; after a creation the output is the stored code. */
    record Success(Bytes output, long gasLeft) implements Result {}

    /** REVERT, with the reason's bytes. */
    record Reverted(Bytes output, long gasLeft) implements Result {}

    /** An exceptional end that took all gas. */
    record Halted(Halt halt) implements Result {
        @Override
        public long gasLeft() {
            return 0;
        }

        @Override
        public Bytes output() {
            return Bytes.EMPTY;
        }
    }
}
