// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import java.util.List;
import java.util.Optional;

/**
 * Who may ask, and how much.
 *
 * @param origins web pages that may ask, as {@code https://wallet.example}; {@code *} for any
 * @param hosts names under which browsers may reach the node, besides {@code localhost} and plain IP addresses;
 *     {@code *} for any
 * @param tokensPerSecond each client's budget; what a request takes is in docs/spec/rpc.md. 0: no client has one
 * @param countsLoopback whether the budget holds for programs of this machine, too
 * @param proxies addresses or subnets whose {@code X-Forwarded-For} is believed
 * @param secret who asks must show that it knows it; empty: anybody may ask
 */
public record Access(
        List<String> origins,
        List<String> hosts,
        int tokensPerSecond,
        boolean countsLoopback,
        List<String> proxies,
        Optional<JwtSecret> secret) {
    public static final int TOKENS_PER_SECOND_MAX = 1_000_000;

    /** No web pages but the node's own; two hundred contract calls a second, where a busy wallet makes ten. */
    public static final Access USUAL = new Access(List.of(), List.of(), 1_000, false, List.of(), Optional.empty());

    /**
     * @throws IllegalArgumentException if a proxy is neither an address nor a subnet, or the budget out of range
     */
    public Access {
        if (tokensPerSecond < 0 || tokensPerSecond > TOKENS_PER_SECOND_MAX) {
            throw new IllegalArgumentException("a budget is from 0 to %d".formatted(TOKENS_PER_SECOND_MAX));
        }
        origins = List.copyOf(origins);
        hosts = List.copyOf(hosts);
        proxies = List.copyOf(proxies);
        proxies.forEach(Subnet::of);
    }

    public Access withOrigins(String... changed) {
        return new Access(List.of(changed), hosts, tokensPerSecond, countsLoopback, proxies, secret);
    }

    public Access withHosts(String... changed) {
        return new Access(origins, List.of(changed), tokensPerSecond, countsLoopback, proxies, secret);
    }

    public Access withBudget(int tokens, boolean loopbackToo) {
        return new Access(origins, hosts, tokens, loopbackToo, proxies, secret);
    }

    public Access withProxies(String... changed) {
        return new Access(origins, hosts, tokensPerSecond, countsLoopback, List.of(changed), secret);
    }

    public Access withSecret(JwtSecret shared) {
        return new Access(origins, hosts, tokensPerSecond, countsLoopback, proxies, Optional.of(shared));
    }
}
