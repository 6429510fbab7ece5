// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import com.fasterxml.jackson.databind.JsonNode;

/** One JSON-RPC call to a node, however it travels. */
@FunctionalInterface
interface Rpc {
    /**
     * @throws Failure if the node answered with an error
     * @throws NodePort.Unavailable if it did not answer
     */
    JsonNode call(String method, Object... parameters);

    /** What the node answered instead of a result. */
    final class Failure extends RuntimeException {
        /** JSON-RPC's code of an execution that reverted, as all Ethereum clients use it. */
        static final int REVERTED = 3;

        private final int code;

        Failure(int code, String message) {
            super(message);
            this.code = code;
        }

        int code() {
            return code;
        }
    }
}
