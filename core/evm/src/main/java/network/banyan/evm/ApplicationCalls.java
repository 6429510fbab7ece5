// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

import network.banyan.application.Application;
import network.banyan.application.Applications;
import network.banyan.application.Call;
import network.banyan.application.Refused;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import org.jspecify.annotations.Nullable;

/**
 * Runs native applications in place of code (docs/spec/application.md). Undoing is the caller's, as after any message that did
 * not succeed.
 */
final class ApplicationCalls {
    /** For finding it, and for each word of input. */
    private static final int BASE_GAS = 100;

    private static final int INPUT_WORD_GAS = 3;
    private static final Bytes TAKES_NO_COINS = new Refused("an application takes no coins").encoded();

    private final Applications applications;
    private final World world;
    private final StateInstructions state;
    private final BlockContext block;

    ApplicationCalls(Applications applications, World world, StateInstructions state, BlockContext block) {
        this.applications = applications;
        this.world = world;
        this.state = state;
        this.block = block;
    }

    /** What stands where this code does; null if it is code to run, as nearly all is. */
    @Nullable
    Application at(Code code) {
        return code.application() == null ? null : applications.find(code.application());
    }

    /**
     * How a message is called: by whom and with what.
     *
     * @param depth of the frame it would run in
     */
    record Message(Address self, Address caller, UInt256 value, Bytes input, boolean readOnly, int depth) {}

    Result run(Application application, Message message, long gas) {
        if (!message.value().isZero()) {
            return new Result.Reverted(TAKES_NO_COINS, gas);
        }
        var call = new Call(
                block.chainId(), message.self(), message.caller(), message.input(), block.number(), block.timestamp());
        var store = new WorldStore(world, state, message.self(), message.depth(), gas);
        Result result = run(application, call, store, message.readOnly());
        store.end();
        return result;
    }

    private static Result run(Application application, Call call, WorldStore store, boolean readOnly) {
        Bytes output;
        try {
            store.charge(
                    BASE_GAS + INPUT_WORD_GAS * Instructions.words(call.input().size()));
            boolean asks = application.asks(call.input());
            if (readOnly && !asks) {
                return new Result.Halted(Halt.of(Halt.Reason.WRITE_PROTECTION));
            }
            output = asks ? application.answer(call, store.view()) : application.apply(call, store);
            if (output.size() > Applications.OUTPUT_MAX) {
                return new Result.Halted(Halt.of(Halt.Reason.APPLICATION_FAILED));
            }
        } catch (Refused refused) {
            return store.spoiled().orElseGet(() -> new Result.Reverted(refused.encoded(), store.gas()));
        } catch (RuntimeException | AssertionError bug) {
            // Every node sees the same one, for it follows from the call and the store.
            return store.spoiled().orElseGet(() -> new Result.Halted(Halt.of(Halt.Reason.APPLICATION_FAILED)));
        }
        return store.spoiled().orElseGet(() -> new Result.Success(output, store.gas()));
    }
}
