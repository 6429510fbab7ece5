// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import network.banyan.primitives.Bytes;

/**
 * Programs that mostly run on: operands are there when an instruction needs them and tend to the edges of their ranges,
 * jumps mostly lead to a JUMPDEST, and calls to a contract, a precompile or nobody.
 */
final class RandomPrograms {
    private static final int BLOCKS_MAX = 12;
    private static final int INSTRUCTIONS_MAX = 14;
    private static final int[] BINARY = {
        0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x0a, 0x0b, 0x10, 0x11, 0x12, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1a,
        0x1b, 0x1c, 0x1d
    };
    private static final int[] UNARY = {0x15, 0x19, 0x1e, 0x31, 0x35, 0x3b, 0x3f, 0x40, 0x49, 0x51, 0x54, 0x5c};
    private static final int[] NULLARY = {
        0x30, 0x32, 0x33, 0x34, 0x36, 0x38, 0x3a, 0x3d, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x4a, 0x58,
        0x59, 0x5a, 0x5f
    };
    private static final int[] CALLS = {0xf1, 0xf2, 0xf4, 0xfa};

    private final Random random;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Integer> targets = new ArrayList<>();

    /** Where the two bytes of a jump's target are to be filled in. */
    private final List<Integer> jumps = new ArrayList<>();

    private int height;

    private RandomPrograms(Random random) {
        this.random = random;
    }

    static Bytes next(Random random) {
        return new RandomPrograms(random).program();
    }

    private Bytes program() {
        int blocks = 1 + random.nextInt(BLOCKS_MAX);
        for (int i = 0; i < 2 + random.nextInt(6); i++) {
            pushWord();
        }
        for (int i = 0; i < blocks; i++) {
            if (random.nextInt(8) != 0) {
                targets.add(out.size());
                out.write(0x5b);
                // Whoever jumps here may not have pushed what the instructions before this one did.
                height = random.nextInt(10) == 0 ? height : 0;
            }
            int instructions = random.nextInt(INSTRUCTIONS_MAX);
            for (int j = 0; j < instructions; j++) {
                instruction();
            }
            if (random.nextInt(4) != 0) {
                jump(random.nextInt(4) == 0);
            }
        }
        end();
        byte[] code = out.toByteArray();
        for (int at : jumps) {
            int target = target(at, code.length);
            code[at] = (byte) (target >>> 8);
            code[at + 1] = (byte) target;
        }
        return Bytes.wrap(code);
    }

    /** Mostly onwards, because few programs that loop come to an end. */
    private int target(int from, int size) {
        List<Integer> onwards = targets.stream().filter(target -> target > from).toList();
        List<Integer> choice = onwards.isEmpty() || random.nextInt(6) == 0 ? targets : onwards;
        return choice.isEmpty() || random.nextInt(200) == 0
                ? random.nextInt(size + 4)
                : choice.get(random.nextInt(choice.size()));
    }

    private void end() {
        switch (random.nextInt(6)) {
            case 0, 3 -> out.write(0);
            case 1 -> {
                pushSmall();
                pushSmall();
                out.write(0xfd);
            }
            case 2 -> {
                pushWord();
                out.write(0xff);
            }
            default -> {
                pushSmall();
                pushSmall();
                out.write(0xf3);
            }
        }
    }

    private void instruction() {
        switch (random.nextInt(30)) {
            case 0, 1, 2, 3 -> pushWord();
            case 4, 5, 6, 7, 8, 9, 10 -> operate(BINARY, 2);
            case 11, 12 -> {
                need(3);
                out.write(0x08 + random.nextInt(2));
                height -= 2;
            }
            case 13, 14 -> unary();
            case 15, 16 -> {
                out.write(NULLARY[random.nextInt(NULLARY.length)]);
                height++;
            }
            case 17, 18, 19 -> {
                int depth = 1 + random.nextInt(Math.clamp(height, 1, 16));
                need(depth);
                out.write(0x7f + depth);
                height++;
            }
            case 20, 21 -> {
                int depth = 1 + random.nextInt(Math.clamp(height - 1, 1, 16));
                need(depth + 1);
                out.write(0x8f + depth);
            }
            case 22 -> store(0x52 + random.nextInt(2));
            case 23 -> {
                pushWordOrSmall();
                pushSmall();
                out.write(random.nextInt(3) == 0 ? 0x5d : 0x55);
                height -= 2;
            }
            case 24 -> memory();
            case 25 -> copy();
            case 26 -> call();
            case 27 -> {
                need(1);
                out.write(0x50);
                height--;
            }
            case 28 -> log();
            default -> rare();
        }
    }

