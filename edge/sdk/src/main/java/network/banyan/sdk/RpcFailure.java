// SPDX-License-Identifier: Apache-2.0
package network.banyan.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call that gave no result: the node answered with an error, or did not answer. The message is one sentence for people. */
public final class RpcFailure extends RuntimeException {
    private final int code;
    private final transient @Nullable JsonNode data;

    RpcFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = 0;
        this.data = null;
    }

    RpcFailure(int code, String message, @Nullable JsonNode data) {
        super(message);
        this.code = code;
        this.data = data;
    }

    /** JSON-RPC's error code; 0 if the node could not be reached or did not speak JSON-RPC. */
    public int code() {
        return code;
    }

    /** What came with the error, such as the bytes of a revert. */
    public Optional<JsonNode> data() {
        return Optional.ofNullable(data);
    }
}
