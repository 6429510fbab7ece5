// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.Arrays;
import network.banyan.evm.Code;
import network.banyan.execution.AccountCell.SlotCell;
import network.banyan.execution.AccountCell.TransientCell;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import org.jspecify.annotations.Nullable;

/**
 * What was there before each change of a transaction, newest last. A mark is a length; undoing walks back to it. Parallel
 * arrays, because most entries are warm marks and balances, and none of them should cost an object.
 */
final class Journal {
    private enum Kind {
        BALANCE,
        NONCE,
        CODE,
        STORAGE,
        TRANSIENT,
        WARM_ACCOUNT,
        WARM_SLOT,
        CREATED,
        DESTROYED,
        TOUCHED
    }

    private Kind[] kinds = new Kind[64];
    private Object[] cells = new Object[64];
    private @Nullable Object[] values = new @Nullable Object[64];
    private long[] numbers = new long[64];
    private int size;

    /** A code and its hash: what an account ran before. */
    private record FormerCode(Hash hash, @Nullable Code code) {}

    int size() {
        return size;
    }

    void clear() {
        Arrays.fill(cells, 0, size, null);
        Arrays.fill(values, 0, size, null);
        size = 0;
    }

    void balance(AccountCell cell) {
        add(Kind.BALANCE, cell, cell.balance, 0);
    }

    void nonce(AccountCell cell) {
        add(Kind.NONCE, cell, null, cell.nonce);
    }

    void code(AccountCell cell) {
        add(Kind.CODE, cell, new FormerCode(cell.codeHash, cell.code), 0);
    }

    void storage(SlotCell slot) {
        add(Kind.STORAGE, slot, slot.value, 0);
    }

    void transientStorage(TransientCell slot) {
        add(Kind.TRANSIENT, slot, slot.value, slot.writtenIn);
    }

    void warm(AccountCell cell) {
        add(Kind.WARM_ACCOUNT, cell, null, cell.warmIn);
    }

    void warm(SlotCell slot) {
        add(Kind.WARM_SLOT, slot, null, slot.warmIn);
    }

    void created(AccountCell cell) {
        add(Kind.CREATED, cell, null, cell.createdIn);
    }

    void destroyed(AccountCell cell) {
        add(Kind.DESTROYED, cell, null, cell.destroyedIn);
    }

    void touched(AccountCell cell) {
        add(Kind.TOUCHED, cell, null, cell.touchedIn);
    }

    private void add(Kind kind, Object cell, @Nullable Object value, long number) {
        if (size == kinds.length) {
            kinds = Arrays.copyOf(kinds, 2 * size);
            cells = Arrays.copyOf(cells, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
            numbers = Arrays.copyOf(numbers, 2 * size);
        }
        kinds[size] = kind;
        cells[size] = cell;
        values[size] = value;
        numbers[size] = number;
        size++;
    }

    void revertTo(int mark) {
        while (size > mark) {
            size--;
            undo(kinds[size], cells[size], values[size], numbers[size]);
            values[size] = null;
        }
    }

    private static void undo(Kind kind, Object cell, @Nullable Object value, long number) {
        switch (kind) {
            case BALANCE -> ((AccountCell) cell).balance = word(value);
            case NONCE -> ((AccountCell) cell).nonce = number;
            case CODE -> {
                if (value instanceof FormerCode former) {
                    ((AccountCell) cell).codeHash = former.hash;
                    ((AccountCell) cell).code = former.code;
                }
            }
            case STORAGE -> ((SlotCell) cell).value = word(value);
            case TRANSIENT -> {
                ((TransientCell) cell).value = word(value);
                ((TransientCell) cell).writtenIn = (int) number;
            }
            case WARM_ACCOUNT -> ((AccountCell) cell).warmIn = (int) number;
            case WARM_SLOT -> ((SlotCell) cell).warmIn = (int) number;
            case CREATED -> ((AccountCell) cell).createdIn = (int) number;
            case DESTROYED -> ((AccountCell) cell).destroyedIn = (int) number;
            case TOUCHED -> ((AccountCell) cell).touchedIn = (int) number;
        }
    }

    private static UInt256 word(@Nullable Object value) {
        return value instanceof UInt256 word ? word : UInt256.ZERO;
    }
}
