// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import network.banyan.evm.Fork;
import network.banyan.execution.BlobSchedule;
import network.banyan.execution.ChainRules;
import network.banyan.primitives.UInt256;
import network.banyan.testkit.MemoryState;

/** Ethereum's rules by the name that official tests give a fork. */
public final class Rules {
    private Rules() {}

    /** Empty if we do not speak the fork. Forks that change nothing but blobs are Osaka to execution (EIP-7892). */
    static Optional<Fork> fork(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "CANCUN" -> Optional.of(Fork.CANCUN);
            case "PRAGUE" -> Optional.of(Fork.PRAGUE);
            case "OSAKA", "BPO1", "BPO2", "BPO3", "BPO4", "BPO5" -> Optional.of(Fork.OSAKA);
            default -> Optional.empty();
        };
    }

    /**
     * @param config of a test; older ones have none
     */
    public static Optional<ChainRules> of(String name, JsonNode config) {
        return fork(name).map(fork -> ChainRules.answering(chainId(config), fork, blobs(name, fork, config)));
    }

    private static UInt256 chainId(JsonNode config) {
        JsonNode id = config.path("chainid");
        return id.isMissingNode() ? UInt256.ONE : UInt256.of(MemoryState.quantity(id));
    }

    private static BlobSchedule blobs(String name, Fork fork, JsonNode config) {
        JsonNode schedule = config.path("blobSchedule").path(name);
        if (schedule.isMissingNode()) {
            return fork == Fork.CANCUN ? BlobSchedule.CANCUN : BlobSchedule.PRAGUE;
        }
        return new BlobSchedule(
                MemoryState.quantity(schedule.path("target")).intValueExact(),
                MemoryState.quantity(schedule.path("max")).intValueExact(),
                MemoryState.quantity(schedule.path("baseFeeUpdateFraction")).longValueExact());
    }
}
