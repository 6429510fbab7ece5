// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.compiled;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Collections;

/** The classes and signatures that generated code refers to. */
final class Names {
    private static final String EVM = "network.banyan.evm.";

    static final ClassDesc GENERATED = ClassDesc.of(EVM + "Generated");
    static final ClassDesc COMPILED_CODE = ClassDesc.of(EVM + "CompiledCode");
    static final ClassDesc FRAME = ClassDesc.of(EVM + "Frame");
    static final ClassDesc INSTRUCTIONS = ClassDesc.of(EVM + "Instructions");
    static final ClassDesc DIVISION = ClassDesc.of(EVM + "Division");
    static final ClassDesc LIMBS = ClassDesc.of(EVM + "compiled.Limbs");
    static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
    static final ClassDesc BIG_ENDIAN = ClassDesc.of("network.banyan.primitives.BigEndian");
    static final ClassDesc ADDRESS = ClassDesc.of("network.banyan.primitives.Address");
    static final ClassDesc WORD = ClassDesc.of("network.banyan.primitives.UInt256");
    static final ClassDesc BYTES = CD_byte.arrayType();
    static final ClassDesc LONGS = CD_long.arrayType();
    static final ClassDesc INTS = CD_int.arrayType();

    static final MethodTypeDesc CONSTRUCTOR = MethodTypeDesc.of(CD_void);

    /** Of a chunk of blocks: with the block to begin with, answers the one to go on with or a result. */
    static final MethodTypeDesc CHUNK = MethodTypeDesc.of(CD_int, FRAME, INSTRUCTIONS, CD_int, INTS);

    static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_int, FRAME, INSTRUCTIONS, CD_int, INTS);
    static final MethodTypeDesc STEP = MethodTypeDesc.of(CD_int, INSTRUCTIONS, CD_int, FRAME);
    static final MethodTypeDesc RESULT = MethodTypeDesc.of(CD_int, FRAME);
    static final MethodTypeDesc TARGET = MethodTypeDesc.of(CD_int, INTS, CD_long, CD_long);
    static final MethodTypeDesc REACHES = MethodTypeDesc.of(CD_boolean, FRAME, CD_long, CD_long, CD_int);
    static final MethodTypeDesc LOAD = MethodTypeDesc.of(CD_long, BYTES, CD_int);
    static final MethodTypeDesc STORE = MethodTypeDesc.of(CD_void, BYTES, CD_int, CD_long);

    static final ClassDesc WORDS = ClassDesc.of(EVM + "Words");
    static final MethodTypeDesc WORDS_BINARY = MethodTypeDesc.of(CD_void, LONGS, CD_int, CD_int);
    static final MethodTypeDesc DIVIDE = WORDS_BINARY;
    static final MethodTypeDesc MODULO = MethodTypeDesc.of(CD_void, LONGS, CD_int, CD_int, CD_int);
    static final MethodTypeDesc IS_LONG = longs(4).changeReturnType(CD_boolean);
    static final MethodTypeDesc STORE_BYTE = MethodTypeDesc.of(CD_void, BYTES, CD_int, CD_long);
    static final MethodTypeDesc SHIFT_LEFT = shift(6);
    static final MethodTypeDesc SHIFT_RIGHT = shift(7);

    private Names() {}

    private static MethodTypeDesc shift(int longs) {
        return longs(longs).insertParameterTypes(0, CD_int);
    }

    /** From so many longs to a long. */
    static MethodTypeDesc longs(int count) {
        return MethodTypeDesc.of(CD_long, Collections.nCopies(count, CD_long));
    }
}
