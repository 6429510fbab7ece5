// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import network.banyan.conformance.AnvilProcess;
import network.banyan.conformance.StateTestBlock;
import network.banyan.conformance.fuzz.Outcome.End;
import network.banyan.crypto.Keccak;
import network.banyan.evm.Fork;
import network.banyan.execution.BlockEnvironment;
import network.banyan.ledger.Authorization;
import network.banyan.ledger.Log;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.state.Account;
import network.banyan.testkit.MemoryState;

/**
 * Foundry's anvil: the trial's transaction traced as a call, on the trial's state and block by overrides, so that nothing
 * remains from one trial to the next. The call tracer shows how it ended, gas, output and logs; the prestate tracer in its
 * diff mode the accounts that changed, fees and nonce of the sender included. Neither shows the refund counter, which gas
 * and balances imply, nor signs anything: that the transaction's signature is right is not compared.
 *
 * <p>Not asked: other forks than Osaka; authorizations of accounts that do not exist, for which anvil 1.7.1 charges as if
 * it paid the refund that only existing ones get (EIP-7702, step 7); and authorizations that clear a delegation, of which
 * its diff shows nothing. Both are told from its answers to such programs, not from its sources.
 */
final class AnvilMachine implements Machine {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ANCESTORS = 256;

    private final AnvilProcess anvil;

    /** Of the last block that was asked for; all trials but replayed ones have the same. */
    private Optional<Map.Entry<BlockEnvironment, ObjectNode>> lastBlock = Optional.empty();

    AnvilMachine() {
        this.anvil = AnvilProcess.start("--chain-id=" + Trial.CHAIN_ID.toLongExact());
    }

    @Override
    public String name() {
        return "ANVIL";
    }

    @Override
    public boolean takes(Trial trial) {
        return trial.fork() == Fork.OSAKA
                && !(trial.body() instanceof TransactionBody.SetCode setCode
                        && setCode.authorizations().stream()
                                .anyMatch(each -> each.authority()
                                        .filter(signer -> showsOtherwise(
                                                each, trial.state().account(signer)))
                                        .isPresent()));
    }

    private static boolean showsOtherwise(Authorization authorization, Optional<Account> authority) {
        return authority.isEmpty()
                || (authority.get().hasCode() && authorization.address().equals(Address.ZERO));
    }

    @Override
    public Outcome run(Trial trial) {
        ObjectNode call = call(trial);
        List<JsonNode> answers = anvil.askAll(List.of(
                question(trial, call, "callTracer", "withLog"), question(trial, call, "prestateTracer", "diffMode")));
        for (JsonNode answer : answers) {
            if (answer.has("error")) {
                return Outcome.none(
                        End.REFUSED, answer.path("error").path("message").asText());
            }
        }
        JsonNode frame = answers.getFirst().path("result");
        List<JsonNode> logs = new ArrayList<>();
        collectLogs(frame, logs);
        logs.sort((one, other) -> Long.compare(index(one), index(other)));
        return new Outcome(
                end(frame),
                Optional.empty(),
                Long.decode(frame.path("gasUsed").asText()),
                OptionalLong.empty(),
                end(frame) == End.HALTED ? Bytes.EMPTY : bytes(frame.path("output")),
                logs.stream().map(AnvilMachine::log).toList(),
                Outcome.holdings(after(trial.state(), answers.getLast().path("result"))));
    }

    private static End end(JsonNode frame) {
        String error = frame.path("error").asText();
        return switch (error) {
            case "" -> End.SUCCEEDED;
            case "execution reverted" -> End.REVERTED;
            default -> End.HALTED;
        };
    }

    private AnvilProcess.Question question(Trial trial, ObjectNode call, String tracer, String option) {
        ObjectNode options = JSON.createObjectNode().put("tracer", tracer);
        options.putObject("tracerConfig").put(option, true);
        options.set("stateOverrides", state(trial.state()));
        options.set("blockOverrides", block(trial.block()));
        return new AnvilProcess.Question("debug_traceCall", List.of(call, "latest", options));
    }

    private static ObjectNode call(Trial trial) {
        TransactionBody body = trial.body();
        ObjectNode call = JSON.createObjectNode()
                .put("from", trial.transaction().sender().orElseThrow().toHex())
                .put("nonce", new UInt256(0, 0, 0, body.nonce()).toQuantity())
                .put("gas", UInt256.of(body.gasLimit()).toQuantity())
                .put("value", body.value().toQuantity())
                .put("input", body.data().toHex());
        body.to().ifPresent(to -> call.put("to", to.toHex()));
        switch (body) {
            case TransactionBody.Legacy it -> call.put("gasPrice", it.gasPrice().toQuantity());
            case TransactionBody.AccessList it ->
                call.put("gasPrice", it.gasPrice().toQuantity());
            case TransactionBody.DynamicFee _ -> putFees(call, body);
            case TransactionBody.Blob blob -> {
                putFees(call, body)
                        .put("maxFeePerBlobGas", blob.maxFeePerBlobGas().toQuantity());
                var hashes = call.putArray("blobVersionedHashes");
                blob.blobVersionedHashes().forEach(hash -> hashes.add(hash.toHex()));
            }
            case TransactionBody.SetCode setCode -> {
                var list = putFees(call, body).putArray("authorizationList");
                setCode.authorizations().forEach(each -> list.add(Requests.authorization(each)));
            }
        }
        if (body.type() != TransactionBody.LEGACY) {
            call.set("accessList", Requests.accessList(body.accessList()));
        }
        return call;
    }

