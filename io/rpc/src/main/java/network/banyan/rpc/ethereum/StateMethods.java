// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.replica.ChainView;
import network.banyan.rpc.protocol.CallPool;
import network.banyan.rpc.protocol.Json;
import network.banyan.rpc.protocol.Params;
import network.banyan.rpc.protocol.RpcException;
import network.banyan.rpc.protocol.RpcMethods;
import network.banyan.rpc.protocol.Value;
import network.banyan.state.Account;
import network.banyan.state.AccountProof;
import network.banyan.state.StateView;

/** Accounts after a block, and proofs of them (EIP-1186). */
final class StateMethods {
    private static final int PROOF_SLOTS_MAX = 1_024;

    private final ChainView chain;
    private final ChainReader reader;
    private final CallPool pool;

    StateMethods(ChainView chain, CallPool pool) {
        this.chain = chain;
        this.reader = new ChainReader(chain);
        this.pool = pool;
    }

    void addTo(RpcMethods methods) {
        methods.add("eth_getBalance", this::balance);
        methods.add("eth_getCode", this::code);
        methods.add("eth_getStorageAt", this::storage);
        methods.add("eth_getTransactionCount", this::nonce);
        methods.add("eth_getAccountInfo", this::accountInfo);
        methods.add("eth_getProof", this::proof);
    }

    private JsonNode balance(JsonNode json) {
        Params params = Params.of(json, 2);
        Address address = params.required(0).address();
        return Json.quantity(account(state(params.at(1)), address).balance());
    }

    private JsonNode code(JsonNode json) {
        Params params = Params.of(json, 2);
        Address address = params.required(0).address();
        return Json.data(code(state(params.at(1)), address));
    }

    private JsonNode storage(JsonNode json) {
        Params params = Params.of(json, 3);
        Address address = params.required(0).address();
        UInt256 slot = slot(params.required(1));
        return Json.data(state(params.at(2)).storage(address, slot).toHash());
    }

    private JsonNode nonce(JsonNode json) {
        Params params = Params.of(json, 2);
        Address address = params.required(0).address();
        return Json.quantity(
                BlockChoice.isPending(params.at(1))
                        ? chain.pendingNonce(address)
                        : account(state(params.at(1)), address).nonce());
    }

    /** Balance, nonce and code in one answer, as Foundry asks. */
    private JsonNode accountInfo(JsonNode json) {
        Params params = Params.of(json, 2);
        Address address = params.required(0).address();
        StateView state = state(params.at(1));
        Account account = account(state, address);
        return Json.object()
                .put("balance", account.balance().toQuantity())
                .put("nonce", Json.hex(account.nonce()))
                .put("code", code(state, address).toHex());
    }

    private JsonNode proof(JsonNode json) {
        Params params = Params.of(json, 3);
        Address address = params.required(0).address();
        List<Value> keys = params.required(1).items(PROOF_SLOTS_MAX);
        List<UInt256> slots = keys.stream().map(StateMethods::slot).toList();
        long height = reader.height(BlockChoice.of(params.at(2)));
        return pool.run(() -> {
            AccountProof proof = chain.prove(address, slots, height).orElseThrow(() -> ChainReader.pruned(height));
            return proof(proof, keys);
        });
    }

    private static JsonNode proof(AccountProof proof, List<Value> keys) {
        ObjectNode json = Json.object()
                .put("address", proof.address().toHex())
                .put("balance", proof.account().balance().toQuantity())
                .put("nonce", Json.hex(proof.account().nonce()))
                .put("codeHash", proof.account().codeHash().toHex())
                .put("storageHash", proof.storageRoot().toHex());
        json.set("accountProof", nodes(proof.nodes()));
        ArrayNode slots = json.putArray("storageProof");
        for (int i = 0; i < proof.slots().size(); i++) {
            AccountProof.SlotProof slot = proof.slots().get(i);
            slots.addObject()
                    .put("key", spelledAsAsked(slot.slot(), keys.get(i).text()))
                    .put("value", slot.value().toQuantity())
                    .set("proof", nodes(slot.nodes()));
        }
        return json;
    }

    /** A key of full length comes back at full length, a shorter one as a quantity: clients compare the texts. */
    private static String spelledAsAsked(UInt256 slot, String asked) {
        return asked.length() == 66 ? slot.toHash().toHex() : slot.toQuantity();
    }

    private static ArrayNode nodes(List<Bytes> nodes) {
        ArrayNode list = Json.array();
        nodes.forEach(node -> list.add(node.toHex()));
        return list;
    }

    /** A storage key: up to 32 bytes of hex, leading zeros allowed or left out. */
    private static UInt256 slot(Value value) {
        String text = value.text();
        String digits = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
        if (digits.length() > 64) {
            throw RpcException.invalidParams("storage key too long (want at most 32 bytes): \"" + shown(text) + '"');
        }
        try {
            return Value.number(digits);
        } catch (IllegalArgumentException notHex) {
            throw RpcException.invalidParams("invalid hex in storage key: \"" + text + '"');
        }
    }

    private static String shown(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "..." : text;
    }

    private StateView state(Value block) {
        return reader.state(BlockChoice.of(block));
    }

    private static Account account(StateView state, Address address) {
        return state.account(address).orElse(Account.EMPTY);
    }

    private static Bytes code(StateView state, Address address) {
        Account account = account(state, address);
        return account.hasCode() ? state.code(account.codeHash()) : Bytes.EMPTY;
    }
}
