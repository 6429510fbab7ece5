// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.compiled;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.constant.ConstantDescs.INIT_NAME;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.SwitchCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A code as a class file: a subclass of {@code CompiledCode} in its package. A pure function of the code. */
public final class Translation {
    /** HotSpot compiles no method with more bytecode than this. */
    private static final int METHOD_BYTES_MAX = 8_000;

    /**
     * Weight of the blocks put into one method. HotSpot also stops to inline where a method and what is inlined into it
     * reach 8,000 bytes, and {@link Block#weight} counts both.
     */
    private static final int[] WEIGHTS = {7_000, 4_000, 2_000};

    /** Code of more weight is refused before any work goes into it: contracts that people write stay well below. */
    private static final long WEIGHT_TOTAL_MAX = 2_000_000;

    private final byte[] classFile;
    private final int[] entries;
    private final int[] targets;

    private Translation(byte[] classFile, Plan plan) {
        this.classFile = classFile;
        this.entries = plan.entries();
        this.targets = plan.targets();
    }

    public byte[] classFile() {
        return classFile;
    }

    /** For every position of the code the id of the block by which a frame may be entered there, or -1. */
    public int[] entries() {
        return entries;
    }

    /** For every position the id of the block a JUMP finds there, or -1. */
    public int[] targets() {
        return targets;
    }

    /** Empty if the code is too much work, or some stretch of it will not fit into a method. */
    public static Optional<Translation> of(byte[] padded, int size, Style style) {
        for (int weight : WEIGHTS) {
            var plan = new Plan(padded, size, style, weight);
            if (plan.weight() > WEIGHT_TOTAL_MAX) {
                return Optional.empty();
            }
            byte[] classFile = ClassFile.of().build(Names.GENERATED, type -> write(type, plan));
            if (largestMethod(classFile) <= METHOD_BYTES_MAX) {
                return Optional.of(new Translation(classFile, plan));
            }
        }
        return Optional.empty();
    }

    private static int largestMethod(byte[] classFile) {
        return ClassFile.of().parse(classFile).methods().stream()
                .flatMap(method -> method.code().stream())
                .mapToInt(Translation::codeLength)
                .max()
                .orElse(0);
    }

    private static int codeLength(CodeModel code) {
        return ((CodeAttribute) code).codeLength();
    }

    private static void write(ClassBuilder type, Plan plan) {
        type.withFlags(ACC_FINAL).withSuperclass(Names.COMPILED_CODE);
        type.withMethodBody(
                INIT_NAME,
                Names.CONSTRUCTOR,
                0,
                out -> out.aload(0)
                        .invokespecial(Names.COMPILED_CODE, INIT_NAME, Names.CONSTRUCTOR)
                        .return_());
        type.withMethodBody("run", Names.RUN, 0, out -> run(out, plan));
        for (int i = 0; i < plan.chunks(); i++) {
            int chunk = i;
            type.withMethodBody(name(chunk), Names.CHUNK, ACC_STATIC, out -> new Chunk(out, plan, chunk).write());
        }
    }

    private static String name(int chunk) {
        return "chunk" + chunk;
    }

    /** Calls the chunk that holds the next block, until the answer is none. */
    private static void run(CodeBuilder out, Plan plan) {
        final int frame = 1;
        final int instructions = 2;
        final int next = 3;
        final int targets = 4;
        Label again = out.newLabel();
        Label done = out.newLabel();
        List<SwitchCase> cases = new ArrayList<>();
        for (int chunk = 0; chunk < plan.chunks(); chunk++) {
            cases.add(SwitchCase.of(chunk, out.newLabel()));
        }
        out.labelBinding(again);
        out.iload(next).loadConstant(Plan.CHUNK_SHIFT).ishr().tableswitch(0, plan.chunks() - 1, done, cases);
        for (SwitchCase chunk : cases) {
            out.labelBinding(chunk.target());
            out.aload(frame).aload(instructions).iload(next).aload(targets);
            out.invokestatic(Names.GENERATED, name(chunk.caseValue()), Names.CHUNK)
                    .istore(next);
            out.goto_(plan.leavesAfterEveryBlock() ? done : again);
        }
        out.labelBinding(done);
        out.iload(next).ireturn();
    }
}
