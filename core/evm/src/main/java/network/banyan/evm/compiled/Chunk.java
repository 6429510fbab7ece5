// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.compiled;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.util.ArrayList;
import java.util.List;
import network.banyan.evm.Op;

/**
 * Writes one method: the blocks it holds, the ways from one to another, and the ways out. Between blocks all of the EVM's
 * state is in the frame, but for gas and the stack's top, which local variables hold and every way out writes back.
 */
final class Chunk {
    private final CodeBuilder out;
    private final Plan plan;
    private final int number;
    private final Label[] labels;
    private final Label dispatch;
    private final Label leave;
    private final Label answer;
    private final Label outOfGas;
    private final Label invalidJump;
    private final Label interpret;
    private final List<Runnable> asides = new ArrayList<>();

    Chunk(CodeBuilder out, Plan plan, int number) {
        this.out = out;
        this.plan = plan;
        this.number = number;
        this.labels = new Label[plan.end(number) - plan.first(number)];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = out.newLabel();
        }
        this.dispatch = out.newLabel();
        this.leave = out.newLabel();
        this.answer = out.newLabel();
        this.outOfGas = out.newLabel();
        this.invalidJump = out.newLabel();
        this.interpret = out.newLabel();
    }

    void write() {
        begin();
        boolean reached = false;
        for (int index = plan.first(number); index < plan.end(number); index++) {
            // What nothing leads to is data, or what the contract's compiler left behind.
            if (reached || plan.isEntered(index)) {
                Block block = plan.block(index);
                out.labelBinding(labels[index - plan.first(number)]);
                check(block);
                reached = new BlockWriter(out, this, plan.code(), plan.size()).write(block);
            }
        }
        asides.forEach(Runnable::run);
        writeWaysOut();
    }

    private void begin() {
        out.aload(Locals.FRAME).getfield(Names.FRAME, "stack", Names.LONGS).astore(Locals.STACK);
        out.aload(Locals.FRAME).getfield(Names.FRAME, "top", CD_int).istore(Locals.TOP);
        out.aload(Locals.FRAME).getfield(Names.FRAME, "base", CD_int).istore(Locals.BASE);
        loadGas();
        Label enter = out.newLabel();
        if (!plan.leavesAfterEveryBlock()) {
            out.goto_(enter);
            out.labelBinding(dispatch);
            out.iload(Locals.NEXT)
                    .loadConstant(Plan.CHUNK_SHIFT)
                    .ishr()
                    .loadConstant(number)
                    .if_icmpne(leave);
            out.labelBinding(enter);
        }
        List<SwitchCase> cases = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            if (plan.isEntered(plan.first(number) + i)) {
                cases.add(SwitchCase.of(plan.id(plan.first(number) + i), labels[i]));
            }
        }
        out.iload(Locals.NEXT).tableswitch(plan.id(plan.first(number)), plan.id(plan.end(number) - 1), leave, cases);
    }

    /** Takes the block's gas and looks at the stack; if either is not enough the interpreter finds out what happens. */
    private void check(Block block) {
        if (block.gas() == 0 && block.needs() == 0 && block.growth() == 0) {
            return;
        }
        Label stackFails = out.newLabel();
        Label gasFails = out.newLabel();
        if (block.needs() > 0) {
            height();
            out.loadConstant((block.needs() - 1) * Op.LIMBS).if_icmplt(stackFails);
        }
        if (block.growth() > 0) {
            height();
            out.loadConstant((Op.STACK_LIMIT - block.growth() - 1) * Op.LIMBS).if_icmpgt(stackFails);
        }
        if (block.gas() > 0) {
            out.lload(Locals.GAS).loadConstant((long) block.gas()).lsub();
            out.dup2().lstore(Locals.GAS).lconst_0().lcmp().iflt(gasFails);
        }
        asides.add(() -> {
            out.labelBinding(gasFails);
            if (block.gas() > 0) {
                out.lload(Locals.GAS).loadConstant((long) block.gas()).ladd().lstore(Locals.GAS);
            }
            out.labelBinding(stackFails);
            out.loadConstant(block.start()).istore(Locals.NEXT).goto_(interpret);
        });
    }

    private void height() {
        out.iload(Locals.TOP).iload(Locals.BASE).isub();
    }

    private void writeWaysOut() {
        out.labelBinding(interpret);
        out.aload(Locals.FRAME).iload(Locals.NEXT).putfield(Names.FRAME, "pc", CD_int);
        out.iconst_m1().istore(Locals.NEXT);
        out.labelBinding(leave);
        saveGas();
        saveTop(0);
        out.labelBinding(answer);
        out.iload(Locals.NEXT).ireturn();
        out.labelBinding(outOfGas);
        result("outOfGas");
        out.labelBinding(invalidJump);
        result("invalidJump");
    }

    private void result(String method) {
        out.aload(Locals.FRAME)
                .invokestatic(Names.COMPILED_CODE, method, Names.RESULT)
                .ireturn();
    }

    boolean countsLeadingZeros() {
        return plan.countsLeadingZeros();
    }

    /** Ends the frame well, without output. */
    void stop() {
        saveGas();
        result("stop");
    }

    /** Goes to the block at a position. */
    void go(int position) {
        int index = plan.indexAt(position);
        if (plan.leavesAfterEveryBlock()) {
            savePosition(position);
            out.loadConstant(plan.id(index)).istore(Locals.NEXT).goto_(leave);
        } else if (index >= plan.first(number) && index < plan.end(number)) {
            out.goto_(labels[index - plan.first(number)]);
        } else {
            out.loadConstant(plan.id(index)).istore(Locals.NEXT).goto_(leave);
        }
    }

    /** Goes to where a JUMP leads, if it may. */
    void jump(int position) {
        if (plan.isTarget(position)) {
            go(position);
        } else {
            out.goto_(invalidJump);
        }
    }

    /** Leaves an instruction to the interpreter that halts there; all before it is done and paid. */
    void interpret(int position, Stack stack) {
        stack.flush();
        if (stack.height() != 0) {
            out.iinc(Locals.TOP, Op.LIMBS * stack.height());
        }
        out.loadConstant(position).istore(Locals.NEXT).goto_(interpret);
    }

    /** Goes to the block whose id {@link Locals#NEXT} holds. */
    void dispatch(Word position, Stack stack) {
        if (plan.leavesAfterEveryBlock()) {
            out.aload(Locals.FRAME);
            stack.load(position, 0);
            out.l2i().putfield(Names.FRAME, "pc", CD_int).goto_(leave);
        } else {
            out.goto_(dispatch);
        }
    }

    /** Answers what {@link Locals#NEXT} holds; the frame is complete. */
    Label answer() {
        return answer;
    }

    Label outOfGas() {
        return outOfGas;
    }

    Label invalidJump() {
        return invalidJump;
    }

    void saveGas() {
        out.aload(Locals.FRAME).lload(Locals.GAS).putfield(Names.FRAME, "gas", CD_long);
    }

    void loadGas() {
        out.aload(Locals.FRAME).getfield(Names.FRAME, "gas", CD_long).lstore(Locals.GAS);
    }

    /** @param height words above {@link Locals#TOP} */
    void saveTop(int height) {
        out.aload(Locals.FRAME).iload(Locals.TOP);
        if (height != 0) {
            out.loadConstant(height * Op.LIMBS).iadd();
        }
        out.putfield(Names.FRAME, "top", CD_int);
    }

    void savePosition(int position) {
        out.aload(Locals.FRAME).loadConstant(position).putfield(Names.FRAME, "pc", CD_int);
    }
}
