// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.RegistryContract;
import network.banyan.identity.DidRegistryContract;
import network.banyan.identity.IdentityException;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.JsonRpcClient;
import network.banyan.sdk.RpcFailure;
import network.banyan.twin.Owners;

/** Devices' owners as a node's registries tell them, asked anew each time. Any thread may ask. */
public final class RegistryOwners implements Owners {
    private static final int ATTEMPTS = 3;

    private final JsonRpcClient node;

    public RegistryOwners(JsonRpcClient node) {
        this.node = node;
    }

    @Override
    public long chainId() {
        return read(() -> UInt256.fromHex(node.call("eth_chainId").asText()).toLongExact());
    }

    /** A sale between two questions must not give the last owner the next tenure, so the tenure is asked before and after. */
    @Override
    public Optional<Ownership> of(Hash device) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long before = tenure(device);
            Optional<RegistryContract.Standing> standing = ask(
                    RegistryContract.ADDRESS,
                    RegistryContract.standing(device, Address.ZERO),
                    RegistryContract::standing);
            if (tenure(device) == before) {
                return standing.filter(known -> known.key().isPresent())
                        .map(known -> new Ownership(known.owner(), before));
            }
        }
        throw new Unknown("it changes hands just now", new IllegalStateException());
    }

    private long tenure(Hash device) {
        return ask(RegistryContract.ADDRESS, RegistryContract.tenure(device), RegistryContract::tenureOf);
    }

    @Override
    public boolean isDelegate(Hash device, Address account) {
        return ask(
                DidRegistryContract.ADDRESS,
                DidRegistryContract.mayAct(device, account),
                DidRegistryContract::mayActOf);
    }

    private <T> T ask(Address contract, Bytes data, Function<Bytes, T> decode) {
        return read(() -> decode.apply(
                Bytes.fromHex(node.call("eth_call", Map.of("to", contract.toHex(), "data", data.toHex()), "latest")
                        .asText())));
    }

    private interface Question<T> {
        T ask();
    }

    private static <T> T read(Question<T> question) {
        try {
            return question.ask();
        } catch (RpcFailure
                | EvidenceFormatException
                | IdentityException
                | IllegalArgumentException
                | ArithmeticException unusable) {
            throw new Unknown("the node does not tell: " + unusable.getMessage(), unusable);
        }
    }
}
