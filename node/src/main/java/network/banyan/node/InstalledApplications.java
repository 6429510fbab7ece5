// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import network.banyan.application.Application;
import network.banyan.application.ApplicationName;
import network.banyan.application.Applications;
import network.banyan.execution.ChainRules;
import network.banyan.ledger.Genesis;

/** The native applications on the class path, found by {@link ServiceLoader} (docs/spec/application.md). */
public final class InstalledApplications {
    private InstalledApplications() {}

    /**
     * All of them, whether or not a chain has them.
     *
     * @throws UserError if a jar's list names a class that is none, or two are named alike
     */
    public static Applications all() {
        try {
            return Applications.of(found());
        } catch (ServiceConfigurationError | IllegalArgumentException broken) {
            throw new UserError("The applications that are installed cannot be used: " + broken.getMessage(), broken);
        }
    }

    /**
     * By which a chain runs here.
     *
     * @throws UserError if one of its applications is not installed
     */
    public static ChainRules rules(Genesis genesis) {
        try {
            return ChainRules.of(genesis, all());
        } catch (Applications.Missing | IllegalArgumentException unknown) {
            throw new UserError(String.valueOf(unknown.getMessage()), unknown);
        }
    }

    /**
     * The one that somebody means, with its version or, if only one is installed, without.
     *
     * @throws UserError if none is, or several are
     */
    public static ApplicationName named(String text) {
        List<ApplicationName> names = all().names().stream()
                .filter(name -> name.text().equals(text) || name.text().startsWith(text + "/"))
                .toList();
        if (names.size() != 1) {
            throw new UserError("--application %s: %s is installed; there is: %s."
                    .formatted(text, names.isEmpty() ? "no such application" : "more than one", all().names()));
        }
        return names.getFirst();
    }

    private static List<Application> found() {
        return ServiceLoader.load(Application.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
