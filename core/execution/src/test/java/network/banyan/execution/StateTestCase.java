// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import network.banyan.crypto.Keccak;
import network.banyan.evm.CodeCache;
import network.banyan.evm.Evm;
import network.banyan.evm.Fork;
import network.banyan.ledger.Log;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Hex;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpWriter;
import network.banyan.primitives.UInt256;

/** One entry of an official state test: a state, a block, a transaction, and what must come of it under one fork. */
record StateTestCase(String name, JsonNode test, String fork, JsonNode post) {
    /** What is wrong; empty if all is as the vector says. */
    Optional<String> run(Engines engines) {
        MemoryState pre = state(test.get("pre"));
        BlockEnvironment block = environment();
        int blobs = number(test.at("/config/blobSchedule/" + fork + "/max")).intValue();
        var rules =
                new ChainRules(UInt256.of(number(test.at("/config/chainid"))), Fork.valueOf(fork.toUpperCase()), blobs);
        var world = new JournaledWorld(pre, new CodeCache(1 << 20), pre::hasStorage);
        var context = block.context(
                rules, ancestor -> Keccak.hash(Long.toString(ancestor).getBytes(StandardCharsets.US_ASCII)));
        var processor = new TransactionProcessor(
                rules,
                block,
                world,
                new Evm(rules.fork(), world, context, engines.engine(rules.fork(), name.hashCode())));
        Optional<String> refused = Optional.empty();
        List<Log> logs = List.of();
        try {
            Transaction transaction =
                    Transaction.decode(Hex.decode(post.get("txbytes").asText()));
            var outcome = processor.process(transaction, block.gasLimit(), blobs * TransactionCheck.BLOB_GAS);
            switch (outcome) {
                case TransactionProcessor.Outcome.Applied applied -> logs = applied.logs();
                case TransactionProcessor.Outcome.Refused refusal ->
                    refused = Optional.of(refusal.refusal().words());
            }
        } catch (RlpException malformed) {
            refused = Optional.of(malformed.getMessage());
        }
        boolean refusalExpected = post.has("expectException");
        if (refused.isPresent() != refusalExpected) {
            return Optional.of("expected " + post.path("expectException").asText("no exception") + ", was " + refused);
        }
        MemoryState after = pre.after(world.changes());
        Hash root = PlainTrie.root(after);
        if (!root.toHex().equals(post.get("hash").asText())) {
            return Optional.of("state root differs" + difference(after));
        }
        return logsHash(logs).toHex().equals(post.get("logs").asText()) ? Optional.empty() : Optional.of("logs differ");
    }

    private String difference(MemoryState after) {
        if (!post.has("state")) {
            return "";
        }
        MemoryState expected = state(post.get("state"));
        var text = new StringBuilder();
        if (!expected.accounts.equals(after.accounts)) {
            expected.accounts.forEach((address, account) -> {
                if (!account.equals(after.accounts.get(address))) {
                    text.append("\n  ")
                            .append(address)
                            .append(" expected ")
                            .append(account)
                            .append("\n    was ")
                            .append(after.accounts.get(address));
                }
            });
            after.accounts.forEach((address, account) -> {
                if (!expected.accounts.containsKey(address)) {
                    text.append("\n  ").append(address).append(" not expected ").append(account);
                }
            });
        }
        if (!expected.storage.equals(after.storage)) {
            text.append("\n  storage expected ")
                    .append(expected.storage)
                    .append("\n    was ")
                    .append(after.storage);
        }
        return text.toString();
    }

    private BlockEnvironment environment() {
        JsonNode env = test.get("env");
        return new BlockEnvironment(
                Hash.ZERO,
                number(env.get("currentNumber")).longValueExact(),
                number(env.get("currentTimestamp")).longValueExact(),
                number(env.get("currentGasLimit")).longValueExact(),
                Address.fromHex(env.get("currentCoinbase").asText()),
                UInt256.of(number(env.path("currentRandom"))).toHash(),
                UInt256.of(number(env.path("currentBaseFee"))),
                BlobFee.of(
                        number(env.path("currentExcessBlobGas")),
                        number(test.at("/config/blobSchedule/" + fork + "/baseFeeUpdateFraction"))),
                Hash.ZERO);
    }

    private static BigInteger number(JsonNode node) {
        return node.isMissingNode()
                ? BigInteger.ZERO
                : new BigInteger("0" + node.asText().substring(2), 16);
    }

    static MemoryState state(JsonNode accounts) {
        var state = new MemoryState();
        accounts.properties().forEach(entry -> {
            Address address = Address.fromHex(entry.getKey());
            JsonNode account = entry.getValue();
            state.put(
                    address,
                    number(account.get("nonce")).longValue(),
                    UInt256.of(number(account.get("balance"))),
                    Bytes.fromHex(account.get("code").asText()));
            account.get("storage")
                    .properties()
                    .forEach(slot -> state.put(
                            address,
                            UInt256.fromHex(slot.getKey()),
                            UInt256.fromHex(slot.getValue().asText())));
        });
        return state;
    }

    private static Hash logsHash(List<Log> logs) {
        RlpWriter out = new RlpWriter(256).beginList();
        for (Log log : logs) {
            out.beginList().write(log.address()).beginList();
            log.topics().forEach(out::write);
            out.endList().write(log.data()).endList();
        }
        return Keccak.hash(out.endList().toArray());
    }

    static List<StateTestCase> in(JsonNode file) {
        return file.properties().stream()
                .flatMap(test -> test.getValue().get("post").properties().stream()
                        .flatMap(fork -> java.util.stream.StreamSupport.stream(
                                        fork.getValue().spliterator(), false)
                                .map(post -> new StateTestCase(test.getKey(), test.getValue(), fork.getKey(), post))))
                .toList();
    }
}
