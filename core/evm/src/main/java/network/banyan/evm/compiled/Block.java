// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.compiled;

/**
 * Instructions that run one after the other: entered only at the first, left only after the last, unless one of them
 * halts the frame for want of gas.
 *
 * @param start position of the first instruction in the code
 * @param end position behind the last one's last byte
 * @param gas what all of them cost whatever their operands are
 * @param needs words that must lie on the stack at the start
 * @param growth words the stack is higher at its highest than at the start
 * @param weight about how many bytes of bytecode they become, what HotSpot inlines into them included
 * @param target whether it begins with JUMPDEST
 * @param resumed whether a frame that waited for another goes on here
 */
record Block(int start, int end, int gas, int needs, int growth, int weight, boolean target, boolean resumed) {}
