// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import java.net.URI;
import java.time.Duration;
import network.banyan.node.UserError;
import network.banyan.sdk.JsonRpcClient;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that every command which asks a node shares. */
public final class NodeUrl {
    private static final Duration TIME_MAX = Duration.ofSeconds(10);

    @Option(
            names = {"--rpc", "--node"},
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8545",
            description = "The node to ask (default: ${DEFAULT-VALUE}).")
    private String url = "";

    @Mixin
    private NodeJwt jwt = new NodeJwt();

    public JsonRpcClient client() {
        return new JsonRpcClient(uri(), TIME_MAX, jwt.secret());
    }

    /** The node's own address, under which it also passes on what its gateway shows. */
    public URI uri() {
        return read(url);
    }

    /**
     * @throws UserError if the text is no address of HTTP
     */
    public static URI read(String url) {
        try {
            URI uri = URI.create(url);
            if ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) {
                return uri;
            }
        } catch (IllegalArgumentException malformed) {
            // Told below.
        }
        throw new UserError("--rpc takes an address like http://127.0.0.1:8545, not \"" + url + "\".");
    }
}
