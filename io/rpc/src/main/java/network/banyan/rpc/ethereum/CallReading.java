// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.banyan.execution.SimulationRequest.BlockOverride;
import network.banyan.ledger.Authorization;
import network.banyan.ledger.TransactionBody.AccessListEntry;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.replica.ChainView.CallRequest;
import network.banyan.replica.ChainView.StateOverride;
import network.banyan.replica.ChainView.StateOverride.SlotOverride;
import network.banyan.rpc.protocol.RpcException;
import network.banyan.rpc.protocol.Value;

/** Reads the transaction object and the overrides of {@code eth_call} and {@code eth_estimateGas}. */
public final class CallReading {
    private static final int ACCESS_LIST_ENTRIES_MAX = 1_000;
    private static final int AUTHORIZATIONS_MAX = 1_000;
    static final int OVERRIDES_MAX = 1_000;
    private static final int SLOTS_MAX = 10_000;

    private CallReading() {}

    /**
     * @param overrides of accounts
     * @param header overrides of the block
     * @param gasMax most gas the call may use
     * @param blockGasLimit most gas a block may use, if it is not pretended otherwise
     * @param actualBaseFee of the block the call stands on, to tell the price of an EIP-1559 call
     */
    public static CallRequest request(
            Value call, Value overrides, Value header, long gasMax, long blockGasLimit, UInt256 actualBaseFee) {
        BlockOverride block = header.optional(CallReading::block).orElse(BlockOverride.NONE);
        return request(
                call.object(),
                overrides.optional(CallReading::overrides).orElse(List.of()),
                block,
                gas(call, gasMax, block.gasLimit().orElse(blockGasLimit)),
                block.baseFee().orElse(actualBaseFee));
    }

    private static CallRequest request(
            Value call, List<StateOverride> overrides, BlockOverride block, Optional<Long> gas, UInt256 baseFee) {
        return new CallRequest(
                call.field("from").optional(Value::address).orElse(Address.ZERO),
                call.field("to").optional(Value::address),
                gas,
                price(call, baseFee),
                call.field("value").optional(Value::quantity).orElse(UInt256.ZERO),
                data(call),
                call.field("accessList").optional(CallReading::accessList).orElse(List.of()),
                authorizations(call),
                overrides,
                block);
    }

    private static Optional<Long> gas(Value call, long gasMax, long blockGasLimit) {
        long most = Math.min(gasMax, blockGasLimit);
        Optional<Long> asked = call.field("gas").optional(gas -> Math.min(saturated(gas.quantity()), most));
        // Who names no limit gets what a block holds, unless that is more than a call may use.
        return asked.isEmpty() && most < blockGasLimit ? Optional.of(most) : asked;
    }

    /** What the block is pretended to be. Difficulty means nothing to our chains and is not looked at, as in go-ethereum. */
    static BlockOverride block(Value header) {
        for (String unknown : List.of("withdrawals", "beaconRoot")) {
            if (!header.object().field(unknown).isAbsent()) {
                throw header.field(unknown).wrong("not supported");
            }
        }
        return new BlockOverride(
                header.field("number").optional(Value::longQuantity),
                header.field("time").optional(Value::longQuantity),
                header.field("gasLimit").optional(Value::longQuantity),
                header.field("feeRecipient").optional(Value::address),
                header.field("prevRandao").optional(Value::hash),
                header.field("baseFeePerGas").optional(Value::quantity),
                header.field("blobBaseFee").optional(Value::quantity));
    }

    private static long saturated(UInt256 number) {
        return number.fitsLong() ? number.d() : Long.MAX_VALUE;
    }

