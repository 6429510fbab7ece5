// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

/** How a module above node adds a command: listed in META-INF/services, found by {@link java.util.ServiceLoader}. */
public interface CommandProvider {
    /** The command's name, as its annotation has it. */
    String name();

    /** Under which of our commands it stands; empty if it is one of its own. */
    default String under() {
        return "";
    }

    /** An object of a class annotated with picocli's {@code Command}. */
    Object command();
}
