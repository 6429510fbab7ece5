// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.top;

import java.time.Instant;
import java.util.List;

/**
 * What the screen shows at one moment.
 *
 * @param chosen which node is shown in detail, from 0
 */
record Frame(Instant now, List<Node> nodes, int chosen) {
    Frame {
        nodes = List.copyOf(nodes);
    }

    /** @param url as the operator gave it */
    record Node(String url, Look look, History history) {}
}
