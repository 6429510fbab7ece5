// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import network.banyan.evm.BlockContext;
import network.banyan.evm.CodeCache;
import network.banyan.evm.Evm;
import network.banyan.evm.Fork;
import network.banyan.evm.Result;
import network.banyan.evm.TransactionContext;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.testkit.MemoryState;

/** A small chain at its genesis, with one rich account, for tests to act on. */
final class Scene {
    static final UInt256 CHAIN_ID = UInt256.of(4689);
    static final ChainRules RULES = new ChainRules(CHAIN_ID, Fork.OSAKA, BlobSchedule.NONE);
    static final Hash KEY = new Hash(0, 0, 0, 7);
    static final Address ALICE = network.banyan.crypto.Secp256k1.addressOf(KEY);
    static final Address BOB = Address.fromHex("0x00000000000000000000000000000000000b0b00");
    static final Address CONTRACT = Address.fromHex("0xc0de000000000000000000000000000000000000");
    static final Address OPERATOR = Address.fromHex("0x0be0000000000000000000000000000000000000");
    static final UInt256 ONE_COIN = UInt256.of(BigInteger.TEN.pow(18));
    static final UInt256 GWEI = UInt256.of(1_000_000_000);
    static final Genesis.Parameters PARAMETERS = new Genesis.Parameters(250, 1_000, 30_000_000, GWEI, false);
    static final BlockContext.Ancestors NO_ANCESTORS = number -> Hash.ZERO;

    private Scene() {}

    static MemoryState richAlice() {
        var state = new MemoryState();
        state.put(ALICE, 0, ONE_COIN, Bytes.EMPTY);
        return state;
    }

    static BlockEnvironment block() {
        return new BlockEnvironment(
                Hash.fromHex("0x" + "11".repeat(32)),
                1,
                1_800_000_000,
                30_000_000,
                OPERATOR,
                Hash.fromHex("0x" + "22".repeat(32)),
                GWEI,
                UInt256.ONE,
                Hash.fromHex("0x" + "33".repeat(32)));
    }

    static TransactionBody.DynamicFee payment(long nonce, UInt256 value) {
        return new TransactionBody.DynamicFee(
                Optional.of(CHAIN_ID),
                nonce,
                UInt256.of(2),
                GWEI.plus(GWEI),
                21_000,
                Optional.of(BOB),
                value,
                Bytes.EMPTY,
                List.of());
    }

    static Transaction signed(TransactionBody body) {
        return Transaction.sign(body, KEY);
    }

    /** Runs code with some call data and gas, in an account of its own. */
    static Result run(String code, String input, long gas) {
        MemoryState state = richAlice();
        state.put(CONTRACT, 1, UInt256.ZERO, Bytes.fromHex(code));
        var world = new JournaledWorld(state, new CodeCache(1 << 20));
        var evm = new Evm(Fork.OSAKA, world, block().context(RULES, NO_ANCESTORS));
        world.beginTransaction();
        var context = TransactionContext.of(ALICE, GWEI);
        return evm.call(context, ALICE, CONTRACT, UInt256.ZERO, Bytes.fromHex(input), gas);
    }
}
