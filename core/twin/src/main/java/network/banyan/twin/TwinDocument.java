// SPDX-License-Identifier: Apache-2.0
package network.banyan.twin;

import static network.banyan.twin.TwinException.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import network.banyan.primitives.Bytes;

/**
 * One of the two documents of a twin: a small JSON object with one byte form (RFC 8785), immutable.
 *
 * <p>Source: docs/spec/twin.md, rules 1 and 7.
 */
public final class TwinDocument {
    public static final int MAX_BYTES = 8_192;
    static final int MAX_DEPTH = 8;
    static final int MAX_MEMBERS = 256;
    static final int MAX_NAME = 64;

    public static final TwinDocument EMPTY = of(JsonNodeFactory.instance.objectNode());

    private final ObjectNode json;
    private final Bytes canonical;

    private TwinDocument(ObjectNode json, Bytes canonical) {
        this.json = json;
        this.canonical = canonical;
    }

    /**
     * @throws TwinException if it is larger, deeper or wider than a document may be
     */
    public static TwinDocument of(ObjectNode json) {
        int members = members(json, 1);
        require(members <= MAX_MEMBERS, "a document has at most %d members, not %d", MAX_MEMBERS, members);
        Bytes canonical = TwinJson.canonical(json);
        require(canonical.size() <= MAX_BYTES, "a document has at most %d bytes, not %d", MAX_BYTES, canonical.size());
        return new TwinDocument(json.deepCopy(), canonical);
    }

    /**
     * Reads what a person wrote: JSON in any spelling.
     *
     * @throws TwinException if it is no document
     */
    public static TwinDocument read(Bytes text) {
        return of(TwinJson.read(text, 4 * MAX_BYTES));
    }

    /** Members of objects and lists in all; refuses what is too deep before it goes there. */
    private static int members(JsonNode node, int depth) {
        require(!node.isContainerNode() || depth <= MAX_DEPTH, "a document has at most %d levels", MAX_DEPTH);
        int count = node.size();
        for (var field : node.properties()) {
            require(
                    !field.getKey().isEmpty() && field.getKey().length() <= MAX_NAME,
                    "a document's names have 1 to %d characters",
                    MAX_NAME);
        }
        for (JsonNode member : node) {
            count += members(member, depth + 1);
        }
        return count;
    }

    /** A copy, to be changed at will. */
    public ObjectNode json() {
        return json.deepCopy();
    }

    /** The text that is signed, in UTF-8. */
    public Bytes canonical() {
        return canonical;
    }

    /** What stands under a name of the outermost object. */
    public Optional<JsonNode> get(String name) {
        return Optional.ofNullable(json.get(name)).map(JsonNode::deepCopy);
    }

    /** The names of the outermost object, in order. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        names.sort(null);
        return names;
    }

    /**
     * As RFC 7396 merges: members that are null in the patch go, objects are merged, all else is replaced.
     *
     * @throws TwinException if what comes out is no document
     */
    public TwinDocument merged(TwinDocument patch) {
        ObjectNode result = json();
        merge(result, patch.json);
        return of(result);
    }

    private static void merge(ObjectNode into, ObjectNode patch) {
        for (var field : patch.properties()) {
            String name = field.getKey();
            switch (field.getValue()) {
                case ObjectNode inner -> {
                    ObjectNode target =
                            into.get(name) instanceof ObjectNode there ? there : JsonNodeFactory.instance.objectNode();
                    into.set(name, target);
                    merge(target, inner);
                }
                case JsonNode gone when gone.isNull() -> into.remove(name);
                case JsonNode value -> into.set(name, value.deepCopy());
            }
        }
    }

    /** What this document says and another does not, as JSON Pointers in their order: what is pending, if this is desired. */
    public List<String> pendingIn(TwinDocument reported) {
        List<String> pointers = new ArrayList<>();
        differences("", json, reported.json, pointers);
        return List.copyOf(pointers);
    }

    private static void differences(String at, ObjectNode wanted, ObjectNode found, List<String> pointers) {
        var ordered = new TreeMap<String, JsonNode>();
        wanted.properties().forEach(field -> ordered.put(field.getKey(), field.getValue()));
        ordered.forEach((name, value) -> {
            String pointer = at + pointer(name);
            JsonNode there = found.path(name);
            if (value instanceof ObjectNode inner && there instanceof ObjectNode other) {
                differences(pointer, inner, other, pointers);
            } else if (there.isMissingNode() || !TwinJson.canonical(value).equals(TwinJson.canonical(there))) {
                pointers.add(pointer);
            }
        });
    }

    /** A member's JSON Pointer below its object's (RFC 6901). */
    public static String pointer(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TwinDocument that && canonical.equals(that.canonical);
    }

    @Override
    public int hashCode() {
        return canonical.hashCode();
    }

    @Override
    public String toString() {
        return new String(canonical.unsafeArray(), StandardCharsets.UTF_8);
    }
}
