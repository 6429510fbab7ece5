// SPDX-License-Identifier: Apache-2.0
package network.banyan.application;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Applications by their names. */
public final class Applications {
    public static final Applications NONE = new Applications(new TreeMap<>());

    /** Most bytes that an application may answer. */
    public static final int OUTPUT_MAX = 64 * 1024;

    private final SortedMap<ApplicationName, Application> byName;

    private Applications(SortedMap<ApplicationName, Application> byName) {
        this.byName = Collections.unmodifiableSortedMap(byName);
    }

    /**
     * @throws IllegalArgumentException if two have one name
     */
    public static Applications of(Collection<? extends Application> applications) {
        SortedMap<ApplicationName, Application> byName = new TreeMap<>();
        for (Application application : applications) {
            if (byName.putIfAbsent(application.name(), application) != null) {
                throw new IllegalArgumentException("two applications are named " + application.name());
            }
        }
        return new Applications(byName);
    }

    /**
     * Those of these names, and no others.
     *
     * @throws Missing if one is not here
     */
    public Applications only(Collection<ApplicationName> names) {
        SortedMap<ApplicationName, Application> found = new TreeMap<>();
        for (ApplicationName name : names) {
            Application application = find(name);
            if (application == null) {
                throw new Missing(name, this);
            }
            found.put(name, application);
        }
        return new Applications(found);
    }

    public @Nullable Application find(ApplicationName name) {
        return byName.get(name);
    }

    /** In order. */
    public List<ApplicationName> names() {
        return List.copyOf(byName.keySet());
    }

    public boolean isEmpty() {
        return byName.isEmpty();
    }

    /** A chain names an application that is not here: its blocks cannot be executed. */
    public static final class Missing extends RuntimeException {
        Missing(ApplicationName name, Applications here) {
            super(
                    "This chain runs the application %s, which is not installed (there is: %s). Put its jar where the node finds it."
                            .formatted(name, here.isEmpty() ? "none" : here.names()));
        }
    }
}