    /** What the call pays for gas; a price of zero counts as none, so that callers need no funds. */
    private static Optional<UInt256> price(Value call, UInt256 baseFee) {
        Optional<UInt256> gasPrice = call.field("gasPrice").optional(Value::quantity);
        Optional<UInt256> most = call.field("maxFeePerGas").optional(Value::quantity);
        Optional<UInt256> tip = call.field("maxPriorityFeePerGas").optional(Value::quantity);
        if (gasPrice.isPresent() && (most.isPresent() || tip.isPresent())) {
            throw RpcException.refused("both gasPrice and (maxFeePerGas or maxPriorityFeePerGas) specified");
        }
        if (gasPrice.isPresent()) {
            return gasPrice.filter(price -> !price.isZero());
        }
        return most.filter(limit -> !limit.isZero()).map(limit -> {
            UInt256 wanted = tip.orElse(UInt256.ZERO);
            if (wanted.compareTo(limit) > 0) {
                throw RpcException.refused(
                        "max priority fee per gas higher than max fee per gas: %s > %s".formatted(wanted, limit));
            }
            if (limit.compareTo(baseFee) <= 0) {
                return limit;
            }
            UInt256 headroom = limit.minus(baseFee);
            return baseFee.plus(wanted.compareTo(headroom) < 0 ? wanted : headroom);
        });
    }

    /** Old clients say {@code data}, new ones {@code input}, careful ones both. */
    static Bytes data(Value call) {
        Optional<Bytes> data = call.field("data").optional(Value::bytes);
        Optional<Bytes> input = call.field("input").optional(Value::bytes);
        if (data.isPresent() && input.isPresent() && !data.equals(input)) {
            throw call.wrong("\"data\" and \"input\" are both set and differ; use \"input\"");
        }
        return input.or(() -> data).orElse(Bytes.EMPTY);
    }

    static List<AccessListEntry> accessList(Value list) {
        List<AccessListEntry> entries = new ArrayList<>();
        for (Value entry : list.items(ACCESS_LIST_ENTRIES_MAX)) {
            entries.add(new AccessListEntry(
                    entry.object().field("address").address(),
                    entry.field("storageKeys")
                            .optional(keys -> keys.items(SLOTS_MAX).stream()
                                    .map(Value::hash)
                                    .toList())
                            .orElse(List.of())));
        }
        return entries;
    }

    /** What a transaction of type 4 would carry (EIP-7702). */
    static List<Authorization> authorizations(Value call) {
        List<Authorization> authorizations = new ArrayList<>();
        Value list = call.field("authorizationList");
        if (list.isAbsent()) {
            return authorizations;
        }
        for (Value signed : list.items(AUTHORIZATIONS_MAX)) {
            Value parity = signed.object().field("yParity");
            authorizations.add(new Authorization(
                    signed.field("chainId").quantity(),
                    signed.field("address").address(),
                    signed.field("nonce").longQuantity(),
                    (parity.isAbsent() ? signed.field("v") : parity).number(0, 255),
                    signed.field("r").quantity(),
                    signed.field("s").quantity()));
        }
        if (!authorizations.isEmpty() && call.field("to").isAbsent()) {
            throw list.wrong("a transaction that carries authorizations cannot create a contract; name a \"to\"");
        }
        return authorizations;
    }

    private static List<StateOverride> overrides(Value json) {
        if (json.object().node().size() > OVERRIDES_MAX) {
            throw json.wrong("has more than " + OVERRIDES_MAX + " accounts");
        }
        List<StateOverride> overrides = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : json.node().properties()) {
            Address address = new Value(TextNode.valueOf(entry.getKey()), json.where()).address();
            overrides.add(override(address, json.field(entry.getKey()).object()));
        }
        return overrides;
    }

    private static StateOverride override(Address address, Value account) {
        for (String unknown : List.of("state", "movePrecompileToAddress")) {
            if (!account.field(unknown).isAbsent()) {
                throw account.field(unknown).wrong("not supported; use balance, nonce, code and stateDiff");
            }
        }
        return new StateOverride(
                address,
                account.field("balance").optional(Value::quantity),
                account.field("nonce").optional(Value::longQuantity),
                account.field("code").optional(Value::bytes),
                account.field("stateDiff").optional(CallReading::slots).orElse(List.of()));
    }

    static List<SlotOverride> slots(Value json) {
        if (json.object().node().size() > SLOTS_MAX) {
            throw json.wrong("has more than " + SLOTS_MAX + " slots");
        }
        List<SlotOverride> slots = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : json.node().properties()) {
            UInt256 slot = new Value(TextNode.valueOf(entry.getKey()), json.where()).quantity();
            slots.add(new SlotOverride(slot, json.field(entry.getKey()).quantity()));
        }
        return slots;
    }
}
