// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import network.banyan.primitives.Bytes;

/** One file of hub/vectors as it is gathered: one question, and what is to be answered to each vector. */
final class VectorFile {
    static final String ACCEPTED = "accepted";
    static final String REFUSED = "refused";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final ObjectNode root = JSON.createObjectNode();
    private final ArrayNode vectors;

    /** @param question what is accepted */
    VectorFile(String name, String question, int... rules) {
        this.name = name;
        root.put("format", "banyan-hub-vectors-1").put("accepted", question);
        ArrayNode cited = root.putArray("rules");
        for (int rule : rules) {
            cited.add(rule);
        }
        root.putObject("domain")
                .put("name", "Banyan Hub")
                .put("version", "1")
                .put("chainId", Long.toString(Given.ROOT.root()))
                .put("verifyingContract", Given.ROOT.chains().toHex());
        this.vectors = root.putArray("vectors");
    }

    String name() {
        return name;
    }

    ObjectNode accepted(String vector, String reason) {
        return add(vector, ACCEPTED, reason);
    }

    ObjectNode refused(String vector, String reason) {
        return add(vector, REFUSED, reason);
    }

    /** The same bytes whenever and wherever it is written. */
    Bytes toBytes() {
        var indenter = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        try {
            return Bytes.wrap((JSON.writer(printer).writeValueAsString(root) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private ObjectNode add(String vector, String verdict, String reason) {
        return vectors.addObject().put("name", vector).put("verdict", verdict).put("reason", reason);
    }
}
