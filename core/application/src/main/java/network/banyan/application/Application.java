// SPDX-License-Identifier: Apache-2.0
package network.banyan.application;

import network.banyan.primitives.Bytes;

/**
 * Logic of a chain in Java instead of EVM code. Nodes find it by {@link java.util.ServiceLoader}; a chain has it if an account of
 * its genesis names it.
 *
 * <p>Every node must come to the same end: what is answered, stored, told and charged may depend on nothing but the call and what
 * the store says. So no clock, no chance, no thread, no file, no floating point, no order of a hash table, and nothing kept
 * between calls. Several threads may call at once.
 *
 * <p>{@link Refused} undoes a call and gives what gas is left back. Any other exception is a bug: it undoes the call too, and takes
 * all gas of it. An {@link Error} that is not an {@link AssertionError}, such as too deep a recursion, may differ from machine to
 * machine and stops the node, so bound every input.
 *
 * <p>Source: docs/spec/application.md.
 */
public interface Application {
    /** See {@link ApplicationName}: other logic, or the same with other prices, is another version. */
    ApplicationName name();

    /** Whether an input is a question, which changes nothing. Cheap: it is not paid for. */
    boolean asks(Bytes input);

    /**
     * Answers a question.
     *
     * @throws Refused if it is none that can be answered
     */
    Bytes answer(Call question, View view);

    /**
     * Does what a call wants, as a whole or not at all.
     *
     * @return what the caller is told, at most {@link Applications#OUTPUT_MAX} bytes
     * @throws Refused if it must not be
     */
    Bytes apply(Call call, Store store);
}
