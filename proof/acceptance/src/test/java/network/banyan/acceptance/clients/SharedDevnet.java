// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.clients;

import java.io.IOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands the same {@link RunningDevnet} to every test class that wants one; it is stopped after the last of them. */
final class SharedDevnet implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SharedDevnet.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningDevnet.class;
    }

    @Override
    public RunningDevnet resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent("devnet", _ -> started(), RunningDevnet.class);
    }

    private static RunningDevnet started() {
        try {
            return RunningDevnet.start();
        } catch (IOException failed) {
            throw new AssertionError("The devnet's process could not be started", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while the devnet started", interrupted);
        }
    }
}
