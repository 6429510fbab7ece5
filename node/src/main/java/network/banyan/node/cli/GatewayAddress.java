// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import java.net.URI;
import network.banyan.node.UserError;
import network.banyan.sdk.GatewayClient;

/** What {@code --gateway} names where a gateway is asked over HTTP. */
public final class GatewayAddress {
    private GatewayAddress() {}

    /**
     * @throws UserError if it is no address of one
     */
    public static GatewayClient open(URI address) {
        try {
            return new GatewayClient(address);
        } catch (IllegalArgumentException noAddress) {
            throw new UserError("--gateway: " + noAddress.getMessage() + ".", noAddress);
        }
    }
}
