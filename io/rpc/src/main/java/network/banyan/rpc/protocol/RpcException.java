// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a method answers when it cannot answer: the code, message and data of a JSON-RPC error. */
public final class RpcException extends RuntimeException {
    public static final int PARSE_ERROR = -32700;
    public static final int INVALID_REQUEST = -32600;
    public static final int METHOD_NOT_FOUND = -32601;
    public static final int INVALID_PARAMS = -32602;
    public static final int INTERNAL_ERROR = -32603;

    /** The request was understood and refused; the message carries go-ethereum's words. */
    public static final int SERVER_ERROR = -32000;

    /** The answer would be larger than this server sends. */
    public static final int RESPONSE_TOO_LARGE = -32003;

    /** EIP-1474: the request exceeds a defined limit. */
    public static final int LIMIT_EXCEEDED = -32005;

    /** A contract reverted; the data is what it returned. */
    public static final int EXECUTION_REVERTED = 3;

    private final int code;
    private final transient @Nullable JsonNode data;

    private RpcException(int code, String message, @Nullable JsonNode data) {
        // A client's mistake is no event of ours: no stack trace is worth its cost.
        super(message, null, false, false);
        this.code = code;
        this.data = data;
    }

    public static RpcException of(int code, String message) {
        return new RpcException(code, message, null);
    }

    /** Which parameter, and what is wrong with it. */
    public static RpcException invalidParams(String message) {
        return of(INVALID_PARAMS, message);
    }

    public static RpcException refused(String message) {
        return of(SERVER_ERROR, message);
    }

    public static RpcException limit(String message) {
        return of(LIMIT_EXCEEDED, message);
    }

    /**
     * @param output what the contract returned, as hex
     */
    public static RpcException reverted(String message, String output) {
        return new RpcException(EXECUTION_REVERTED, message, TextNode.valueOf(output));
    }

    public int code() {
        return code;
    }

    /** {@link #getMessage}, which is never absent here. */
    public String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    public Optional<JsonNode> data() {
        return Optional.ofNullable(data);
    }
}
