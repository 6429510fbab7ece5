// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.bridge;

import java.time.Duration;
import network.banyan.hub.ChainIds;
import network.banyan.node.UserError;
import network.banyan.primitives.Hash;

/** Arguments of which more than one command has some. */
final class Arguments {
    private static final Duration SINCE_MAX = Duration.ofDays(3_650);

    private Arguments() {}

    static void requireChain(long id) {
        if (id < 1 || id > ChainIds.MAX) {
            throw new UserError("A chain's id is a number from 1 to 2^52, not %d.".formatted(id));
        }
    }

    static Duration since(Duration time) {
        if (time.isZero() || time.compareTo(SINCE_MAX) > 0) {
            throw new UserError("--since takes up to 87600h.");
        }
        return time;
    }

    static Hash tracking(String text) {
        if (!text.matches("0x[0-9a-fA-F]{64}")) {
            throw new UserError("A tracking id is 0x and 64 hex digits, not \"%s\".".formatted(text));
        }
        return Hash.fromHex(text);
    }
}
