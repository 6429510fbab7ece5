// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.function.Supplier;
import network.banyan.primitives.Hash;

/**
 * The port through which blocks' work is timed, because core has no clock. What it does must not change what comes of the
 * work. Any thread may call it.
 */
public interface Stages {
    /** Times nothing. */
    Stages UNTIMED = new Stages() {
        @Override
        public <T> T run(Stage stage, Supplier<T> work) {
            return work.get();
        }
    };

    /** Does the work, which belongs to this stage, and answers what came of it. */
    <T> T run(Stage stage, Supplier<T> work);

    /** As above, where it is known which block the work is for. */
    default <T> T run(Stage stage, Hash block, Supplier<T> work) {
        return run(stage, work);
    }
}
