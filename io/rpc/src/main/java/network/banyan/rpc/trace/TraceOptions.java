// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.trace;

import network.banyan.rpc.protocol.RpcException;
import network.banyan.rpc.protocol.Value;

/** Reads which tracer a request wants, and how. */
final class TraceOptions {
    private TraceOptions() {}

    /**
     * @param config the object of options; absent for the steps
     * @throws RpcException if there is no such tracer
     */
    static Recorder.Maker maker(Value config) {
        if (config.isAbsent()) {
            return steps(config);
        }
        config.object();
        Value tracer = config.field("tracer");
        if (tracer.isAbsent()) {
            return steps(config);
        }
        Value options = config.field("tracerConfig");
        options.optional(Value::object);
        return switch (tracer.text()) {
            case "callTracer" -> {
                var read = new CallRecorder.Options(flag(options, "onlyTopCall"), flag(options, "withLog"));
                yield subject -> new CallRecorder(subject, read);
            }
            case "prestateTracer" -> {
                var read = new PrestateRecorder.Options(
                        flag(options, "diffMode"),
                        flag(options, "disableCode"),
                        flag(options, "disableStorage"),
                        flag(options, "includeEmpty"));
                yield subject -> new PrestateRecorder(subject, read);
            }
            case "4byteTracer" -> FourByteRecorder::new;
            default ->
                throw tracer.wrong("no such tracer; there are callTracer, prestateTracer and 4byteTracer,"
                        + " and the steps if none is named");
        };
    }

    private static Recorder.Maker steps(Value config) {
        var read = new StepRecorder.Options(
                !flag(config, "disableStack"),
                !flag(config, "disableStorage"),
                flag(config, "enableMemory"),
                flag(config, "enableReturnData"),
                config.field("limit")
                        .optional(limit -> limit.number(0, Integer.MAX_VALUE))
                        .orElse(0));
        return subject -> new StepRecorder(subject, read);
    }

    private static boolean flag(Value options, String name) {
        return options.field(name).optional(Value::flag).orElse(false);
    }
}
