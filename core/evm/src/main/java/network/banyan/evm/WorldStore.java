// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import network.banyan.application.Store;
import network.banyan.application.View;
import network.banyan.ledger.Log;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.jspecify.annotations.Nullable;

/**
 * One account's storage as a native application sees it during one call, at the prices of SLOAD, SSTORE and LOG. An application
 * may catch what is thrown here, so what spoils a call is remembered: it cannot go on without gas, nor hide that the world failed.
 */
final class WorldStore implements Store {
    private static final int TOPICS_MAX = 4;

    private final World world;
    private final StateInstructions state;
    private final Address self;
    private final int depth;
    private long gas;
    private boolean exhausted;
    private @Nullable RuntimeException worldFailure;

    WorldStore(World world, StateInstructions state, Address self, int depth, long gas) {
        this.world = world;
        this.state = state;
        this.self = self;
        this.depth = depth;
        this.gas = gas;
    }

    /** There is no gas for it. Costs no stack trace, for a stranger can have it at will. */
    private static final class OutOfGas extends RuntimeException {
        OutOfGas() {
            super("out of gas", null, false, false);
        }
    }

    /** The same without what changes anything, whatever it is cast to. */
    View view() {
        return new View() {
            @Override
            public Hash get(Hash slot) {
                return WorldStore.this.get(slot);
            }

            @Override
            public void charge(long amount) {
                WorldStore.this.charge(amount);
            }
        };
    }

    @Override
    public void charge(long amount) {
        if (amount < 0) {
            throw new IllegalArgumentException("gas is not negative");
        }
        if (exhausted || amount > gas) {
            exhausted = true;
            throw new OutOfGas();
        }
        gas -= amount;
    }

    @Override
    public Hash get(Hash slot) {
        charge(of(() -> (long) state.loadGas(self, slot.toUInt256())));
        return of(() -> world.storage(self, slot.toUInt256())).toHash();
    }

    @Override
    public void put(Hash slot, Hash word) {
        if (gas <= StateInstructions.SENTRY_GAS) {
            charge(Long.MAX_VALUE);
        }
        charge(of(() -> state.storeGas(self, slot.toUInt256(), word.toUInt256())));
        of(() -> {
            world.setStorage(self, slot.toUInt256(), word.toUInt256());
            return true;
        });
    }

    @Override
    public void emit(List<Hash> topics, Bytes data) {
        if (topics.size() > TOPICS_MAX) {
            throw new IllegalArgumentException("a log has at most 4 topics");
        }
        charge(StateInstructions.logGas(topics.size(), data.size()));
        of(() -> {
            state.log(new Log(self, topics, data), depth);
            return true;
        });
    }

    /** Asks the world, whose failures are the machine's and no application's. */
    private <T> T of(Supplier<T> question) {
        if (exhausted) {
            throw new OutOfGas();
        }
        try {
            return question.get();
        } catch (RuntimeException failed) {
            worldFailure = failed;
            throw failed;
        }
    }

    long gas() {
        return gas;
    }

    /**
     * How a call ends that ran out of gas, whatever the application made of that.
     *
     * @throws RuntimeException if the world failed
     */
    Optional<Result> spoiled() {
        if (worldFailure != null) {
            throw worldFailure;
        }
        return exhausted ? Optional.of(new Result.Halted(Halt.OUT_OF_GAS)) : Optional.empty();
    }

    /** Whoever kept it has nothing. */
    void end() {
        exhausted = true;
    }
}
