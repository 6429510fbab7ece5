// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

import java.util.Arrays;
import network.banyan.application.ApplicationName;
import network.banyan.crypto.Keccak;
import network.banyan.ledger.ApplicationCode;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.jspecify.annotations.Nullable;

/**
 * A contract's code, analysed once: where JUMP may land, and whether it only names another account (EIP-7702). Nothing
 * that shows ever changes, so that any number of frames and threads may run it.
 */
public final class Code {
    /** Most bytes a deployed contract may have (EIP-170). */
    public static final int MAX_SIZE = 24_576;

    /** Most bytes a creation may run (EIP-3860). */
    public static final int MAX_INIT_SIZE = 2 * MAX_SIZE;

    /** The prefix of a delegation; 20 bytes of address follow (EIP-7702). */
    private static final byte[] DELEGATION_PREFIX = {(byte) 0xef, 0x01, 0x00};

    private static final int DELEGATION_SIZE = DELEGATION_PREFIX.length + Address.SIZE;

    /** Room after the last byte, so that neither a cut PUSH32 nor the end of the code needs a check. */
    private static final int PADDING = 33;

    /** No code. */
    public static final Code EMPTY = of(Bytes.EMPTY);

    private final byte[] padded;
    private final int size;
    private final Hash hash;
    private final long[] jumpDestinations;
    private final @Nullable Address delegate;
    private final @Nullable ApplicationName application;

    /** What {@link CompiledCodes} knows of this code; only saves looking it up by its hash. */
    volatile CompiledCodes.@Nullable Entry hotness;

    private Code(byte[] padded, int size, Hash hash) {
        this.padded = padded;
        this.size = size;
        this.hash = hash;
        this.jumpDestinations = jumpDestinations(padded, size);
        this.delegate = delegate(padded, size);
        this.application = application(padded, size);
    }

    public static Code of(Bytes bytes) {
        return of(bytes, Keccak.hash(bytes));
    }

    /** For a caller who knows the hash, such as a store keyed by it. */
    public static Code of(Bytes bytes, Hash hash) {
        return new Code(Arrays.copyOf(bytes.unsafeArray(), bytes.size() + PADDING), bytes.size(), hash);
    }

    /** Code that only runs to create a contract: nobody asks for its hash. */
    static Code ofInitCode(byte[] array, int offset, int size) {
        byte[] padded = new byte[size + PADDING];
        System.arraycopy(array, offset, padded, 0, size);
        return new Code(padded, size, Hash.ZERO);
    }

    /** The code that makes an account run another's (EIP-7702). */
    public static Code delegatingTo(Address address) {
        byte[] bytes = Arrays.copyOf(DELEGATION_PREFIX, DELEGATION_SIZE);
        address.writeTo(bytes, DELEGATION_PREFIX.length);
        return of(Bytes.wrap(bytes));
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public Hash hash() {
        return hash;
    }

    public Bytes bytes() {
        return Bytes.wrap(Arrays.copyOf(padded, size));
    }

    /** Whose code runs in place of this, or null if this is code of its own (EIP-7702). */
    public @Nullable Address delegate() {
        return delegate;
    }

    /** What native application stands in place of this, or null; run as code it is the invalid instruction 0xef. */
    public @Nullable ApplicationName application() {
        return application;
    }

    /** The bytes with at least 33 zeros, which are STOPs, behind them. Only to be read. */
    byte[] padded() {
        return padded;
    }

    /** @param position not negative */
    boolean isJumpDestination(long position) {
        return position < size && (jumpDestinations[(int) (position >>> 6)] >>> position & 1) != 0;
    }

    private static long[] jumpDestinations(byte[] code, int size) {
        long[] found = new long[(size + 63) >>> 6];
        for (int at = 0; at < size; at++) {
            byte op = code[at];
            if (op == Op.JUMPDEST) {
                found[at >>> 6] |= 1L << at;
            } else if (op >= Op.PUSH1) {
                // PUSH1 to PUSH32 are the bytes 0x60 to 0x7f: as a signed byte, all that is not below 0x60.
                at += op - Op.PUSH1 + 1;
            }
        }
        return found;
    }

    private static @Nullable Address delegate(byte[] code, int size) {
        boolean delegates = size == DELEGATION_SIZE
                && Arrays.equals(code, 0, DELEGATION_PREFIX.length, DELEGATION_PREFIX, 0, DELEGATION_PREFIX.length);
        return delegates ? Address.at(code, DELEGATION_PREFIX.length) : null;
    }

    private static @Nullable ApplicationName application(byte[] code, int size) {
        if (size == 0 || code[0] != (byte) 0xef) {
            return null;
        }
        return ApplicationCode.nameIn(Bytes.wrap(Arrays.copyOf(code, size)))
                .filter(ApplicationName::isName)
                .map(ApplicationName::new)
                .orElse(null);
    }
}
