// SPDX-License-Identifier: Apache-2.0
package network.banyan.testkit.evm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import network.banyan.evm.Op;
import network.banyan.primitives.Bytes;

/** Small changes of code, some of bytes and some of whole instructions, as a fuzzer makes them. */
public final class Mutations {
    /** Longer code is cut: what a mutation can break shows in short code too. */
    public static final int SIZE_MAX = 4_096;

    private static final int CHANGES_MAX = 6;
    private static final int RUN_MAX = 8;

    private final Random random;

    public Mutations(Random random) {
        this.random = random;
    }

    /**
     * One to six changes, one after the other.
     *
     * @param other code to take parts of
     */
    public Bytes of(Bytes code, Bytes other) {
        byte[] bytes = code.toArray();
        int changes = 1 + random.nextInt(CHANGES_MAX);
        for (int i = 0; i < changes; i++) {
            bytes = change(bytes, other.toArray());
        }
        return Bytes.wrap(Arrays.copyOf(bytes, Math.min(bytes.length, SIZE_MAX)));
    }

    /** Where instructions begin. */
    public static List<Integer> starts(byte[] code) {
        List<Integer> starts = new ArrayList<>();
        for (int at = 0; at < code.length; at += 1 + Op.immediateBytes(code[at] & 0xff)) {
            starts.add(at);
        }
        return starts;
    }

    private byte[] change(byte[] code, byte[] other) {
        if (code.length == 0) {
            return other;
        }
        return switch (random.nextInt(8)) {
            case 0 -> flipped(code);
            case 1 -> inserted(code);
            case 2 -> without(code);
            case 3 -> spliced(code, other);
            case 4, 5 -> operandReplaced(code);
            case 6 -> swapped(code);
            default -> instructionReplaced(code);
        };
    }

    private byte[] flipped(byte[] code) {
        byte[] changed = code.clone();
        changed[random.nextInt(code.length)] ^= (byte) (1 << random.nextInt(8));
        return changed;
    }

    private byte[] inserted(byte[] code) {
        byte[] run = new byte[1 + random.nextInt(RUN_MAX)];
        random.nextBytes(run);
        int at = start(code);
        return join(Arrays.copyOf(code, at), run, tail(code, at));
    }

    private byte[] without(byte[] code) {
        int from = random.nextInt(code.length);
        int to = Math.min(code.length, from + 1 + random.nextInt(RUN_MAX));
        return join(Arrays.copyOf(code, from), tail(code, to));
    }

    /** The beginning of one and the end of the other, both whole instructions. */
    private byte[] spliced(byte[] code, byte[] other) {
        return other.length == 0 ? code : join(Arrays.copyOf(code, start(code)), tail(other, start(other)));
    }

    private byte[] operandReplaced(byte[] code) {
        List<Integer> pushes = starts(code).stream()
                .filter(at -> Op.immediateBytes(code[at] & 0xff) > 0)
                .toList();
        if (pushes.isEmpty()) {
            return flipped(code);
        }
        int at = pushes.get(random.nextInt(pushes.size()));
        int size = Math.min(Op.immediateBytes(code[at] & 0xff), code.length - at - 1);
        byte[] changed = code.clone();
        System.arraycopy(EdgeWords.next(random).toArray(), 32 - size, changed, at + 1, size);
        return changed;
    }

    /** Two instructions without operands change places. */
    private byte[] swapped(byte[] code) {
        List<Integer> plain = starts(code).stream()
                .filter(at -> Op.immediateBytes(code[at] & 0xff) == 0)
                .toList();
        if (plain.isEmpty()) {
            return flipped(code);
        }
        int one = plain.get(random.nextInt(plain.size()));
        int other = plain.get(random.nextInt(plain.size()));
        byte[] changed = code.clone();
        changed[one] = code[other];
        changed[other] = code[one];
        return changed;
    }

    /** Often by one near it, which does something alike. */
    private byte[] instructionReplaced(byte[] code) {
        byte[] changed = code.clone();
        int at = start(code);
        changed[at] = (byte) (random.nextBoolean() ? code[at] + random.nextInt(5) - 2 : random.nextInt(256));
        return changed;
    }

    private int start(byte[] code) {
        List<Integer> starts = starts(code);
        return starts.get(random.nextInt(starts.size()));
    }

    private static byte[] tail(byte[] code, int from) {
        return Arrays.copyOfRange(code, from, code.length);
    }

    private static byte[] join(byte[]... parts) {
        int size = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] all = new byte[size];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
