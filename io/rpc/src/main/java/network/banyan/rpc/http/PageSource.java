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

    /** Pages that are made anew at each request: {@code /metrics}, {@code /liveness}. */
    static PageSource routes(Map<String, Supplier<Page>> routes) {
        Map<String, Supplier<Page>> fixed = Map.copyOf(routes);
        return path -> Optional.ofNullable(fixed.get(path)).map(Supplier::get);
    }

    /** This source first, then another. */
    default PageSource or(PageSource next) {
        return path -> page(path).or(() -> next.page(path));
    }
}
