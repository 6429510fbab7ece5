// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.banyan.contracts.staking.DelegatesContract;
import network.banyan.contracts.staking.DelegatesContract.Delegate;
import network.banyan.election.Member;
import network.banyan.p2p.NodeId;

/**
 * Where the nodes of candidates listen, as their owners wrote it into the chain. Hostile text: what is not plainly
 * {@code host:port} counts as nothing, and whoever answers there must still prove the node's key.
 */
final class DelegateEndpoints {
    private final OperatorAccount chain;

    /** @param chain asks the contracts; nothing is sent */
    DelegateEndpoints(OperatorAccount chain) {
        this.chain = chain;
    }

    /** Of the last final state. Names are looked up when they are called. */
    Map<NodeId, InetSocketAddress> of(List<Member> members) {
        Map<NodeId, InetSocketAddress> found = new HashMap<>();
        for (Member member : members) {
            chain.delegateOf(member.blsPublicKey())
                    .flatMap(this::profile)
                    .flatMap(delegate -> HostAndPort.parse(delegate.profile().endpoint()))
                    .ifPresent(endpoint -> found.put(new NodeId(member.nodeKey()), endpoint.unresolved()));
        }
        return Map.copyOf(found);
    }

    private Optional<Delegate> profile(long delegate) {
        return chain.ask(DelegatesContract.ADDRESS, DelegatesContract.delegate(delegate), DelegatesContract::delegate);
    }
}
