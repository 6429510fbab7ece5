// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import java.util.Map;
import java.util.Optional;
import network.banyan.crypto.P256;
import network.banyan.device.NodePort;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.RegistryContract;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.sdk.JsonRpcClient;
import network.banyan.sdk.RpcFailure;

/** Devices' keys as a node's registry tells them; needs no account. */
public final class RegistryKeys implements GatewayIdentity.Registry {
    private final JsonRpcClient node;

    public RegistryKeys(JsonRpcClient node) {
        this.node = node;
    }

    @Override
    public Optional<P256.PublicKey> key(Hash device) {
        // Who asks is of no matter for the key.
        Bytes question = RegistryContract.standing(device, Address.ZERO);
        try {
            String answer = node.call(
                            "eth_call",
                            Map.of("to", RegistryContract.ADDRESS.toHex(), "data", question.toHex()),
                            "latest")
                    .asText();
            return RegistryContract.standing(Bytes.fromHex(answer)).flatMap(RegistryContract.Standing::key);
        } catch (RpcFailure | EvidenceFormatException | IllegalArgumentException unusable) {
            throw new NodePort.Unavailable("the node does not tell: " + unusable.getMessage(), unusable);
        }
    }
}
