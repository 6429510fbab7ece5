// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.protocol;

/** Told of every answered request, for metrics. Called by many threads at once; must be quick. */
@FunctionalInterface
public interface RpcObserver {
    /** For methods nobody registered: their names are the caller's invention and must not become labels. */
    String UNKNOWN_METHOD = "unknown";

    RpcObserver NONE = (_, _, _) -> {};

    /**
     * @param code 0 for a result, else the error's code
     */
    void answered(String method, int code, long nanos);
}
