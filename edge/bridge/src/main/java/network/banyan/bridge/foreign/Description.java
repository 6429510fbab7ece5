// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.foreign;

import java.util.List;
import network.banyan.crypto.Bls;
import network.banyan.primitives.Hash;

/**
 * Who a chain says it is. Numbers are unsigned.
 *
 * @param name 1 to 32 printable ASCII characters
 * @param genesis hash of the document that fixes the chain's rules
 * @param keys the voting keys this process holds, strictly rising in their bytes
 * @param head number of the last final block, 0 before the first
 * @param inboxCursor messages handled
 */
public record Description(
        String name, long chainId, Hash genesis, List<Bls.PublicKey> keys, long head, long inboxCursor) {
    public Description {
        keys = List.copyOf(keys);
    }
}