    private static ObjectNode putFees(ObjectNode call, TransactionBody body) {
        return call.put("maxFeePerGas", body.maxFeePerGas().toQuantity())
                .put("maxPriorityFeePerGas", body.maxPriorityFeePerGas().toQuantity());
    }

    private static ObjectNode state(MemoryState state) {
        ObjectNode overrides = JSON.createObjectNode();
        state.accounts.forEach((address, account) -> {
            ObjectNode as = overrides
                    .putObject(address.toHex())
                    .put("nonce", new UInt256(0, 0, 0, account.nonce()).toQuantity())
                    .put("balance", account.balance().toQuantity())
                    .put("code", state.code(account.codeHash()).toHex());
            ObjectNode slots = as.putObject("state");
            state.storage
                    .getOrDefault(address, new TreeMap<>())
                    .forEach((slot, value) ->
                            slots.put(slot.toHash().toHex(), value.toHash().toHex()));
        });
        return overrides;
    }

    private ObjectNode block(BlockEnvironment block) {
        if (lastBlock.isEmpty() || !lastBlock.get().getKey().equals(block)) {
            ObjectNode overrides = JSON.createObjectNode()
                    .put("number", UInt256.of(block.number()).toQuantity())
                    .put("time", UInt256.of(block.timestamp()).toQuantity())
                    .put("gasLimit", UInt256.of(block.gasLimit()).toQuantity())
                    .put("coinbase", block.beneficiary().toHex())
                    .put("random", block.prevRandao().toHex())
                    .put("baseFee", block.baseFee().toQuantity());
            ObjectNode hashes = overrides.putObject("blockHash");
            for (long number = Math.max(0, block.number() - ANCESTORS); number < block.number(); number++) {
                hashes.put(
                        Long.toString(number),
                        StateTestBlock.ANCESTORS.hash(number).toHex());
            }
            lastBlock = Optional.of(Map.entry(block, overrides));
        }
        return lastBlock.get().getValue();
    }

    /** Of frames that stand, because none around them failed. */
    private static void collectLogs(JsonNode frame, List<JsonNode> logs) {
        if (!frame.has("error")) {
            frame.path("logs").forEach(logs::add);
            frame.path("calls").forEach(inner -> collectLogs(inner, logs));
        }
    }

    private static long index(JsonNode log) {
        return Long.decode(log.path("index").asText());
    }

    private static Log log(JsonNode log) {
        List<Hash> topics = new ArrayList<>();
        log.path("topics").forEach(topic -> topics.add(Hash.fromHex(topic.asText())));
        return new Log(Address.fromHex(log.path("address").asText()), topics, bytes(log.path("data")));
    }

    private static Bytes bytes(JsonNode hex) {
        return Bytes.fromHex(hex.asText("0x"));
    }

    /** The state that a diff makes of this one: what it does not name stays, and a slot that it names only before is zero. */
    private static MemoryState after(MemoryState before, JsonNode diff) {
        var state = new MemoryState();
        state.accounts.putAll(before.accounts);
        before.storage.forEach((address, slots) -> state.storage.put(address, new TreeMap<>(slots)));
        diff.path("pre")
                .properties()
                .forEach(account -> account.getValue()
                        .path("storage")
                        .properties()
                        .forEach(slot -> state.put(
                                Address.fromHex(account.getKey()), UInt256.fromHex(slot.getKey()), UInt256.ZERO)));
        diff.path("post").properties().forEach(changed -> {
            Address address = Address.fromHex(changed.getKey());
            JsonNode to = changed.getValue();
            Account was = state.accounts.getOrDefault(address, Account.EMPTY);
            state.accounts.put(
                    address,
                    new Account(
                            to.path("nonce").asLong(was.nonce()),
                            to.has("balance")
                                    ? UInt256.fromHex(to.path("balance").asText())
                                    : was.balance(),
                            to.has("code") ? Keccak.hash(bytes(to.path("code"))) : was.codeHash()));
            to.path("storage")
                    .properties()
                    .forEach(slot -> state.put(
                            address,
                            UInt256.fromHex(slot.getKey()),
                            UInt256.fromHex(slot.getValue().asText())));
        });
        return state;
    }

    @Override
    public void close() {
        anvil.close();
    }
}
