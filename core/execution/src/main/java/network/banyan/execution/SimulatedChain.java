// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.List;
import network.banyan.evm.Result;
import network.banyan.ledger.Block;
import network.banyan.ledger.Log;
import network.banyan.primitives.Address;

/** What came of a simulation, block by block; gaps between numbers that were asked for are filled with empty blocks. */
public record SimulatedChain(List<Simulated> blocks) {
    public SimulatedChain {
        blocks = List.copyOf(blocks);
    }

    /**
     * @param block its transactions are unsigned, and so their senders cannot be recovered
     * @param calls one for each transaction
     */
    public record Simulated(Block block, List<Outcome> calls) {
        public Simulated {
            calls = List.copyOf(calls);
        }
    }

    /**
     * @param gasUsed what would be paid for, refunds taken off
     * @param gasMost before refunds
     * @param logs those that stand, transfers of coins among them if that was asked for
     */
    public record Outcome(Address sender, Result result, long gasUsed, long gasMost, List<Log> logs) {
        public Outcome {
            logs = List.copyOf(logs);
        }
    }
}
