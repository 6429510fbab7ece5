// SPDX-License-Identifier: Apache-2.0
package network.banyan.testkit.evm;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;

/**
 * Programs that mostly run on: operands are there when an instruction needs them and tend to the edges of their ranges,
 * jumps mostly lead to a JUMPDEST, calls to an account of the scene or to a precompile with input that it takes, and
 * creations run code of this kind too.
 */
public final class RandomPrograms {
    private static final int BLOCKS_MAX = 12;
    private static final int INIT_BLOCKS_MAX = 2;
    private static final int INSTRUCTIONS_MAX = 14;
    private static final int DEPTH_MAX = 16;
    private static final int[] BINARY = {
        0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x0a, 0x0b, 0x10, 0x11, 0x12, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1a,
        0x1b, 0x1c, 0x1d
    };
    private static final int[] UNARY = {0x15, 0x19, 0x1e, 0x31, 0x35, 0x3b, 0x3f, 0x40, 0x49, 0x51, 0x54, 0x5c};
    private static final int[] NULLARY = {
        0x30, 0x32, 0x33, 0x34, 0x36, 0x38, 0x3a, 0x3d, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x4a, 0x58,
        0x59, 0x5a, 0x5f
    };
    private static final int[] ACCOUNT = {0x31, 0x3b, 0x3f};
    private static final int[] CALLS = {0xf1, 0xf2, 0xf4, 0xfa};

    private final Random random;
    private final List<Address> scene;
    private final boolean creates;
    private final PrecompileInputs precompiles;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Integer> targets = new ArrayList<>();

    /** Where the two bytes of a jump's target are to be filled in. */
    private final List<Integer> jumps = new ArrayList<>();

    /** What stands behind the last instruction, for CODECOPY. */
    private final List<Data> data = new ArrayList<>();

    private int height;

    /** @param at where the two bytes of its place are to be filled in */
    private record Data(int at, Bytes bytes) {}

    private RandomPrograms(Random random, List<Address> scene, boolean creates) {
        this.random = random;
        this.scene = List.copyOf(scene);
        this.creates = creates;
        this.precompiles = new PrecompileInputs(random);
    }

    /**
     * @param scene the accounts that there are; not empty
     */
    public static Bytes next(Random random, List<Address> scene) {
        return new RandomPrograms(random, scene, true).program(BLOCKS_MAX);
    }

    /** Init code, which mostly leaves a contract behind. */
    public static Bytes nextInitCode(Random random, List<Address> scene) {
        return new RandomPrograms(random, scene, false).initCode();
    }

    private Bytes initCode() {
        if (random.nextInt(3) == 0) {
            return program(INIT_BLOCKS_MAX);
        }
        for (int i = 0; i < random.nextInt(INSTRUCTIONS_MAX); i++) {
            instruction();
        }
        Bytes deployed = new RandomPrograms(random, scene, false).program(INIT_BLOCKS_MAX);
        copyToMemory(deployed);
        push(2, deployed.size());
        push(1, 0);
        out.write(0xf3);
        return finished();
    }

    private Bytes program(int blocksMax) {
        int blocks = 1 + random.nextInt(blocksMax);
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
        return finished();
    }

    private Bytes finished() {
        int end = out.size();
        List<Integer> places = new ArrayList<>();
        for (Data each : data) {
            places.add(out.size());
            out.writeBytes(each.bytes.unsafeArray());
        }
        byte[] code = out.toByteArray();
        jumps.forEach(at -> fillIn(code, at, target(at, end)));
        for (int i = 0; i < places.size(); i++) {
            fillIn(code, data.get(i).at, places.get(i));
        }
        return Bytes.wrap(code);
    }

    private static void fillIn(byte[] code, int at, int value) {
        code[at] = (byte) (value >>> 8);
        code[at + 1] = (byte) value;
    }