    private void rare() {
        switch (random.nextInt(24)) {
            case 0 -> out.write(random.nextInt(256));
            case 1 -> {
                pushSmall();
                pushSmall();
                pushSmall();
                out.write(random.nextBoolean() ? 0xf0 : 0xf5);
                height -= 2;
            }
            default -> pushSmall();
        }
    }

    private void need(int words) {
        while (height < words) {
            pushWord();
        }
    }

    private void operate(int[] instructions, int words) {
        need(words);
        out.write(instructions[random.nextInt(instructions.length)]);
        height -= words - 1;
    }

    private void unary() {
        if (random.nextInt(10) != 0) {
            pushSmall();
        }
        operate(UNARY, 1);
    }

    private void store(int op) {
        pushWordOrSmall();
        pushSmall();
        out.write(op);
        height -= 2;
    }

    private void memory() {
        pushSmall();
        pushSmall();
        out.write(0x20);
        height--;
    }

    private void copy() {
        int[] copies = {0x37, 0x39, 0x5e, 0x3e};
        pushSmall();
        pushSmall();
        pushSmall();
        out.write(copies[random.nextInt(random.nextInt(20) == 0 ? 4 : 3)]);
        height -= 3;
    }

    private void log() {
        int topics = random.nextInt(5);
        need(topics);
        pushSmall();
        pushSmall();
        out.write(0xa0 + topics);
        height -= 2 + topics;
    }

    private void call() {
        int op = CALLS[random.nextInt(CALLS.length)];
        for (int i = 0; i < 4; i++) {
            pushSmall();
        }
        if (op == 0xf1 || op == 0xf2) {
            push(1, random.nextInt(4) == 0 ? 1 : 0);
        }
        switch (random.nextInt(4)) {
            case 0 -> push(1, random.nextInt(18));
            case 1 -> pushAddress(Scene.CONTRACT.toArray());
            case 2 -> pushAddress(Scene.BOB.toArray());
            default -> pushWord();
        }
        if (random.nextBoolean()) {
            out.write(0x5a);
            height++;
        } else {
            push(2, random.nextInt(40_000));
        }
        out.write(op);
        height -= op == 0xf1 || op == 0xf2 ? 6 : 5;
    }

    private void jump(boolean always) {
        if (!always) {
            need(1);
            if (random.nextInt(3) == 0) {
                out.write(0x15);
            }
            height--;
        }
        out.write(0x61);
        jumps.add(out.size());
        out.write(0);
        out.write(0);
        if (random.nextInt(5) == 0) {
            // The same target, but by a way that a translator cannot see.
            out.write(0x36);
            out.write(0x36);
            out.write(0x18);
            out.write(0x17);
        }
        out.write(always ? 0x56 : 0x57);
    }

    private void pushWordOrSmall() {
        if (random.nextBoolean()) {
            pushWord();
        } else {
            pushSmall();
        }
    }

    private void pushSmall() {
        if (random.nextInt(600) == 0) {
            push(3, random.nextInt(1 << 24));
        } else {
            push(1, random.nextInt(3) == 0 ? random.nextInt(256) : random.nextInt(70));
        }
    }

    private void pushAddress(byte[] address) {
        out.write(0x73);
        out.writeBytes(address);
        height++;
    }

    /** A word at an edge: near 0, a power of two or the greatest, or of random limbs. */
    private void pushWord() {
        byte[] word = new byte[32];
        switch (random.nextInt(6)) {
            case 0 -> word[31] = (byte) random.nextInt(4);
            case 1 -> {
                Arrays.fill(word, (byte) 0xff);
                word[31] = (byte) (0xff - random.nextInt(3));
            }
            case 2 -> {
                int bit = random.nextInt(256);
                word[31 - bit / 8] = (byte) (1 << bit % 8);
            }
            case 3 -> {
                int bit = random.nextInt(256);
                for (int i = 0; i < bit; i++) {
                    word[31 - i / 8] |= (byte) (1 << i % 8);
                }
            }
            case 4 -> {
                byte[] low = new byte[8 * (1 + random.nextInt(2))];
                random.nextBytes(low);
                System.arraycopy(low, 0, word, 32 - low.length, low.length);
            }
            default -> {
                random.nextBytes(word);
                int limb = random.nextInt(5);
                if (limb < 4) {
                    Arrays.fill(word, 8 * limb, 8 * limb + 8, (byte) (random.nextBoolean() ? 0 : 0xff));
                }
            }
        }
        int start = 0;
        while (start < 31 && word[start] == 0) {
            start++;
        }
        out.write(0x7f - start);
        out.write(word, start, 32 - start);
        height++;
    }

    private void push(int bytes, int value) {
        out.write(0x5f + bytes);
        for (int i = bytes - 1; i >= 0; i--) {
            out.write(value >>> 8 * i);
        }
        height++;
    }
}
