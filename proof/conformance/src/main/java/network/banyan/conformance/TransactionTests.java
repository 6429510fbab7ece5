// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.execution.ChainRules;
import network.banyan.execution.IntrinsicGas;
import network.banyan.execution.Refusal;
import network.banyan.execution.TransactionCheck;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hex;
import network.banyan.primitives.RlpException;
import network.banyan.testkit.MemoryState;

/** Transaction tests: bytes that are a transaction under a fork, with its hash, sender and price, or that are none. */
public final class TransactionTests extends Suite {
    @Override
    protected List<Case> cases(JsonNode file) {
        List<Case> cases = new ArrayList<>();
        file.properties()
                .forEach(test -> test.getValue().path("result").properties().forEach(result -> {
                    String name = test.getKey() + " " + result.getKey();
                    String bytes = test.getValue().path("txbytes").asText();
                    cases.add(new Case(name, () -> run(bytes, result.getKey(), result.getValue())));
                }));
        return cases;
    }

    private static Verdict run(String bytes, String fork, JsonNode expected) {
        Optional<ChainRules> rules = Rules.of(fork, MissingNode.getInstance());
        if (rules.isEmpty()) {
            return new Verdict.NotRun("fork " + fork + " is not ours");
        }
        try {
            byte[] encoded = Hex.decode(bytes);
            Transaction transaction = Transaction.decode(encoded, encoded.length);
            Optional<Refusal> refused = new TransactionCheck(rules.get()).wellFormed(transaction);
            return refused.isPresent()
                    ? refused(refused.get().words(), expected)
                    : accepted(transaction, rules.get(), expected);
        } catch (RlpException | IllegalArgumentException malformed) {
            return refused(String.valueOf(malformed.getMessage()), expected);
        }
    }

    private static Verdict refused(String why, JsonNode expected) {
        return expected.has("exception") ? new Verdict.Passed() : Verdict.failed("refused: %s", why);
    }

    private static Verdict accepted(Transaction transaction, ChainRules rules, JsonNode expected) {
        if (expected.has("exception")) {
            return Verdict.failed(
                    "accepted, expected %s", expected.path("exception").asText());
        }
        Address sender = transaction.sender().orElseThrow();
        long gas = IntrinsicGas.of(transaction.body(), rules.fork()).gas();
        boolean same = transaction.hash().toHex().equals(expected.path("hash").asText())
                && sender.equals(Address.fromHex(expected.path("sender").asText()))
                && gas == MemoryState.quantity(expected.path("intrinsicGas")).longValueExact();
        return same
                ? new Verdict.Passed()
                : Verdict.failed("hash %s, sender %s, gas %d; expected %s", transaction.hash(), sender, gas, expected);
    }
}