    /** Mostly onwards, because few programs that loop come to an end. */
    private int target(int from, int size) {
        List<Integer> onwards = targets.stream().filter(target -> target > from).toList();
        List<Integer> choice = onwards.isEmpty() || random.nextInt(15) == 0 ? targets : onwards;
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
                pushAccount();
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
        switch (random.nextInt(33)) {
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
                int depth = 1 + random.nextInt(reach(height));
                need(depth);
                out.write(0x7f + depth);
                height++;
            }
            case 20, 21 -> {
                int depth = 1 + random.nextInt(reach(height - 1));
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
            case 29 -> precompile();
            case 30 -> account();
            case 31 -> create();
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

    /** How deep DUP and SWAP go: mostly no deeper than there are words. */
    private int reach(int words) {
        return random.nextInt(10) == 0 ? DEPTH_MAX : Math.clamp(words, 1, DEPTH_MAX);
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
        if (random.nextInt(4) == 0) {
            push(1, random.nextInt(18));
        } else {
            pushAccount();
        }
        pushGas();
        out.write(op);
        height -= op == 0xf1 || op == 0xf2 ? 6 : 5;
    }

    private void precompile() {
        int op = CALLS[random.nextInt(CALLS.length)];
        int number = precompiles.number();
        Bytes input = precompiles.next(number);
        copyToMemory(input);
        pushSmall();
        pushSmall();
        push(2, input.size());
        push(1, 0);
        if (op == 0xf1 || op == 0xf2) {
            push(1, 0);
        }
        push(2, number);
        out.write(0x5a);
        height++;
        out.write(op);
        height -= op == 0xf1 || op == 0xf2 ? 6 : 5;
    }

    /** Asks something about an account. */
    private void account() {
        if (random.nextInt(4) == 0) {
            pushSmall();
            pushSmall();
            pushSmall();
            pushAccount();
            out.write(0x3c);
            height -= 4;
        } else {
            pushAccount();
            out.write(ACCOUNT[random.nextInt(ACCOUNT.length)]);
        }
    }

    /** Creates a contract and mostly calls it. Init code creates no further, so that programs stay small. */
    private void create() {
        // Each costs 32,000 gas.
        if (!creates || random.nextInt(3) != 0) {
            account();
            return;
        }
        Bytes code = nextInitCode(random, scene);
        copyToMemory(code);
        boolean salted = random.nextBoolean();
        if (salted) {
            pushSmall();
        }
        push(2, code.size());
        push(1, 0);
        push(1, random.nextInt(4) == 0 ? 1 : 0);
        out.write(salted ? 0xf5 : 0xf0);
        height -= salted ? 3 : 2;
        if (random.nextInt(3) != 0) {
            for (int i = 0; i < 5; i++) {
                push(1, i == 4 ? random.nextInt(2) : 0);
            }
            out.write(0x85);
            height++;
            pushGas();
            out.write(0xf1);
            height -= 6;
        }
    }

    /** Mostly little: contracts that hand each other all they have end when it is spent, and nothing else comes to pass. */
    private void pushGas() {
        if (random.nextInt(5) == 0) {
            out.write(0x5a);
            height++;
        } else {
            push(2, random.nextInt(40_000));
        }
    }

    /** Puts the bytes behind the code, and copies them from there to the beginning of memory. */
    private void copyToMemory(Bytes bytes) {
        push(2, bytes.size());
        out.write(0x61);
        data.add(new Data(out.size(), bytes));
        out.write(0);
        out.write(0);
        out.write(0x5f);
        out.write(0x39);
        height--;
    }

    /** Mostly one of the scene. */
    private void pushAccount() {
        if (random.nextInt(8) == 0) {
            pushWord();
        } else {
            out.write(0x73);
            out.writeBytes(scene.get(random.nextInt(scene.size())).toArray());
            height++;
        }
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

    private void pushWord() {
        byte[] word = EdgeWords.next(random).toMinimalArray();
        out.write(0x5f + Math.max(1, word.length));
        out.writeBytes(word.length == 0 ? new byte[1] : word);
        height++;
    }

    private void push(int bytes, int value) {
        out.write(0x5f + bytes);
        for (int i = bytes - 1; i >= 0; i--) {
            out.write(value >>> (8 * i));
        }
        height++;
    }
}
