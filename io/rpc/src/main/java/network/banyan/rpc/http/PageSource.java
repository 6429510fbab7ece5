// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Where GET requests find their pages. Called by many threads at once; may block. */
@FunctionalInterface
public interface PageSource {
    PageSource NONE = _ -> Optional.empty();

    /**
     * @param path as it came, undecoded, from the first slash to before the question mark
     */
    Optional<Page> page(String path);

    /**
     * As {@link #page(String)}, for sources that have a page in several forms.
     *
     * @param accept what the client takes, as the header says it; empty if it says nothing
     */
    default Optional<Page> page(String path, String accept) {
        return page(path);
    }

    /** What looking for a page takes from its client's budget: 1 to 100 tokens, as of a request (docs/spec/rpc.md). */
    default int tokens(String path) {
        return 1;
    }

    /** Pages that are made anew at each request: {@code /metrics}, {@code /liveness}. */
    static PageSource routes(Map<String, Supplier<Page>> routes) {
        Map<String, Supplier<Page>> fixed = Map.copyOf(routes);
        return path -> Optional.ofNullable(fixed.get(path)).map(Supplier::get);
    }

    /** This source first, then another. */
    default PageSource or(PageSource next) {
        PageSource first = this;
        return new PageSource() {
            @Override
            public Optional<Page> page(String path) {
                return page(path, "");
            }

            @Override
            public Optional<Page> page(String path, String accept) {
                return first.page(path, accept).or(() -> next.page(path, accept));
            }

            @Override
            public int tokens(String path) {
                return Math.max(first.tokens(path), next.tokens(path));
            }
        };
    }
}
