// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import java.security.SecureRandom;
import network.banyan.primitives.Hex;

/** Names of filters and subscriptions. Nobody can guess another's. */
final class Ids {
    private static final int SIZE = 16;

    private final SecureRandom random = new SecureRandom();

    String next() {
        byte[] id = new byte[SIZE];
        random.nextBytes(id);
        return Hex.encode(id);
    }
}
