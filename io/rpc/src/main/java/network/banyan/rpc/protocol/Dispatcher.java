// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers messages: single requests, batches, and whatever else arrives. Never throws, whatever the bytes are. */
public final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final JsonNode ABSENT = MissingNode.getInstance();

    private final RpcMethods methods;
    private final RpcObserver observer;
    private final int batchEntriesMax;
    private final long batchNanosMax;
    private final int responseBytesMax;

    /**
     * @param batchEntriesMax requests in one batch
     * @param batchTimeMax for a batch; requests in it that have not begun by then are refused
     * @param responseBytesMax of one message, whether single or a batch
     */
    public Dispatcher(
            RpcMethods methods,
            RpcObserver observer,
            int batchEntriesMax,
            Duration batchTimeMax,
            int responseBytesMax) {
        this.methods = methods;
        this.observer = observer;
        this.batchEntriesMax = batchEntriesMax;
        this.batchNanosMax = batchTimeMax.toNanos();
        this.responseBytesMax = responseBytesMax;
    }

    /** The answer as JSON text in UTF-8; empty if the message asks for none (JSON-RPC 2.0, section 4.1). */
    public Optional<byte[]> answer(byte[] message, Caller caller) {
        Optional<RpcException> tooMuch = told(caller.payForSize(MethodCosts.ofBytes(message.length)));
        if (tooMuch.isPresent()) {
            return tooMuch.map(Dispatcher::failure);
        }
        JsonNode request;
        try {
            request = Json.parse(message);
        } catch (RpcException malformed) {
            return Optional.of(failure(pay(caller, 1).orElse(malformed)));
        }
        return request.isArray() ? answerBatch(request, caller) : answerOne(request, caller);
    }

    /** An error that belongs to no request, as for a message that is none. */
    public static byte[] failure(RpcException error) {
        return write(ABSENT, new Outcome.Failed(error));
    }

    private Optional<byte[]> answerBatch(JsonNode batch, Caller caller) {
        if (batch.isEmpty() || batch.size() > batchEntriesMax) {
            String why = batch.isEmpty()
                    ? "empty batch"
                    : "batch too large: %d requests, at most %d".formatted(batch.size(), batchEntriesMax);
            return Optional.of(
                    failure(pay(caller, 1).orElseGet(() -> RpcException.of(RpcException.INVALID_REQUEST, why))));
        }
        long start = System.nanoTime();
        boolean full = false;
        try (var out = new ByteArrayBuilder()) {
            for (JsonNode request : batch) {
                Optional<byte[]> answer;
                if (full) {
                    answer = refuse(request, responseTooLarge());
                } else if (System.nanoTime() - start > batchNanosMax) {
                    answer = refuse(request, RpcException.limit("the batch takes too long: ask for less at once"));
                } else {
                    answer = answerOne(request, caller);
                }
                if (!full && out.size() + answer.map(bytes -> bytes.length).orElse(0) > responseBytesMax) {
                    full = true;
                    answer = refuse(request, responseTooLarge());
                }
                answer.ifPresent(bytes -> append(out, bytes));
            }
            if (out.size() == 0) {
                return Optional.empty();
            }
            out.write(']');
            return Optional.of(out.toByteArray());
        }
    }

    private static void append(ByteArrayBuilder batch, byte[] answer) {
        batch.write(batch.size() == 0 ? '[' : ',');
        batch.write(answer, 0, answer.length);
    }

    private static Optional<byte[]> refuse(JsonNode request, RpcException error) {
        return request.has("id") ? Optional.of(write(idOf(request), new Outcome.Failed(error))) : Optional.empty();
    }

    private static RpcException responseTooLarge() {
        return RpcException.of(RpcException.RESPONSE_TOO_LARGE, "response too large: ask for less at once");
    }

    private Optional<byte[]> answerOne(JsonNode request, Caller caller) {
        if (!isRequest(request)) {
            var error = RpcException.of(RpcException.INVALID_REQUEST, "invalid request");
            return Optional.of(
                    write(idOf(request), new Outcome.Failed(pay(caller, 1).orElse(error))));
        }
        String name = request.get("method").textValue();
        JsonNode params = request.has("params") ? request.get("params") : ABSENT;
        Optional<RpcMethod> method = methods.find(name);
        long start = System.nanoTime();
        Outcome outcome = pay(caller, MethodCosts.of(name))
                .<Outcome>map(Outcome.Failed::new)
                .or(() -> method.map(found -> call(name, found, params, caller)))
                .orElseGet(() -> unknown(name));
        int code = outcome instanceof Outcome.Failed failed ? failed.error().code() : 0;
        observer.answered(new RpcObserver.Answer(
                method.isPresent() ? name : RpcObserver.UNKNOWN_METHOD,
                code,
                System.nanoTime() - start,
                caller.trace()));
        if (!request.has("id")) {
            return Optional.empty();
        }
        byte[] answer = write(request.get("id"), outcome);
        return Optional.of(
                answer.length <= responseBytesMax
                        ? answer
                        : write(request.get("id"), new Outcome.Failed(responseTooLarge())));
    }

    /**
     * Takes tokens from a client's budget, for a request or for a page.
     *
     * @param tokens 1 to 100
     * @return the error to answer if there are too few
     */
    public Optional<RpcException> pay(Caller caller, int tokens) {
        return told(caller.pay(tokens));
    }

    private Optional<RpcException> told(Optional<RpcException> refused) {
        refused.ifPresent(_ -> observer.overBudget());
        return refused;
    }

    private static boolean isRequest(JsonNode request) {
        if (!request.isObject()
                || !request.path("method").isTextual()
                || !"2.0".equals(request.path("jsonrpc").textValue())) {
            return false;
        }
        JsonNode params = request.path("params");
        JsonNode id = request.path("id");
        return (params.isMissingNode() || params.isNull() || params.isContainerNode())
                && (id.isMissingNode() || id.isTextual() || id.isNumber() || id.isNull());
    }

    private static JsonNode idOf(JsonNode request) {
        JsonNode id = request.path("id");
        return id.isTextual() || id.isNumber() ? id : ABSENT;
    }

    private static Outcome unknown(String name) {
        String shown = name.length() > 100 ? name.substring(0, 100) + "..." : name;
        return new Outcome.Failed(RpcException.of(
                RpcException.METHOD_NOT_FOUND, "the method " + shown + " does not exist/is not available"));
    }

    private static Outcome call(String name, RpcMethod method, JsonNode params, Caller caller) {
        try {
            return new Outcome.Answered(method.answer(params, caller));
        } catch (RpcException error) {
            return new Outcome.Failed(error);
        } catch (RuntimeException | StackOverflowError bug) {
            // The caller learns nothing of our insides; the operator learns everything.
            LOG.error("{} failed", name, bug);
            return new Outcome.Failed(RpcException.of(RpcException.INTERNAL_ERROR, "internal error"));
        }
    }

    private sealed interface Outcome {
        record Answered(JsonNode result) implements Outcome {}

        record Failed(RpcException error) implements Outcome {}
    }

    private static byte[] write(JsonNode id, Outcome outcome) {
        try (var out = new ByteArrayBuilder(500);
                JsonGenerator json = Json.mapper().createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("jsonrpc", "2.0");
            json.writeFieldName("id");
            json.writeTree(id.isMissingNode() ? Json.nothing() : id);
            switch (outcome) {
                case Outcome.Answered(JsonNode result) -> {
                    json.writeFieldName("result");
                    json.writeTree(result);
                }
                case Outcome.Failed(RpcException error) -> {
                    json.writeObjectFieldStart("error");
                    json.writeNumberField("code", error.code());
                    json.writeStringField("message", error.text());
                    if (error.data().isPresent()) {
                        json.writeFieldName("data");
                        json.writeTree(error.data().get());
                    }
                    json.writeEndObject();
                }
            }
            json.writeEndObject();
            json.flush();
            return out.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
