// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.protocol;

/** Told of what is answered and refused, for metrics. Called by many threads at once; must be quick. */
@FunctionalInterface
public interface RpcObserver {
    /** For methods nobody registered: their names are the caller's invention and must not become labels. */
    String UNKNOWN_METHOD = "unknown";

    RpcObserver NONE = (_, _, _) -> {};

    /**
     * @param code 0 for a result, else the error's code
     */
    void answered(String method, int code, long nanos);

    /** A request was refused because its client had used up its budget. */
    default void overBudget() {}

    /** A client did not take what it had subscribed to, and was cut off. */
    default void cutOff() {}

    /** Tells another one, too, behind this one. */
    default RpcObserver and(RpcObserver other) {
        RpcObserver first = this;
        return new RpcObserver() {
            @Override
            public void answered(String method, int code, long nanos) {
                first.answered(method, code, nanos);
                other.answered(method, code, nanos);
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
