// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.crypto.P256;
import network.banyan.evidence.AnchorContract;
import network.banyan.evidence.Passport;
import network.banyan.evidence.RegistryContract;
import network.banyan.ledger.Log;
import network.banyan.node.UserError;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.RpcFailure;
import network.banyan.vault.DeviceKeys;
import network.banyan.vault.KeyHistory;
import network.banyan.vault.chain.DataVaultContract;

/**
 * A device's keys, by a node that is believed: the present one from the registry's state, earlier ones from what the contracts
 * logged. The logs are searched from the newest block back to the device's registration, once, and only if they are needed.
 */
final class ChainKeys implements DeviceKeys {
    private static final Hash REGISTERED = AbiValue.topic("DeviceRegistered(bytes32,address,bytes32,bytes32,string)");
    private static final Hash ROTATED = AbiValue.topic("KeyRotated(bytes32,bytes32,bytes32)");
    private static final Hash COMMITTED = AbiValue.topic("Committed(bytes32,uint64,bytes32,uint64,uint64)");

    /** How many blocks a node searches at once, at most. */
    private static final long BLOCKS_AT_ONCE = 10_000;

    /** JSON-RPC's code for a question that is too large. */
    private static final int LIMIT_EXCEEDED = -32_005;

    private final ChainClient chain;
    private final Passport passport;
    private final long tenure;
    private Optional<KeyHistory> history = Optional.empty();

    private ChainKeys(ChainClient chain, Passport passport, long tenure) {
        this.chain = chain;
        this.passport = passport;
        this.tenure = tenure;
    }

    /**
     * @throws UserError if there is no such device
     */
    static ChainKeys of(ChainClient chain, Hash device) {
        try {
            Passport passport =
                    Passport.ofFields(chain.call(RegistryContract.ADDRESS, RegistryContract.passportFields(device)));
            long tenure = DataVaultContract.head(chain.call(DataVaultContract.ADDRESS, DataVaultContract.head(device)))
                    .tenure();
            return new ChainKeys(chain, passport, tenure);
        } catch (RpcFailure.Refused unknown) {
            throw new UserError("No device %s is registered.".formatted(device), unknown);
        }
    }

    @Override
    public P256.PublicKey present() {
        return passport.key();
    }

    @Override
    public boolean isActive() {
        return passport.active();
    }

    @Override
    public KeyHistory history() {
        if (history.isEmpty()) {
            history = Optional.of(search());
        }
        return history.orElseThrow();
    }

    private record Event(long block, Log log) {
        boolean is(Address contract, Hash topic) {
            return log.address().equals(contract) && log.topics().getFirst().equals(topic);
        }
    }

    private KeyHistory search() {
        List<Event> events = new ArrayList<>();
        long last = chain.blockNumber();
        long blocks = BLOCKS_AT_ONCE;
        boolean isRegistered = false;
        while (last >= 0 && !isRegistered) {
            long first = Math.max(0, last - blocks + 1);
            try {
                List<Event> found = logs(first, last);
                isRegistered = found.stream().anyMatch(event -> event.is(RegistryContract.ADDRESS, REGISTERED));
                events.addAll(0, found);
                last = first - 1;
            } catch (RpcFailure.Refused tooMany) {
                if (tooMany.code() != LIMIT_EXCEEDED || blocks == 1) {
                    throw tooMany;
                }
                blocks = Math.max(1, blocks / 4);
            }
        }
        return history(events);
    }

    private List<Event> logs(long first, long last) {
        ObjectNode filter = JsonNodeFactory.instance
                .objectNode()
                .put("fromBlock", "0x" + Long.toHexString(first))
                .put("toBlock", "0x" + Long.toHexString(last));
        filter.putArray("address")
                .add(RegistryContract.ADDRESS.toHex())
                .add(AnchorContract.ADDRESS.toHex())
                .add(DataVaultContract.ADDRESS.toHex());
        ArrayNode topics = filter.putArray("topics");
        topics.addArray()
                .add(REGISTERED.toHex())
                .add(ROTATED.toHex())
                .add(AnchorContract.ANCHORED.toHex())
                .add(COMMITTED.toHex());
        topics.add(passport.id().toHex());
        List<Event> events = new ArrayList<>();
        for (JsonNode json : chain.rpc().call("eth_getLogs", filter)) {
            List<Hash> names = new ArrayList<>();
            json.path("topics").forEach(topic -> names.add(Hash.fromHex(topic.asText())));
            var log = new Log(
                    Address.fromHex(json.path("address").asText()),
                    names,
                    Bytes.fromHex(json.path("data").asText()));
            events.add(
                    new Event(UInt256.fromHex(json.path("blockNumber").asText()).toLongExact(), log));
        }
        return events;
    }

    private KeyHistory history(List<Event> events) {
        List<KeyHistory.Term> terms = new ArrayList<>();
        List<KeyHistory.Batch> batches = new ArrayList<>();
        List<KeyHistory.Commit> commits = new ArrayList<>();
        for (Event event : events) {
            var in = AbiReader.ofOutput(event.log().data());
            if (event.is(RegistryContract.ADDRESS, REGISTERED) || event.is(RegistryContract.ADDRESS, ROTATED)) {
                terms.add(new KeyHistory.Term(new P256.PublicKey(in.word(), in.word()), event.block()));
            } else if (event.is(DataVaultContract.ADDRESS, COMMITTED)) {
                if (event.log().topics().get(2).equals(UInt256.of(tenure).toHash())) {
                    in.word();
                    commits.add(new KeyHistory.Commit(in.number(63), event.block()));
                }
            } else {
                AnchorContract.anchored(event.log())
                        .ifPresent(anchored -> batches.add(new KeyHistory.Batch(
                                anchored.batch().firstSequence(),
                                anchored.batch().lastSequence(),
                                anchored.key())));
            }
        }
        return new KeyHistory(terms, batches, commits);
    }
}
