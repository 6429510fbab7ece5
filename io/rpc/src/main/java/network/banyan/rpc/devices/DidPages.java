// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.devices;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import network.banyan.identity.ChainSource;
import network.banyan.identity.DidResolver;
import network.banyan.identity.Json;
import network.banyan.identity.Resolution;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.replica.ChainView;
import network.banyan.replica.ChainView.CallOutcome;
import network.banyan.replica.ChainView.CallRequest;
import network.banyan.rpc.http.Page;
import network.banyan.rpc.http.PageSource;
import network.banyan.rpc.protocol.MethodCosts;

/**
 * The resolver of {@code did:banyan} over HTTP: {@code GET /1.0/identifiers/<did>}, by the HTTPS binding of DID Resolution
 * 1.0. TLS is what a proxy in front of the node adds. Everything is read from the last final block.
 */
public final class DidPages implements PageSource {
    private static final String PATH = "/1.0/identifiers/";
    private static final int MAX_PATH = 1024;
    private static final long GAS = 5_000_000;

    /** What a caller may ask for to get the document alone; the two last are what DID Core 1.0 called it. */
    private static final List<String> DOCUMENT_TYPES =
            List.of(Resolution.DOCUMENT_TYPE, "application/did+ld+json", "application/did+json");

    private final ChainView chain;

    public DidPages(ChainView chain) {
        this.chain = chain;
    }

    @Override
    public Optional<Page> page(String path) {
        return page(path, "");
    }

    @Override
    public Optional<Page> page(String path, String accept) {
        return path.startsWith(PATH) ? Optional.of(answer(path, accept)) : Optional.empty();
    }

    @Override
    public int tokens(String path) {
        return path.startsWith(PATH) ? MethodCosts.SEARCH : 1;
    }

    private Page answer(String path, String accept) {
        Optional<String> type = representation(accept);
        if (type.isEmpty()) {
            return result(new Resolution.Problem(
                    Resolution.Reason.REPRESENTATION_NOT_SUPPORTED,
                    "this resolver answers with " + Resolution.RESULT_TYPE + " or " + Resolution.DOCUMENT_TYPE));
        }
        Resolution resolution = resolve(path);
        boolean documentAlone = DOCUMENT_TYPES.contains(type.get());
        return switch (resolution) {
            case Resolution.Resolved resolved
            when documentAlone ->
                Page.of(
                        resolved.status(),
                        type.get(),
                        Json.pretty(resolved.document().toJson()));
            case Resolution.Resolved _, Resolution.Problem _ -> result(resolution);
        };
    }

    private Resolution resolve(String path) {
        if (path.length() > MAX_PATH) {
            return new Resolution.Problem(Resolution.Reason.INVALID_DID, "that is too long for a DID");
        }
        try {
            String did = URLDecoder.decode(path.substring(PATH.length()).replace("+", "%2B"), StandardCharsets.UTF_8);
            return new DidResolver(new Finalized(chain, chain.height())).resolve(did);
        } catch (IllegalArgumentException badEscape) {
            return new Resolution.Problem(Resolution.Reason.INVALID_DID, "a percent sign in it begins no escape");
        }
    }

    private static Page result(Resolution resolution) {
        return Page.of(resolution.status(), Resolution.RESULT_TYPE, Json.pretty(resolution.toJson()));
    }

    /** The first of the caller's types that there is here; who does not care gets the whole result. Weights are not weighed. */
    static Optional<String> representation(String accept) {
        if (accept.isBlank()) {
            return Optional.of(Resolution.RESULT_TYPE);
        }
        return Stream.of(accept.split(",", -1))
                .map(one -> one.strip().toLowerCase(Locale.ROOT))
                .flatMap(one -> known(one).stream())
                .findFirst();
    }

    private static Optional<String> known(String wanted) {
        String type = wanted.split(";", 2)[0].strip();
        if (DOCUMENT_TYPES.contains(type)) {
            return Optional.of(type);
        }
        boolean whole = type.equals("*/*")
                || type.equals("application/*")
                || type.equals(Resolution.RESULT_TYPE)
                || type.equals("application/json")
                || (type.equals("application/ld+json") && wanted.contains("did-resolution"));
        return whole ? Optional.of(Resolution.RESULT_TYPE) : Optional.empty();
    }

    /** One final block's state. */
    private record Finalized(ChainView chain, long height) implements ChainSource {
        @Override
        public long chainId() {
            return chain.genesis().chainId();
        }

        @Override
        public long timestamp() {
            return chain.block(height).map(block -> block.header().timestamp()).orElse(0L);
        }

        @Override
        public Optional<Bytes> call(Address contract, Bytes data) {
            var request = new CallRequest(
                    Address.ZERO,
                    Optional.of(contract),
                    Optional.of(GAS),
                    Optional.empty(),
                    UInt256.ZERO,
                    data,
                    List.of(),
                    List.of());
            return chain.call(request, height)
                    .filter(CallOutcome.Returned.class::isInstance)
                    .map(outcome -> ((CallOutcome.Returned) outcome).output())
                    .filter(output -> !output.isEmpty());
        }
    }
}
