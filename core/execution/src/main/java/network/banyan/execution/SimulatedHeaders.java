// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.ArrayList;
import java.util.List;
import network.banyan.execution.SimulationRefused.Reason;
import network.banyan.execution.SimulationRequest.BlockOverride;
import network.banyan.execution.SimulationRequest.SimulatedBlock;
import network.banyan.ledger.BlockHeader;

/** Gives every simulated block its number and time, and fills the gaps between them. */
final class SimulatedHeaders {
    /** Most blocks one simulation reaches beyond the one it stands on. */
    static final int BLOCKS_MAX = 256;

    private SimulatedHeaders() {}

    /**
     * @param interval seconds from a block to the next, where nothing is said
     */
    static List<SimulatedBlock> placed(List<SimulatedBlock> blocks, BlockHeader base, long interval)
            throws SimulationRefused {
        List<SimulatedBlock> placed = new ArrayList<>();
        long number = base.number();
        long time = base.timestamp();
        for (SimulatedBlock block : blocks) {
            long wanted = block.header().number().orElse(number + 1);
            if (wanted <= number) {
                throw new SimulationRefused(
                        Reason.BLOCK_NUMBER, "block numbers must be in order: %d <= %d".formatted(wanted, number));
            }
            if (wanted - base.number() > BLOCKS_MAX) {
                throw new SimulationRefused(Reason.TOO_MANY_BLOCKS, "too many blocks");
            }
            while (++number < wanted) {
                time += interval;
                placed.add(new SimulatedBlock(BlockOverride.NONE.at(number, time), List.of(), List.of()));
            }
            long wantedTime = block.header().timestamp().orElse(time + interval);
            if (wantedTime <= time) {
                throw new SimulationRefused(
                        Reason.BLOCK_TIMESTAMP,
                        "block timestamps must be in order: %d <= %d".formatted(wantedTime, time));
            }
            time = wantedTime;
            placed.add(new SimulatedBlock(block.header().at(number, time), block.accounts(), block.calls()));
        }
        return placed;
    }
}
