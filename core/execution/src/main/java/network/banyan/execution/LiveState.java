// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import network.banyan.evm.Code;
import network.banyan.primitives.Address;
import network.banyan.primitives.UInt256;

/** The state as it is while a transaction runs, to look at. Used by the thread that runs it, and only meanwhile. */
public interface LiveState {
    UInt256 balance(Address account);

    /** As an unsigned long. */
    long nonce(Address account);

    /** {@link Code#EMPTY} for an account without code. */
    Code code(Address account);

    UInt256 storage(Address account, UInt256 slot);

    /** What the transaction may be paid back so far, in gas (EIP-3529). */
    long refund();
}
