// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import network.banyan.ledger.Transaction;
import network.banyan.node.Declined;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.RpcFailure;
import network.banyan.sdk.Wallet;

/**
 * How commands change something on the chain: send, wait until it is final, say where it stands.
 *
 * @param refusals what a contract refuses, in sentences
 */
public record Sending(ChainClient chain, PrintWriter out, Words refusals) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int REVERTED = 3;

    /** Sentences for what comes with a revert. */
    @FunctionalInterface
    public interface Words {
        /**
         * @param called the contract that was called; others that it called may have refused
         * @return empty if this is no error of theirs
         */
        Optional<String> sentence(Address called, Bytes revert);
    }

    /**
     * @throws Declined if the contract or the node refuses it
     */
    public ChainClient.Outcome send(Wallet wallet, Address contract, UInt256 value, Bytes data) {
        try {
            Transaction transaction = wallet.prepare(chain, Optional.of(contract), value, data);
            ChainClient.Outcome outcome = chain.await(chain.send(transaction), PATIENCE);
            out.printf("transaction  %s%n", outcome.transaction());
            out.printf(
                    "block        %,d, final; %,d gas, of account %s%n",
                    outcome.block(), outcome.gasUsed(), wallet.address());
            out.flush();
            if (!outcome.success()) {
                throw new Declined("The contract refused the transaction when its turn came: somebody was faster.");
            }
            return outcome;
        } catch (RpcFailure.Refused refused) {
            throw new Declined(words(contract, refused));
        }
    }

    private String words(Address contract, RpcFailure.Refused refused) {
        if (refused.code() == REVERTED) {
            Optional<String> sentence =
                    refused.data().flatMap(Sending::bytes).flatMap(revert -> refusals.sentence(contract, revert));
            if (sentence.isPresent()) {
                return sentence.get();
            }
        }
        return refused.reason().startsWith("insufficient funds")
                ? "The account does not have the coins for this, and the gas: " + refused.reason()
                : "The chain refuses: " + refused.reason();
    }

    private static Optional<Bytes> bytes(JsonNode data) {
        try {
            return Optional.of(Bytes.fromHex(data.asText()));
        } catch (IllegalArgumentException notHex) {
            return Optional.empty();
        }
    }
}
