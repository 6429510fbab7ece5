// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import network.banyan.evm.CodeCache;
import network.banyan.evm.Evm;
import network.banyan.evm.Fork;
import network.banyan.evm.Result;
import network.banyan.evm.TransactionContext;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.testkit.MemoryState;
import network.banyan.testkit.Vectors;
import network.banyan.testkit.evm.Engines;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The programs that measure speed do the same work here as in the clients they are compared with: gas and result. */
class BenchProgramsTest {
    @ParameterizedTest
    @CsvSource({
        "arith_loop, 6300022, fcc66ea584ad",
        "curve, 136108, ''",
        "divmod_loop, 2350019, 40f7b198fc49",
        "erc20_transfer, 13508786, ''",
        "factorial, 6600051, 000000000000",
        "fibonacci, 6300051, 006d287ebc5d",
        "hash_10k, 2551843, abc43577a8cd",
        "keccak1k_loop, 516106, e4b29f51eb89",
        "keccak_loop, 720011, abc43577a8cd",
        "mem_loop, 5905138, 0000004a4400",
        "small_loop, 3800020, 00012a06b550",
        "snailtracer, 205066838, 000000000063",
        "storage_loop, 2636719, 00000003028f",
        "weth, 29962, 000000000001"
    })
    void gasAndResultAreThoseOfOtherClients(String name, long gas, String end) {
        Path folder = Vectors.folder("evm-bench", "14 programs for comparison");
        for (Engines engines : Engines.values()) {
            check(engines, folder, name, gas, end);
        }
    }

    private static void check(Engines engines, Path folder, String name, long gas, String end) {
        JsonNode test = Vectors.read(folder.resolve(name + ".json")).elements().next();
        JsonNode transaction = test.get("transaction").get(0);
        var world = new JournaledWorld(MemoryState.of(test.get("pre")), new CodeCache(1 << 20));
        var evm = new Evm(
                Fork.OSAKA,
                world,
                Scene.block().context(Scene.RULES, Scene.NO_ANCESTORS),
                engines.engine(Fork.OSAKA, gas));
        Address sender = Address.fromHex(transaction.get("sender").asText());
        Address to = Address.fromHex(transaction.get("to").asText());
        Bytes data = Bytes.fromHex(transaction.get("data").asText());
        world.beginTransaction();
        world.warmUp(sender);
        world.warmUp(to);

        Result result =
                evm.call(TransactionContext.of(sender, UInt256.ZERO), sender, to, UInt256.ZERO, data, 1_000_000_000);

        assertThat(result).as("%s", engines).isInstanceOf(Result.Success.class);
        assertThat(1_000_000_000 - result.gasLeft()).as("%s", engines).isEqualTo(gas);
        assertThat(result.output().toHex()).as("%s", engines).endsWith(end);
    }
}
