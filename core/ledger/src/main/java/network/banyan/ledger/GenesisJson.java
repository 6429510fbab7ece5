// SPDX-License-Identifier: Apache-2.0
package network.banyan.ledger;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.ledger.Genesis.Epochs;
import network.banyan.ledger.Genesis.GenesisAccount;
import network.banyan.ledger.Genesis.Parameters;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** Reads and writes genesis.json. Unknown fields are refused: a misspelt rule must not be a silent default. */
public final class GenesisJson {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private GenesisJson() {}

    /** The text is no genesis; the message tells which field and why. */
    public static final class Malformed extends RuntimeException {
        Malformed(String message) {
            super(message);
        }
    }

    /**
     * @throws Malformed if the text is anything but a complete genesis
     */
    public static Genesis parse(byte[] text) {
        try {
            return read(JSON.readTree(text));
        } catch (JacksonException notJson) {
            throw new Malformed("genesis is not JSON: " + notJson.getOriginalMessage());
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        } catch (IllegalArgumentException | ArithmeticException outOfRange) {
            throw new Malformed("genesis: " + outOfRange.getMessage());
        }
    }

    public static String write(Genesis genesis) {
        ObjectNode root = JSON.createObjectNode();
        root.put("chainId", genesis.chainId());
        root.put("name", genesis.name());
        root.put("coin", genesis.coin());
        root.put("timestamp", genesis.timestamp());
        Parameters parameters = genesis.parameters();
        ObjectNode rules = root.putObject("parameters");
        rules.put("blockIntervalMillis", parameters.blockIntervalMillis())
                .put("viewTimeoutMillis", parameters.viewTimeoutMillis())
                .put("gasLimit", parameters.gasLimit())
                .put("minBaseFee", parameters.minBaseFee().toString())
                .put("blobs", parameters.blobs());
        parameters
                .epochs()
                .ifPresent(epochs ->
                        rules.putObject("epochs").put("blocks", epochs.blocks()).put("seats", epochs.seats()));
        if (parameters.disputable()) {
            rules.put("disputable", true);
        }
        ArrayNode committee = root.putArray("committee");
        for (Validator validator : genesis.committee()) {
            committee
                    .addObject()
                    .put("name", validator.name())
                    .put("operator", validator.operator().toHex())
                    .put("blsPublicKey", validator.blsPublicKey().toHex())
                    .put("proofOfPossession", validator.proofOfPossession().toHex())
                    .put("nodeKey", validator.nodeKey().toHex());
        }
        ObjectNode alloc = root.putObject("alloc");
        genesis.alloc().forEach((address, account) -> writeAccount(alloc.putObject(address.toHex()), account));
        return root.toPrettyString() + "\n";
    }

    private static void writeAccount(ObjectNode node, GenesisAccount account) {
        node.put("balance", account.balance().toString());
        if (account.nonce() != 0) {
            node.put("nonce", account.nonce());
        }
        Optional<String> application = ApplicationCode.nameIn(account.code());
        if (application.isPresent()) {
            node.put("application", application.get());
        } else if (!account.code().isEmpty()) {
            node.put("code", account.code().toHex());
        }
        if (!account.storage().isEmpty()) {
            ObjectNode storage = node.putObject("storage");
            account.storage().forEach((slot, value) -> storage.put(slot.toHex(), value.toHex()));
        }
    }

