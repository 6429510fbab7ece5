// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

/** Who stands at an end of a message: the root, or a chain by its id (EIP-155), as rule 1 bounds it. */
public final class ChainIds {
    /** In the place of a chain's id. */
    public static final long ROOT = 0;

    /** The largest id that every language's numbers hold. */
    public static final long MAX = 1L << 52;

    private ChainIds() {}

    static void requireChain(long id) {
        HubException.require(id >= 1 && id <= MAX, "chain id %s is not between 1 and 2^52", Long.toUnsignedString(id));
    }

    static void requireChainOrRoot(long id) {
        if (id != ROOT) {
            requireChain(id);
        }
    }
}
