// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import network.banyan.crypto.Keccak;
import network.banyan.evm.BlockContext;
import network.banyan.execution.BlockEnvironment;
import network.banyan.execution.ChainRules;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.testkit.MemoryState;

/** The block that a state test's transaction stands in. */
public final class StateTestBlock {
    /** The hash of a block is, in state tests, that of its number in decimal digits. */
    public static final BlockContext.Ancestors ANCESTORS =
            number -> Keccak.hash(Long.toString(number).getBytes(StandardCharsets.US_ASCII));

    private StateTestBlock() {}

    /**
     * @param env of the test
     * @throws RuntimeException if it is not in that form
     */
    public static BlockEnvironment read(JsonNode env, ChainRules rules) {
        return new BlockEnvironment(
                Hash.ZERO,
                MemoryState.quantity(env.path("currentNumber")).longValueExact(),
                MemoryState.quantity(env.path("currentTimestamp")).longValue(),
                MemoryState.quantity(env.path("currentGasLimit")).longValueExact(),
                Address.fromHex(env.path("currentCoinbase").asText()),
                UInt256.of(MemoryState.quantity(env.path("currentRandom"))).toHash(),
                UInt256.of(MemoryState.quantity(env.path("currentBaseFee"))),
                rules.blobs()
                        .price(MemoryState.quantity(env.path("currentExcessBlobGas"))
                                .longValueExact()),
                Hash.ZERO);
    }
}
