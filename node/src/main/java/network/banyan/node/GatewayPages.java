// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import network.banyan.primitives.Bytes;
import network.banyan.rpc.http.Page;
import network.banyan.rpc.http.PageSource;
import network.banyan.sdk.GatewayClient;

/**
 * What a gateway shows of its devices, under {@code /gateway/} of the node that serves the dashboard. So the page talks to
 * its own origin alone, and the gateway stays closed to pages of any other.
 *
 * <p>Only these paths lead there, only by GET, and what comes back is shown as data, never as a page.
 */
final class GatewayPages implements PageSource {
    private static final String PREFIX = "/gateway";
    private static final String DEVICES = "/v1/devices";
    private static final Pattern PATH = Pattern.compile("/health|/v1/(alarms|devices/0x[0-9a-f]{64}"
            + "(/(readings(/before/[0-9]{1,16})?|refusals|twin|evidence/[0-9]{1,16}\\.(json|cbor)))?)");

    private final Optional<GatewayClient> gateway;

    /**
     * @param url of the gateway's web side; empty if the node knows none
     * @throws UserError if it is no address
     */
    GatewayPages(Optional<URI> url) {
        try {
            this.gateway = url.map(GatewayClient::new);
        } catch (IllegalArgumentException noAddress) {
            throw new UserError("gateway.url: " + noAddress.getMessage() + ".", noAddress);
        }
    }

    @Override
    public Optional<Page> page(String path) {
        if (!path.equals(PREFIX) && !path.startsWith(PREFIX + "/")) {
            return Optional.empty();
        }
        String asked = path.substring(PREFIX.length());
        if (asked.equals(DEVICES)) {
            return Optional.of(devices());
        }
        return Optional.of(
                gateway.isEmpty()
                        ? Page.text(404, "this node knows no gateway; see gateway.url\n")
                        : PATH.matcher(asked).matches()
                                ? fetch(gateway.get(), asked)
                                : Page.text(404, "no such thing\n"));
    }

    /** That there is no gateway is no error of a page that asks whether there is one. */
    private Page devices() {
        Optional<Page> page = gateway.map(there -> fetch(there, DEVICES));
        boolean isHere = page.filter(found -> found.status() == 200).isPresent();
        String state = page.isEmpty() ? "none" : isHere ? "here" : "away";
        String list = isHere ? new String(page.get().body().toArray(), StandardCharsets.UTF_8) : "[]";
        String json = "{\"gateway\":\"%s\",\"devices\":%s}".formatted(state, list);
        return data(200, "application/json", Bytes.wrap(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static Page fetch(GatewayClient gateway, String path) {
        try {
            GatewayClient.Page page = gateway.page(path);
            boolean isGood = page.status() == 200;
            return data(
                    isGood ? 200 : error(page.status()),
                    isGood ? type(path) : "text/plain; charset=utf-8",
                    page.body());
        } catch (GatewayClient.Unanswered away) {
            return Page.text(502, away.getMessage() + "\n");
        }
    }

    private static String type(String path) {
        return path.endsWith(".cbor") ? "application/cbor" : "application/json";
    }

    private static int error(int status) {
        return status == 404 || status == 409 || status == 503 ? status : 502;
    }

    private static Page data(int status, String type, Bytes body) {
        var headers = new TreeMap<String, String>();
        headers.put("cache-control", "no-store");
        headers.put("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
        headers.put("x-content-type-options", "nosniff");
        return new Page(status, type, body, headers);
    }
}
