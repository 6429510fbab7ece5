// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.staking.DelegatesContract;
import network.banyan.contracts.staking.RewardsContract;
import network.banyan.node.UserError;
import network.banyan.node.cli.Sending;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.JsonRpcClient;
import network.banyan.sdk.StakingClient;
import network.banyan.sdk.Wallet;

/** Where a command meets the chain: asks what it needs, sends what the account signs, waits until that is final. */
final class Desk implements AutoCloseable {
    private final JsonRpcClient rpc;
    private final ChainClient chain;
    private final StakingClient staking;
    private final PrintWriter out;

    Desk(JsonRpcClient rpc, PrintWriter out) {
        this.rpc = rpc;
        this.chain = new ChainClient(rpc);
        this.staking = new StakingClient(chain);
        this.out = out;
    }

    StakingClient staking() {
        return staking;
    }

    ChainClient chain() {
        return chain;
    }

    PrintWriter out() {
        return out;
    }

    /** The time of the last final block, in seconds since 1970: what contracts go by. */
    long now() {
        JsonNode block = rpc.call("eth_getBlockByNumber", "latest", false);
        try {
            return UInt256.fromHex(block.path("timestamp").asText()).toLongExact();
        } catch (IllegalArgumentException | ArithmeticException wrong) {
            throw new UserError("The node told no time with its last block.", wrong);
        }
    }

    /**
     * Sends a call, waits until it is final, and says where it stands.
     *
     * @throws network.banyan.node.Declined if the contract or the node refuses it
     */
    ChainClient.Outcome send(Wallet wallet, Address contract, UInt256 value, Bytes data) {
        return new Sending(chain, out, Refusals::sentence).send(wallet, contract, value, data);
    }

    ChainClient.Outcome send(Wallet wallet, Address contract, Bytes data) {
        return send(wallet, contract, UInt256.ZERO, data);
    }

    private static Optional<Bytes> bytes(JsonNode data) {
        try {
            return Optional.of(Bytes.fromHex(data.asText()));
        } catch (IllegalArgumentException notHex) {
            return Optional.empty();
        }
    }

    /** The number that the first event of this kind names first. */
    static long numberIn(ChainClient.Outcome outcome, Address contract, Hash event) {
        for (JsonNode log : events(outcome, contract, event)) {
            Optional<Bytes> number = bytes(log.path("topics").path(1));
            if (number.isPresent()) {
                return AbiReader.ofOutput(number.get()).number(32);
            }
        }
        throw new UserError("The receipt of %s lacks what it should say.".formatted(outcome.transaction()));
    }

    /** What a receipt says was paid out of {@code Rewards}, in wei. */
    static UInt256 sumOfClaims(ChainClient.Outcome outcome) {
        UInt256 sum = UInt256.ZERO;
        for (Hash event : List.of(RewardsContract.CLAIMED, RewardsContract.DELEGATE_CLAIMED)) {
            for (JsonNode log : events(outcome, RewardsContract.ADDRESS, event)) {
                sum = sum.plus(
                        bytes(log.path("data")).map(RewardsContract::amount).orElse(UInt256.ZERO));
            }
        }
        return sum;
    }

    private static List<JsonNode> events(ChainClient.Outcome outcome, Address contract, Hash event) {
        List<JsonNode> events = new ArrayList<>();
        for (JsonNode log : outcome.json().path("logs")) {
            if (log.path("address").asText().equals(contract.toHex())
                    && log.path("topics").path(0).asText().equals(event.toHex())) {
                events.add(log);
            }
        }
        return events;
    }

    /**
     * The number of a delegate given by name or number. Digits are always a number, lest somebody register "1000" as a name
     * to catch the votes of others; such a name is written with a colon in front.
     *
     * @throws UserError if there is none
     */
    long delegate(String nameOrNumber) {
        if (nameOrNumber.matches("[0-9]{1,9}")) {
            long number = Long.parseLong(nameOrNumber);
            if (number < 1 || number > staking.delegateCount()) {
                throw new UserError("There is no delegate %d; `banyan delegate list` shows them.".formatted(number));
            }
            return number;
        }
        String name = nameOrNumber.startsWith(":") ? nameOrNumber.substring(1) : nameOrNumber;
        long number = DelegatesContract.isName(name) ? staking.delegateNamed(name) : 0;
        if (number == 0) {
            throw new UserError(
                    "No delegate is called \"%s\"; `banyan delegate list` shows those there are.".formatted(name));
        }
        return number;
    }

    /** {@link #delegate}, or 0 for {@code none}. */
    long delegateOrNobody(String nameOrNumber) {
        return nameOrNumber.equals("none") ? 0 : delegate(nameOrNumber);
    }

    @Override
    public void close() {
        rpc.close();
    }
}
