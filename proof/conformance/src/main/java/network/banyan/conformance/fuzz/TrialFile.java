// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import network.banyan.conformance.Rules;
import network.banyan.conformance.StateTestBlock;
import network.banyan.conformance.StateTests;
import network.banyan.evm.Fork;
import network.banyan.execution.ChainRules;
import network.banyan.ledger.Authorization;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.node.UserError;
import network.banyan.primitives.Hex;
import network.banyan.primitives.UInt256;
import network.banyan.state.Account;
import network.banyan.testkit.MemoryState;
import network.banyan.testkit.PlainTrie;

/**
 * Trials as files in the form of state tests, so that other clients read them too. What the first machine said stands as
 * what is expected; what all said, and the codes' instructions, stand under {@code _info} for people.
 *
 * @see <a href="https://eest.ethereum.org/main/consuming_tests/state_test/">the form</a>
 */
final class TrialFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long FILE_MAX = 64 << 20;

    private TrialFile() {}

    /** Writes what machines disagree on, and answers where. */
    static Path write(Path folder, Disagreement disagreement) {
        Trial trial = disagreement.trial();
        String name =
                "seed-%d-%s".formatted(trial.seed(), disagreement.machine().toLowerCase(Locale.ROOT));
        ObjectNode file = JSON.createObjectNode();
        ObjectNode test = file.putObject(name);
        test.set("_info", info(disagreement));
        test.set("env", env(trial));
        test.set("config", JSON.createObjectNode().put("chainid", Trial.CHAIN_ID.toQuantity()));
        test.set("pre", pre(trial.state()));
        test.set("transaction", transaction(trial));
        test.putObject("post")
                .putArray(trial.fork() == Fork.OSAKA ? "Osaka" : "Prague")
                .add(post(trial, disagreement.said().first()));
        Path path = folder.resolve(name + ".json");
        try {
            Files.createDirectories(folder);
            JSON.writerWithDefaultPrettyPrinter().writeValue(path.toFile(), file);
        } catch (IOException failed) {
            throw new UserError("Cannot write " + path + ": " + UserError.why(failed) + ".", failed);
        }
        return path;
    }

    private static ObjectNode info(Disagreement disagreement) {
        ObjectNode info =
                JSON.createObjectNode().put("seed", disagreement.trial().seed()).put("differs", disagreement.machine());
        Outcome first = disagreement.said().first();
        Outcome differs = disagreement.said().of(disagreement.machine());
        ObjectNode said = info.putObject("said");
        disagreement.said().outcomes().forEach((name, outcome) -> {
            ObjectNode words = said.putObject(name);
            for (Outcome.Aspect aspect : Outcome.Aspect.values()) {
                if (disagreement.aspects().contains(aspect) || aspect == Outcome.Aspect.END) {
                    words.put(aspect.name(), outcome.tell(aspect, outcome.equals(first) ? differs : first));
                }
            }
        });
        ObjectNode codes = info.putObject("instructions");
        MemoryState state = disagreement.trial().state();
        state.accounts.forEach((address, account) -> {
            if (account.hasCode()) {
                ArrayNode lines = codes.putArray(address.toHex());
                Disassembly.of(state.code(account.codeHash())).forEach(lines::add);
            }
        });
        if (disagreement.trial().body().to().isEmpty()) {
            ArrayNode lines = codes.putArray("init code");
            Disassembly.of(disagreement.trial().body().data()).forEach(lines::add);
        }
        return info;
    }

    private static ObjectNode env(Trial trial) {
        return JSON.createObjectNode()
                .put("currentNumber", hex(trial.block().number()))
                .put("currentTimestamp", hex(trial.block().timestamp()))
                .put("currentGasLimit", hex(trial.block().gasLimit()))
                .put("currentCoinbase", trial.block().beneficiary().toHex())
                .put("currentRandom", trial.block().prevRandao().toHex())
                .put("currentDifficulty", "0x0")
                .put("currentBaseFee", trial.block().baseFee().toQuantity())
                .put("currentExcessBlobGas", "0x0");
    }

    private static ObjectNode pre(MemoryState state) {
        ObjectNode pre = JSON.createObjectNode();
        state.accounts.forEach((address, account) -> {
            ObjectNode as = pre.putObject(address.toHex())
                    .put("nonce", hex(account.nonce()))
                    .put("balance", account.balance().toQuantity())
                    .put("code", state.code(account.codeHash()).toHex());
            ObjectNode slots = as.putObject("storage");
            state.storage
                    .getOrDefault(address, new TreeMap<>())
                    .forEach((slot, value) -> slots.put(slot.toQuantity(), value.toQuantity()));
        });
        return pre;
    }

    private static ObjectNode transaction(Trial trial) {
        TransactionBody body = trial.body();
        ObjectNode transaction = JSON.createObjectNode()
                .put("nonce", hex(body.nonce()))
                .put("to", body.to().map(Object::toString).orElse(""))
                .put(
                        "sender",
                        trial.transaction().sender().map(Object::toString).orElse(""))
                .put("secretKey", Cast.SENDER_KEY.toHex());
        transaction.putArray("gasLimit").add(hex(body.gasLimit()));
        transaction.putArray("value").add(body.value().toQuantity());
        transaction.putArray("data").add(body.data().toHex());
        switch (body) {
            case TransactionBody.Legacy it ->
                transaction.put("gasPrice", it.gasPrice().toQuantity());
            case TransactionBody.AccessList it ->
                transaction.put("gasPrice", it.gasPrice().toQuantity());
            case TransactionBody.DynamicFee _, TransactionBody.Blob _, TransactionBody.SetCode _ ->
                transaction
                        .put("maxFeePerGas", body.maxFeePerGas().toQuantity())
                        .put("maxPriorityFeePerGas", body.maxPriorityFeePerGas().toQuantity());
        }
        if (body.type() != TransactionBody.LEGACY) {
            transaction.putArray("accessLists").add(Requests.accessList(body.accessList()));
        }
        if (body instanceof TransactionBody.Blob blob) {
            transaction.put("maxFeePerBlobGas", blob.maxFeePerBlobGas().toQuantity());
            ArrayNode hashes = transaction.putArray("blobVersionedHashes");
            blob.blobVersionedHashes().forEach(hash -> hashes.add(hash.toHex()));
        }
        if (body instanceof TransactionBody.SetCode setCode) {
            ArrayNode list = transaction.putArray("authorizationList");
            for (Authorization each : setCode.authorizations()) {
                ObjectNode authorization = Requests.authorization(each);
                authorization.set("v", authorization.get("yParity"));
                each.authority().ifPresent(signer -> authorization.put("signer", signer.toHex()));
                list.add(authorization);
            }
        }
        return transaction;
    }

    private static ObjectNode post(Trial trial, Outcome expected) {
        MemoryState after = new MemoryState();
        boolean ran = !expected.state().isEmpty();
        expected.state().forEach((address, holding) -> {
            after.accounts.put(address, new Account(holding.nonce(), holding.balance(), holding.codeHash()));
            holding.storage().forEach((slot, value) -> after.put(address, slot, value));
        });
        ObjectNode post = JSON.createObjectNode();
        post.putObject("indexes").put("data", 0).put("gas", 0).put("value", 0);
        if (!ran) {
            post.put("expectException", expected.reason().orElse(expected.end().name()));
        }
        return post.put("hash", PlainTrie.root(ran ? after : trial.state()).toHex())
                .put("logs", StateTests.logsHash(expected.logs()).toHex())
                .put("txbytes", trial.transaction().encoded().toHex());
    }

    /**
     * The trials in a file of state tests.
     *
     * @throws UserError if it is none
     */
    static List<Trial> read(Path file) {
        try {
            if (Files.size(file) > FILE_MAX) {
                throw new UserError(file + " is larger than 64 MiB.");
            }
            List<Trial> trials = new ArrayList<>();
            JSON.readTree(file.toFile())
                    .forEach(test -> test.path("post")
                            .properties()
                            .forEach(fork ->
                                    fork.getValue().forEach(post -> trials.add(trial(test, fork.getKey(), post)))));
            if (trials.isEmpty()) {
                throw new UserError(file + " has no state tests in it.");
            }
            return trials;
        } catch (JsonProcessingException malformed) {
            throw new UserError(file + " is not JSON: " + malformed.getOriginalMessage(), malformed);
        } catch (IOException failed) {
            throw new UserError("Cannot read " + file + ": " + UserError.why(failed) + ".", failed);
        } catch (UserError known) {
            throw known;
        } catch (RuntimeException strange) {
            throw new UserError(file + " is not a state test: " + strange.getMessage(), strange);
        }
    }

    private static Trial trial(JsonNode test, String fork, JsonNode post) {
        ChainRules rules = Rules.of(fork, test.path("config"))
                .orElseThrow(() -> new IllegalArgumentException("fork " + fork + " is not ours"));
        byte[] encoded = Hex.decode(post.path("txbytes").asText());
        return new Trial(
                test.path("_info").path("seed").asLong(),
                rules.fork(),
                StateTestBlock.read(test.path("env"), rules),
                MemoryState.of(test.path("pre")),
                Transaction.decode(encoded, encoded.length));
    }

    private static String hex(long number) {
        return new UInt256(0, 0, 0, number).toQuantity();
    }
}
