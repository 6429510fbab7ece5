// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

import network.banyan.ledger.Log;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * What the EVM asks of the state and does to it, within one transaction. Every change can be undone back to a
 * {@link #mark}, the access lists of EIP-2929 and the refund counter included.
 */
public interface World {
    UInt256 balance(Address account);

    /** As an unsigned long. */
    long nonce(Address account);

    /** {@link Code#EMPTY} for an account without code. */
    Code code(Address account);

    /** Keccak-256 of the code; that of no bytes for an account without code. */
    Hash codeHash(Address account);

    /** Whether the account is absent, or empty as EIP-161 means it. */
    boolean isDead(Address account);

    /** Whether a contract must not be created here: there is a nonce, code (EIP-684) or storage (EIP-7610) already. */
    boolean collides(Address account);

    void setNonce(Address account, long nonce);

    void setCode(Address account, Code code);

    /** Moves coins that the sender has; moving none still touches the receiver (EIP-161). */
    void transfer(Address from, Address to, UInt256 value);

    /** Notes that the account is created by this transaction, which lets it self-destruct for good (EIP-6780). */
    void markCreated(Address account);

    /** Moves the whole balance to the beneficiary and, if this transaction created the account, removes it at its end. */
    void selfDestruct(Address account, Address beneficiary);

    UInt256 storage(Address account, UInt256 slot);

    /** The slot's value when the transaction began (EIP-2200). */
    UInt256 originalStorage(Address account, UInt256 slot);

    void setStorage(Address account, UInt256 slot, UInt256 value);

    /** EIP-1153. */
    UInt256 transientStorage(Address account, UInt256 slot);

    void setTransientStorage(Address account, UInt256 slot, UInt256 value);

    /** Marks the account as accessed; true if it was cold. Precompiles are never asked about: they are always warm. */
    boolean warmUp(Address account);

    /** Marks the slot as accessed; true if it was cold. */
    boolean warmUp(Address account, UInt256 slot);

    void log(Log log);

    /** Adds to the transaction's refund counter; negative to take back. */
    void refund(long gas);

    /** A point to which {@link #revertTo} undoes. Marks nest. */
    int mark();

    void revertTo(int mark);
}
