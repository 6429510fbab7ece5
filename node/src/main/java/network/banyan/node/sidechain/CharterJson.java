// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import network.banyan.bridge.ChainOutpost;
import network.banyan.hub.HubException;
import network.banyan.node.UserError;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** A charter as a file. */
final class CharterJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long BYTES_MAX = 64 << 10;
    private static final String FUNGIBLE = "fungible";
    private static final String NON_FUNGIBLE = "non-fungible";
    private static final int DECIMALS_MAX = 36;

    private CharterJson() {}

    /**
     * @throws UserError if the folder cannot be written
     */
    static void write(Charter charter, Path folder) {
        ObjectNode json = JSON.createObjectNode()
                .put("name", charter.name())
                .put("chainId", charter.chainId())
                .put("rootChainId", charter.rootId())
                .put("tier", charter.tier().word())
                .put("genesis", charter.genesis().toHex())
                .put("verifier", charter.verifier().toHex())
                .put("delaySeconds", charter.delaySeconds());
        json.putObject("token")
                .put("symbol", charter.token().symbol())
                .put("decimals", OwnToken.DECIMALS)
                .put("cap", charter.token().cap().toString())
                .put("wrapper", charter.wrapper().toHex());
        json.put("runBlocks", charter.runBlocks());
        var all = json.putArray("members");
        for (Charter.Member member : charter.members()) {
            all.addObject()
                    .put("account", member.account().toHex())
                    .put("blsKey", member.blsKey().toHex());
        }
        var assets = json.putArray("assets");
        for (ChainOutpost.Listing asset : charter.assets()) {
            assets.addObject()
                    .put("asset", asset.asset().toHex())
                    .put("kind", asset.isToken() ? NON_FUNGIBLE : FUNGIBLE)
                    .put("decimals", asset.decimals())
                    .put("name", asset.name())
                    .put("symbol", asset.symbol());
        }
        try {
            Files.writeString(folder.resolve(Charter.FILE), json.toPrettyString() + "\n");
        } catch (IOException failed) {
            throw new UserError(
                    "The charter cannot be written to %s: %s".formatted(folder, UserError.why(failed)), failed);
        }
    }

    /**
     * @throws UserError if it cannot be read, or is no charter
     */
    static Charter read(Path file) {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new UserError(file + " is over 64 KiB; that is no charter.");
            }
            return charter(JSON.readTree(Files.readAllBytes(file)));
        } catch (JacksonException | IllegalArgumentException | HubException malformed) {
            throw new UserError("%s is no charter: %s".formatted(file, malformed.getMessage()), malformed);
        } catch (IOException unreadable) {
            throw new UserError("%s cannot be read: %s".formatted(file, UserError.why(unreadable)), unreadable);
        }
    }

    private static Charter charter(JsonNode json) {
        JsonNode token = json.path("token");
        List<Charter.Member> members = new ArrayList<>();
        for (JsonNode member : json.path("members")) {
            members.add(new Charter.Member(
                    Address.fromHex(text(member, "account")), Bytes.fromHex(text(member, "blsKey"))));
        }
        List<ChainOutpost.Listing> assets = new ArrayList<>();
        for (JsonNode asset : json.path("assets")) {
            assets.add(listing(asset));
        }
        return new Charter(
                text(json, "name"),
                number(json, "chainId"),
                number(json, "rootChainId"),
                Tier.named(text(json, "tier")),
                Hash.fromHex(text(json, "genesis")),
                json.has("verifier") ? Hash.fromHex(text(json, "verifier")) : Hash.ZERO,
                number(json, "delaySeconds"),
                new OwnToken(text(token, "symbol"), UInt256.of(new BigInteger(text(token, "cap")))),
                Address.fromHex(text(token, "wrapper")),
                number(json, "runBlocks"),
                members,
                assets);
    }

    private static ChainOutpost.Listing listing(JsonNode asset) {
        String kind = text(asset, "kind");
        if (!kind.equals(FUNGIBLE) && !kind.equals(NON_FUNGIBLE)) {
            throw new IllegalArgumentException("an asset is fungible or non-fungible, not " + kind);
        }
        JsonNode decimals = asset.path("decimals");
        if (!decimals.isInt() || decimals.intValue() < 0 || decimals.intValue() > DECIMALS_MAX) {
            throw new IllegalArgumentException("decimals of an asset are 0 to " + DECIMALS_MAX);
        }
        return new ChainOutpost.Listing(
                Address.fromHex(text(asset, "asset")),
                kind.equals(NON_FUNGIBLE),
                decimals.intValue(),
                text(asset, "name"),
                text(asset, "symbol"));
    }

    private static String text(JsonNode holder, String name) {
        JsonNode value = holder.path(name);
        if (!value.isTextual() || value.textValue().length() > 200) {
            throw new IllegalArgumentException(name + " is no text of at most 200 characters");
        }
        return value.textValue();
    }

    private static long number(JsonNode holder, String name) {
        JsonNode value = holder.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 1) {
            throw new IllegalArgumentException(name + " is no positive number");
        }
        return value.longValue();
    }
}
