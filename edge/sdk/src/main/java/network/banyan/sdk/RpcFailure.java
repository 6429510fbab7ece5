// SPDX-License-Identifier: Apache-2.0
package network.banyan.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call did not succeed. The message tells a person what happened and with which method. */
public abstract sealed class RpcFailure extends RuntimeException {
    private RpcFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Nobody knows whether the call arrived: no connection, no answer in time, an answer that makes no sense. */
    public static final class Unreachable extends RpcFailure {
        public Unreachable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The node answered, with an error. */
    public static final class Refused extends RpcFailure {
        private final int code;
        private final String reason;
        private final transient @Nullable JsonNode data;

        Refused(String method, int code, String reason, @Nullable JsonNode data) {
            super("%s: %s (%d)".formatted(method, reason, code), null);
            this.code = code;
            this.reason = reason;
            this.data = data;
        }

        /** JSON-RPC's code: 3 for a revert, -32000 for a refused transaction, -32601 for an unknown method. */
        public int code() {
            return code;
        }

        /** The node's own words. */
        public String reason() {
            return reason;
        }

        /** What came with it: for a revert the contract's output, as hex. */
        public Optional<JsonNode> data() {
            return Optional.ofNullable(data);
        }
    }
}
