// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import network.banyan.crypto.Secp256k1;
import network.banyan.evidence.AnchorContract;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.Passport;
import network.banyan.evidence.Publication;
import network.banyan.evidence.PublicationJson;
import network.banyan.evidence.RegistryContract;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.JsonRpcClient;
import network.banyan.sdk.RpcFailure;

/**
 * A node spoken to by JSON-RPC, and a private key that pays. What the node answers is not believed to be well-formed:
 * whatever cannot be read counts as the node being away.
 */
public final class RpcNodePort implements NodePort {
    private final Rpc rpc;
    private final Address payer;
    private final PayerTransactions transactions;
    private long chainId;

    /** @param payerKey of the account that pays for registration and anchors */
    public RpcNodePort(JsonRpcClient client, Hash payerKey) {
        this(over(client), payerKey);
    }

    RpcNodePort(Rpc rpc, Hash payerKey) {
        this.rpc = rpc;
        this.payer = Secp256k1.addressOf(payerKey);
        this.transactions = new PayerTransactions(payer, payerKey, this::ask);
    }

    private static Rpc over(JsonRpcClient client) {
        return (method, parameters) -> {
            try {
                return client.call(method, parameters);
            } catch (RpcFailure.Refused refused) {
                throw new Rpc.Failure(refused.code(), refused.reason());
            } catch (RpcFailure.Unreachable away) {
                throw new Unavailable(String.valueOf(away.getMessage()), away);
            }
        };
    }

    @Override
    public long chainId() {
        if (chainId == 0) {
            chainId = ask("eth_chainId", answer -> quantity(answer).toLongExact());
        }
        return chainId;
    }

    @Override
    public Address payer() {
        return payer;
    }

    @Override
    public Optional<RegistryContract.Standing> standing(Hash device) {
        return read(RegistryContract.ADDRESS, RegistryContract.standing(device, payer), RegistryContract::standing);
    }

    @Override
    public Passport passport(Hash device) {
        return read(RegistryContract.ADDRESS, RegistryContract.passportFields(device), Passport::ofFields);
    }

    @Override
    public long registryNonce(Hash device) {
        return read(RegistryContract.ADDRESS, RegistryContract.nonce(device), RegistryContract::nonceOf);
    }

    @Override
    public long nextSequence(Hash device) {
        return read(AnchorContract.ADDRESS, AnchorContract.next(device), AnchorContract::next);
    }

    private <T> T read(Address contract, Bytes data, Function<Bytes, T> decode) {
        return ask(
                "eth_call",
                answer -> decode.apply(Bytes.fromHex(answer.asText())),
                Map.of("to", contract.toHex(), "data", data.toHex()),
                "latest");
    }

    /** What a call to a contract returns on the newest final state. */
    public Bytes call(Address contract, Bytes data) {
        return read(contract, data, Function.identity());
    }

    @Override
    public long lastPublished(Hash device) {
        return ask(
                "banyan_lastPublished",
                answer -> {
                    if (!answer.isIntegralNumber() || !answer.canConvertToLong() || answer.asLong() < 0) {
                        throw new EvidenceFormatException("not a sequence number");
                    }
                    return answer.asLong();
                },
                device.toHex());
    }

    @Override
    public List<Publication> publish(List<Bytes> records) {
        return ask(
                "banyan_publishRecords",
                answer -> {
                    List<Publication> answers = new ArrayList<>();
                    answer.forEach(one -> answers.add(PublicationJson.read(one)));
                    return answers;
                },
                records.stream().map(Bytes::toHex).toList());
    }

    @Override
    public Hash send(Address to, Bytes data) {
        return transactions.send(chainId(), to, data);
    }

    @Override
    public Optional<Boolean> outcome(Hash transaction) {
        Optional<Boolean> outcome = ask(
                "eth_getTransactionReceipt",
                answer -> answer.isNull()
                        ? Optional.empty()
                        : Optional.of(quantity(answer.path("status")).equals(UInt256.ONE)),
                transaction.toHex());
        outcome.ifPresent(_ -> transactions.isFinal(transaction));
        return outcome;
    }

    static UInt256 quantity(JsonNode answer) {
        return UInt256.fromHex(answer.asText());
    }

    private <T> T ask(String method, Function<JsonNode, T> read, Object... parameters) {
        try {
            return read.apply(rpc.call(method, parameters));
        } catch (Rpc.Failure refused) {
            if (refused.code() == Rpc.Failure.REVERTED && method.equals("eth_estimateGas")) {
                throw new WouldFail(String.valueOf(refused.getMessage()));
            }
            throw new Unavailable("%s: %s".formatted(method, refused.getMessage()), refused);
        } catch (EvidenceFormatException | IllegalArgumentException | ArithmeticException unreadable) {
            throw new Unavailable(
                    "%s: the answer cannot be read: %s".formatted(method, unreadable.getMessage()), unreadable);
        }
    }
}
