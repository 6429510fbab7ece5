// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hex;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;

/** RLP tests: values and their one encoding, and bytes that are no encoding of anything. */
public final class RlpTests extends Suite {
    private static final int DEPTH_MAX = 1_024;

    @Override
    protected List<Case> cases(JsonNode file) {
        return file.properties().stream()
                .map(test -> new Case(
                        test.getKey(),
                        () -> run(
                                test.getValue().path("in"),
                                test.getValue().path("out").asText())))
                .toList();
    }

    private static Verdict run(JsonNode in, String out) {
        byte[] encoded = Hex.decode(out.startsWith("0x") ? out : "0x" + out);
        String verdict = in.asText();
        if (verdict.equals("INVALID") || verdict.equals("VALID")) {
            boolean decodes = decodes(encoded);
            return decodes == verdict.equals("VALID") ? new Verdict.Passed() : Verdict.failed("decodes: %s", decodes);
        }
        RlpWriter writer = new RlpWriter(encoded.length);
        write(in, writer);
        if (!Arrays.equals(writer.toArray(), encoded)) {
            return Verdict.failed("encoded as %s, expected %s", Hex.encode(writer.toArray()), out);
        }
        return decodes(encoded) ? new Verdict.Passed() : Verdict.failed("does not decode");
    }

    private static boolean decodes(byte[] encoded) {
        try {
            RlpReader reader = new RlpReader(encoded);
            read(reader, 0);
            reader.end();
            return true;
        } catch (RlpException malformed) {
            return false;
        }
    }

    private static void read(RlpReader reader, int depth) {
        if (depth > DEPTH_MAX) {
            throw new RlpException("lists too deep");
        }
        if (!reader.nextIsList()) {
            reader.array();
            return;
        }
        RlpReader list = reader.list();
        while (list.hasMore()) {
            read(list, depth + 1);
        }
    }

    private static void write(JsonNode value, RlpWriter out) {
        if (value.isArray()) {
            out.beginList();
            value.forEach(item -> write(item, out));
            out.endList();
        } else if (value.isNumber()) {
            out.write(number(value.bigIntegerValue()));
        } else if (value.asText().startsWith("#")) {
            out.write(number(new BigInteger(value.asText().substring(1))));
        } else {
            out.write(Bytes.wrap(value.asText().getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Without leading zeros, so that zero has no bytes. */
    private static Bytes number(BigInteger value) {
        byte[] bytes = value.toByteArray();
        return Bytes.wrap(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }
}
