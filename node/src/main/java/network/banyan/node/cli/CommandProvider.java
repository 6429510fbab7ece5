// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

/** How a module above node adds a command: listed in META-INF/services, found by {@link java.util.ServiceLoader}. */
public interface CommandProvider {
    /** A class annotated with picocli's {@code Command}. */
    Object command();
}