    private static Genesis read(JsonNode root) {
        onlyFields(root, "genesis", "chainId", "name", "coin", "timestamp", "parameters", "committee", "alloc");
        JsonNode rules = field(root, "parameters");
        onlyFields(
                rules,
                "parameters",
                "blockIntervalMillis",
                "viewTimeoutMillis",
                "gasLimit",
                "minBaseFee",
                "blobs",
                "epochs",
                "disputable");
        var parameters = new Parameters(
                number(rules, "blockIntervalMillis"),
                number(rules, "viewTimeoutMillis"),
                number(rules, "gasLimit"),
                amount(rules, "minBaseFee"),
                flag(rules, "blobs"),
                Optional.ofNullable(rules.get("epochs")).map(GenesisJson::readEpochs),
                rules.has("disputable") && flag(rules, "disputable"));
        List<Validator> committee = new ArrayList<>();
        field(root, "committee").forEach(member -> committee.add(readValidator(member)));
        SortedMap<Address, GenesisAccount> alloc = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : field(root, "alloc").properties()) {
            alloc.put(Address.fromHex(entry.getKey()), readAccount(entry.getValue()));
        }
        return new Genesis(
                number(root, "chainId"),
                text(root, "name"),
                text(root, "coin"),
                number(root, "timestamp"),
                parameters,
                committee,
                alloc);
    }

    private static Epochs readEpochs(JsonNode node) {
        onlyFields(node, "epochs", "blocks", "seats");
        long seats = number(node, "seats");
        return new Epochs(number(node, "blocks"), Math.clamp(seats, -1, Integer.MAX_VALUE));
    }

    private static Validator readValidator(JsonNode node) {
        onlyFields(node, "validator", "name", "operator", "blsPublicKey", "proofOfPossession", "nodeKey");
        return new Validator(
                text(node, "name"),
                Address.fromHex(text(node, "operator")),
                Bytes.fromHex(text(node, "blsPublicKey")),
                Bytes.fromHex(text(node, "proofOfPossession")),
                Bytes.fromHex(text(node, "nodeKey")));
    }

    private static GenesisAccount readAccount(JsonNode node) {
        onlyFields(node, "account", "balance", "nonce", "code", "application", "storage");
        SortedMap<Hash, Hash> storage = new TreeMap<>();
        if (node.has("storage")) {
            for (Map.Entry<String, JsonNode> entry : node.get("storage").properties()) {
                storage.put(
                        Hash.fromHex(entry.getKey()),
                        Hash.fromHex(entry.getValue().asText()));
            }
        }
        return new GenesisAccount(
                amount(node, "balance"), node.has("nonce") ? number(node, "nonce") : 0, readCode(node), storage);
    }

    /** Code, or what stands in its place. */
    private static Bytes readCode(JsonNode node) {
        if (!node.has("application")) {
            return node.has("code") ? Bytes.fromHex(text(node, "code")) : Bytes.EMPTY;
        }
        if (node.has("code")) {
            throw new Malformed("an account has code or an application, not both");
        }
        return ApplicationCode.of(text(node, "application"));
    }

    private static void onlyFields(JsonNode node, String what, String... names) {
        if (!node.isObject()) {
            throw new Malformed(what + " must be an object");
        }
        var known = java.util.Set.of(names);
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new Malformed("unknown field in " + what + ": " + name);
            }
        });
    }

    private static JsonNode field(JsonNode node, String name) {
        JsonNode value = node.get(name);
        if (value == null) {
            throw new Malformed("genesis lacks the field " + name);
        }
        return value;
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = field(node, name);
        if (!value.isTextual()) {
            throw new Malformed(name + " must be a text");
        }
        return value.asText();
    }

    private static long number(JsonNode node, String name) {
        JsonNode value = field(node, name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new Malformed(name + " must be a whole number");
        }
        return value.asLong();
    }

    private static boolean flag(JsonNode node, String name) {
        JsonNode value = field(node, name);
        if (!value.isBoolean()) {
            throw new Malformed(name + " must be true or false");
        }
        return value.asBoolean();
    }

    /** Amounts exceed what JSON numbers carry safely, so they are decimal texts. */
    private static UInt256 amount(JsonNode node, String name) {
        String digits = text(node, name);
        if (!digits.matches("[0-9]{1,78}")) {
            throw new Malformed(name + " must be a decimal amount in wei, as text");
        }
        return UInt256.of(new java.math.BigInteger(digits));
    }
}
