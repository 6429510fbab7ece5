// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.ethereum;

import java.util.List;
import java.util.Optional;
import network.banyan.crypto.OrderedTrie;
import network.banyan.evm.Fork;
import network.banyan.execution.BaseFee;
import network.banyan.execution.BlockExecutor.Outcome.Executed;
import network.banyan.execution.ChainRules;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Bloom;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.TransactionBody;
import network.banyan.ledger.Withdrawal;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** What a header must say for its block to follow its parent on Ethereum; the first rule it breaks, if it breaks one. */
final class EthereumHeader {
    private static final long GAS_LIMIT_MIN = 5_000;
    private static final long GAS_LIMIT_STEPS = 1_024;
    private static final long BLOB_GAS = 1L << 17;

    /** Most bytes of a block from Osaka on (EIP-7934). */
    private static final int SIZE_MAX = (10 - 2) << 20;

    private EthereumHeader() {}

    /** A rule's name and the two values that it wants equal. */
    private record Same(String name, Object claimed, Object expected) {
        Optional<String> broken() {
            return claimed.equals(expected)
                    ? Optional.empty()
                    : Optional.of("invalid %s: have %s, want %s".formatted(name, claimed, expected));
        }
    }

    /** What can be told before the block is executed. */
    static Optional<String> check(EthereumBlock block, EthereumBlock parent, ChainRules rules) {
        BlockHeader header = block.header();
        BlockHeader before = parent.header();
        return first(List.of(
                        new Same("parent hash", header.parentHash(), parent.hash()),
                        new Same("number", header.number(), before.number() + 1),
                        new Same("base fee", header.baseFeePerGas(), BaseFee.after(before, UInt256.ZERO)),
                        new Same("ommers hash", header.ommersHash(), BlockHeader.NO_OMMERS),
                        new Same("difficulty", header.difficulty(), UInt256.ZERO),
                        new Same("nonce", header.nonce(), BlockHeader.ZERO_NONCE),
                        new Same(
                                "requests hash's presence",
                                block.hasRequests(),
                                rules.fork().includes(Fork.PRAGUE)),
                        new Same(
                                "excess blob gas",
                                header.excessBlobGas(),
                                rules.blobs().excessAfter(before, rules.fork())),
                        new Same("blob gas used", header.blobGasUsed(), blobGas(block)),
                        new Same("transactions root", header.transactionsRoot(), transactionsRoot(block)),
                        new Same("withdrawals root", header.withdrawalsRoot(), withdrawalsRoot(block))))
                .or(() -> limits(block, before, rules));
    }

    private static Optional<String> limits(EthereumBlock block, BlockHeader parent, ChainRules rules) {
        BlockHeader header = block.header();
        if (Long.compareUnsigned(header.timestamp(), parent.timestamp()) <= 0) {
            return Optional.of("timestamp not after the parent's");
        }
        if (header.gasUsed() > header.gasLimit()) {
            return Optional.of("more gas used than the limit");
        }
        long step = Math.abs(header.gasLimit() - parent.gasLimit());
        if (step >= parent.gasLimit() / GAS_LIMIT_STEPS || header.gasLimit() < GAS_LIMIT_MIN) {
            return Optional.of("invalid gas limit: have %d, parent %d".formatted(header.gasLimit(), parent.gasLimit()));
        }
        if (header.blobGasUsed() > rules.blobs().gasMax()) {
            return Optional.of("too many blobs");
        }
        return rules.fork().includes(Fork.OSAKA) && block.size() > SIZE_MAX
                ? Optional.of("block of %d bytes, most %d".formatted(block.size(), SIZE_MAX))
                : Optional.empty();
    }

    /** What execution must have found. */
    static Optional<String> checkOutcome(BlockHeader header, Executed executed, Hash stateRoot) {
        List<Receipt> receipts = executed.receipts();
        return first(List.of(
                new Same("gas used", header.gasUsed(), executed.gasUsed()),
                new Same(
                        "receipts root",
                        header.receiptsRoot(),
                        OrderedTrie.root(receipts.stream().map(Receipt::encode).toList())),
                new Same(
                        "logs bloom",
                        header.bloom(),
                        Bloom.union(receipts.stream().map(Receipt::bloom).toList())),
                new Same("requests hash", header.requestsHash(), executed.requestsHash()),
                new Same("state root", header.stateRoot(), stateRoot)));
    }

    private static Optional<String> first(List<Same> rules) {
        return rules.stream().map(Same::broken).flatMap(Optional::stream).findFirst();
    }

    private static long blobGas(EthereumBlock block) {
        return block.transactions().stream()
                .mapToLong(transaction -> transaction.body() instanceof TransactionBody.Blob blob
                        ? BLOB_GAS * blob.blobVersionedHashes().size()
                        : 0)
                .sum();
    }

    private static Hash transactionsRoot(EthereumBlock block) {
        return OrderedTrie.root(block.transactions().stream()
                .map(transaction -> transaction.encoded().unsafeArray())
                .toList());
    }

    private static Hash withdrawalsRoot(EthereumBlock block) {
        return OrderedTrie.root(
                block.withdrawals().stream().map(Withdrawal::encode).toList());
    }
}
