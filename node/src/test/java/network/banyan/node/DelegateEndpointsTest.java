// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.banyan.contracts.staking.DelegatesContract;
import network.banyan.contracts.staking.DelegatesContract.Profile;
import network.banyan.contracts.staking.StakingContract;
import network.banyan.election.Committee;
import network.banyan.election.Member;
import network.banyan.ledger.Transaction;
import network.banyan.node.founding.Founder;
import network.banyan.p2p.NodeId;
import network.banyan.primitives.Hash;
import network.banyan.replica.ChainView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Endpoints that delegates wrote into a chain with the true contracts. */
class DelegateEndpointsTest {
    private static final BigInteger COIN = BigInteger.TEN.pow(18);
    private static final Founder.Terms TERMS = new Founder.Terms(
            COIN.multiply(BigInteger.valueOf(100)),
            COIN.multiply(BigInteger.valueOf(1_500_000)),
            new StakingContract.Term(91, true),
            1_000,
            COIN);
    private static final List<Founder> FOUNDERS = GrownChain.founders(4);

    private final List<Transaction> spread = new ArrayList<>();

    @Test
    void whatIsPlainlyAnEndpointIsFoundAndNothingElse(@TempDir Path folder) {
        try (GrownChain chain = GrownChain.open(folder, GrownChain.genesis(77, FOUNDERS, TERMS, Optional.empty()))) {
            ChainView view = chain.view(() -> 0, spread::add);
            var genesis = view.genesis();
            List<Member> members = Committee.of(0, genesis.committee()).members();
            var endpoints = new DelegateEndpoints(account(view, 0));
            assertThat(endpoints.of(members)).isEmpty();

            String[] written = {"node.example:30700", "192.0.2.7:1", "http://evil:1/", "a\u0000b:1"};
            for (int i = 0; i < written.length; i++) {
                OperatorAccount account = account(view, i);
                long delegate = account.delegateOf(FOUNDERS.get(i).keys().bls().publicKey())
                        .orElseThrow();
                assertThat(account.send(
                                DelegatesContract.ADDRESS,
                                DelegatesContract.setProfile(delegate, new Profile("", Hash.ZERO, written[i]))))
                        .isInstanceOf(OperatorAccount.Sending.Sent.class);
            }
            chain.grow(1, List.copyOf(spread));

            Map<NodeId, InetSocketAddress> found = endpoints.of(members);
            assertThat(found)
                    .containsOnly(
                            Map.entry(node(members, 0), InetSocketAddress.createUnresolved("node.example", 30_700)),
                            Map.entry(node(members, 1), InetSocketAddress.createUnresolved("192.0.2.7", 1)));
        }
    }

    private static OperatorAccount account(ChainView view, int founder) {
        return new OperatorAccount(view, FOUNDERS.get(founder).keys().operatorKey());
    }

    private static NodeId node(List<Member> members, int founder) {
        var key = FOUNDERS.get(founder).keys().bls().publicKey();
        return members.stream()
                .filter(member -> member.blsPublicKey().equals(key))
                .map(member -> new NodeId(member.nodeKey()))
                .findFirst()
                .orElseThrow();
    }
}
