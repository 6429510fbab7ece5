// SPDX-License-Identifier: Apache-2.0
/**
 * The translation of EVM code to JVM bytecode.
 *
 * <p>{@code Blocks} cuts the code, {@code Plan} packs the blocks into methods, {@code Chunk} writes a method and the ways
 * between blocks, {@code BlockWriter} and {@code Arithmetic} the instructions. Inside a block the EVM's stack is only
 * known to the compiler ({@code Stack}, {@code Word}): its limbs are constants and local variables. Where a block ends,
 * everything is back in the frame but gas and the stack's top; where the method is left, those too.
 *
 * <p>Gas and stack are checked once, when a block begins. If either will not do, nothing of the block has happened yet,
 * and the interpreter takes the frame from there and finds the instruction that fails.
 */
@NullMarked
package network.banyan.evm.compiled;

import org.jspecify.annotations.NullMarked;
