// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what was opened, newest first, unless everything went well and {@link #keep} was called. */
final class Undo implements AutoCloseable {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T resource) {
        opened.push(resource);
        return resource;
    }

    void keep() {
        opened.clear();
    }

    @Override
    public void close() {
        for (AutoCloseable resource : opened) {
            try {
                resource.close();
            } catch (Exception alreadyFailing) {
                // The reason we are here is told instead.
            }
        }
    }
}
