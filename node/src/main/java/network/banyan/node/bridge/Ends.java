// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.bridge;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.bridge.ChainOutpost;
import network.banyan.bridge.NodeFacts;
import network.banyan.contracts.AbiException;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.contracts.hub.ChainsContract;
import network.banyan.contracts.hub.ChainsContract.State;
import network.banyan.hub.HubDomain;
import network.banyan.node.Declined;
import network.banyan.node.UserError;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.JsonRpcClient;

/** The nodes that a command asks: one of the root, and those of chains that were named, each found to be of that root. */
final class Ends implements AutoCloseable {
    private final ChainClient root;
    private final long rootId;
    private final SortedMap<Long, ChainOutpost> chains = new TreeMap<>();

    /**
     * @throws UserError if a node is not one of a chain that hangs on this root
     */
    static Ends of(JsonRpcClient root, List<JsonRpcClient> nodes) {
        Ends ends = new Ends(new ChainClient(root));
        try {
            nodes.forEach(node -> ends.add(new ChainClient(node)));
            return ends;
        } catch (RuntimeException wrong) {
            ends.close();
            throw wrong;
        }
    }

    private Ends(ChainClient root) {
        this.root = root;
        this.rootId = root.chainId();
    }

    private void add(ChainClient node) {
        long chain = node.chainId();
        if (rootOf(node) != rootId) {
            throw new UserError("--chain-node: the node is one of chain %d, which is no sidechain of root %d."
                    .formatted(chain, rootId));
        }
        if (chains.put(chain, new ChainOutpost(node)) != null) {
            throw new UserError("--chain-node: two nodes are of chain %d; one is enough.".formatted(chain));
        }
    }

    /** 0 if the node's chain has no outpost. */
    private static long rootOf(ChainClient node) {
        try {
            return AbiReader.ofOutput(node.call(ChainOutpost.OUTPOST, AbiValue.call("root()")))
                    .number(63);
        } catch (AbiException none) {
            return 0;
        }
    }

    ChainClient root() {
        return root;
    }

    HubDomain domain() {
        return HubDomain.of(rootId);
    }

    NodeFacts facts() {
        return new NodeFacts(root, rootId, chains);
    }

    boolean sees(long chain) {
        return chains.containsKey(chain);
    }

    /**
     * @throws UserError if no node of it was named
     */
    ChainOutpost chain(long chain) {
        ChainOutpost outpost = chains.get(chain);
        if (outpost == null) {
            throw new UserError("Name a node of chain %d with --chain-node URL.".formatted(chain));
        }
        return outpost;
    }

    /**
     * The one chain that something is sent from.
     *
     * @param to where it is for, whose node may be named, too
     * @throws UserError if none is named, or more than one
     */
    long source(long to) {
        List<Long> others = chains.keySet().stream().filter(id -> id != to).toList();
        if (others.size() != 1) {
            throw new UserError(
                    others.isEmpty()
                            ? "Name a node of the chain that it is sent from with --chain-node URL."
                            : "Name nodes of two chains at most: of the one it is sent from, and of the one it is for.");
        }
        return others.getFirst();
    }

    /**
     * Refuses a chain that takes no messages.
     *
     * @throws UserError if the root has no such chain
     * @throws Declined if it takes none now
     */
    void requireTaking(long chain) {
        requireActive(chain);
        boolean takes = AbiReader.ofOutput(
                        root.call(ChainsContract.ADDRESS, AbiValue.call("takesMessages(uint64)", AbiValue.of(chain))))
                .flag();
        if (!takes) {
            throw new Declined(
                    "The rent of chain %d has run out: it takes no messages until somebody pays it.".formatted(chain));
        }
    }

    /**
     * Refuses a chain whose checkpoints the root does not take.
     *
     * @throws UserError if the root has no such chain
     * @throws Declined if it is not ACTIVE
     */
    void requireActive(long chain) {
        State state = ChainsContract.state(root.call(ChainsContract.ADDRESS, ChainsContract.stateOf(chain)));
        if (state == State.UNKNOWN) {
            throw new UserError("Root %d has no chain %d in its books.".formatted(rootId, chain));
        }
        if (state != State.ACTIVE) {
            throw new Declined(
                    "Chain %d is %s, and only an ACTIVE one takes and brings messages.".formatted(chain, state));
        }
    }

    @Override
    public void close() {
        root.close();
        chains.values().forEach(chain -> chain.client().close());
    }
}
