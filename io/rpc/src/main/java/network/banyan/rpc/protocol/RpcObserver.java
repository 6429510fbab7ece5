// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.protocol;

import java.util.Optional;

/** Told of what is answered and refused, for metrics and traces. Called by many threads at once; must be quick. */
@FunctionalInterface
public interface RpcObserver {
    /** For methods nobody registered: their names are the caller's invention and must not become labels. */
    String UNKNOWN_METHOD = "unknown";

    RpcObserver NONE = _ -> {};

    /**
     * A request that was just answered.
     *
     * @param method one that is registered, or {@link #UNKNOWN_METHOD}
     * @param code 0 for a result, else the error's code
     * @param nanos that it took
     * @param parent the trace that its caller wants it to be part of
     */
    record Answer(String method, int code, long nanos, Optional<TraceParent> parent) {}

    void answered(Answer answer);

    /** A request was refused because its client had used up its budget. */
    default void overBudget() {}

    /** A client did not take what it had subscribed to, and was cut off. */
    default void cutOff() {}

    /** Tells another one, too, behind this one. */
    default RpcObserver and(RpcObserver other) {
        RpcObserver first = this;
        return new RpcObserver() {
            @Override
            public void answered(Answer answer) {
                first.answered(answer);
                other.answered(answer);
            }

            @Override
            public void overBudget() {
                first.overBudget();
                other.overBudget();
            }

            @Override
            public void cutOff() {
                first.cutOff();
                other.cutOff();
            }
        };
    }
}
