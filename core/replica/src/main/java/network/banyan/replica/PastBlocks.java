// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import network.banyan.execution.HeaderRules;
import network.banyan.ledger.Block;
import network.banyan.ledger.Genesis;
import network.banyan.primitives.Hash;

/** Judges blocks that were final before one came, by a hash that a certificate vouches for; it executes nothing. */
public final class PastBlocks {
    private final HeaderRules rules;

    public PastBlocks(Genesis genesis) {
        this.rules = new HeaderRules(genesis.parameters());
    }

    /** What came is not the block that was asked for. */
    public static final class Wrong extends Exception {
        Wrong(String message) {
            super(message);
        }
    }

    /**
     * @throws Wrong if the block has another hash, or its body or receipts are not those that its header names
     */
    public void check(Hash expected, ChainStore.Executed executed) throws Wrong {
        Block block = executed.block();
        if (!block.hash().equals(expected)) {
            throw new Wrong("block %d is %s, not %s".formatted(block.number(), block.hash(), expected));
        }
        must(block, rules.checkBody(block.header(), block.transactions()));
        must(block, rules.checkReceipts(block.header(), executed.receipts()));
    }

    private static void must(Block block, HeaderRules.Verdict verdict) throws Wrong {
        if (verdict instanceof HeaderRules.Verdict.Invalid(String reason)) {
            throw new Wrong("block %d: %s".formatted(block.number(), reason));
        }
    }
}
