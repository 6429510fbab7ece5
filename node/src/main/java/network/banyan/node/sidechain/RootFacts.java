// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import network.banyan.bridge.ChainOutpost.Listing;
import network.banyan.contracts.AbiException;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.contracts.hub.ChainsContract;
import network.banyan.node.UserError;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.RpcFailure;

/**
 * What a chain that begins must know of its root.
 *
 * @param sovereign the least delay of what leaves a chain of that tier
 * @param disputable the same of that one
 * @param assets that can be brought to the chain; the root's coin is the first
 */
record RootFacts(long chainId, Duration sovereign, Duration disputable, List<Listing> assets) {
    private static final Duration USUAL_DELAY = Duration.ofHours(24);
    private static final Duration USUAL_DISPUTE_DELAY = Duration.ofHours(1);
    private static final int DECIMALS = 18;
    private static final int NAME_MAX = 32;
    private static final int SYMBOL_MAX = 11;

    /** ERC-165's id of ERC-721. */
    private static final Hash NON_FUNGIBLE =
            Hash.fromHex("0x80ac58cd00000000000000000000000000000000000000000000000000000000");

    RootFacts {
        assets = List.copyOf(assets);
    }

    /** Of a root that no node was asked about. */
    static RootFacts unasked(long chainId) {
        return new RootFacts(chainId, USUAL_DELAY, USUAL_DISPUTE_DELAY, List.of(coin("COIN")));
    }

    /**
     * @param tokens that shall be brought, too
     * @throws UserError if the node's chain has no hub, or a token is none
     */
    static RootFacts of(ChainClient root, List<Address> tokens) {
        try {
            Duration sovereign = seconds(root, ChainsContract.minDelay());
            Duration disputable = seconds(root, ChainsContract.minDisputeDelay());
            String coin = root.rpc().call("banyan_status").path("coin").asText();
            List<Listing> assets = new ArrayList<>(List.of(coin(symbol(coin))));
            tokens.forEach(token -> assets.add(token(root, token)));
            return new RootFacts(root.chainId(), sovereign, disputable, assets);
        } catch (AbiException noHub) {
            throw new UserError("The node's chain is no root: no hub stands there.", noHub);
        }
    }

    private static Duration seconds(ChainClient root, Bytes question) {
        return Duration.ofSeconds(ChainsContract.seconds(root.call(ChainsContract.ADDRESS, question)));
    }

    Duration leastDelay(Tier tier) {
        return switch (tier) {
            case SOVEREIGN -> sovereign;
            case DISPUTABLE -> disputable;
        };
    }

    private static Listing coin(String symbol) {
        return new Listing(Address.ZERO, false, DECIMALS, symbol + " of the root", symbol);
    }

    private static Listing token(ChainClient root, Address token) {
        try {
            boolean isToken = isNonFungible(root, token);
            String symbol = symbol(text(root, token, "symbol()"));
            String name = cut(text(root, token, "name()"), NAME_MAX);
            int decimals = isToken
                    ? 0
                    : (int) ask(root, token, AbiValue.call("decimals()")).number(8);
            return new Listing(token, isToken, decimals, name, symbol);
        } catch (AbiException | RpcFailure.Refused none) {
            throw new UserError("No ERC-20 or ERC-721 token with a name stands at %s.".formatted(token), none);
        }
    }

    private static boolean isNonFungible(ChainClient root, Address token) {
        try {
            return ask(root, token, AbiValue.call("supportsInterface(bytes4)", AbiValue.of(NON_FUNGIBLE)))
                    .flag();
        } catch (AbiException | RpcFailure.Refused unknown) {
            return false;
        }
    }

    private static String text(ChainClient root, Address token, String question) {
        String text = ask(root, token, AbiValue.call(question)).text(1_000).strip();
        if (text.isEmpty() || !text.chars().allMatch(each -> each >= ' ' && each <= '~')) {
            throw new AbiException("no name in printable ASCII");
        }
        return text;
    }

    private static AbiReader ask(ChainClient root, Address token, Bytes question) {
        return AbiReader.ofOutput(root.call(token, question));
    }

    private static String symbol(String text) {
        return text.isEmpty() ? "COIN" : cut(text, SYMBOL_MAX);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
