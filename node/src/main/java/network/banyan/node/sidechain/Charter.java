// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import network.banyan.node.UserError;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * What a sidechain is registered with on its root (docs/spec/hub.md, rule 1), as a file for everybody: it holds no secret.
 *
 * @param rootId the root's chain id
 * @param genesis Keccak-256 of the bytes of {@code genesis.json}
 * @param delaySeconds from a checkpoint's acceptance until its messages can be claimed
 * @param wrapper of its own token on the root; zero if that stays at home
 * @param runBlocks blocks between checkpoints
 * @param members in the order of their BLS keys
 */
record Charter(
        String name,
        long chainId,
        long rootId,
        Tier tier,
        Hash genesis,
        long delaySeconds,
        OwnToken token,
        Address wrapper,
        long runBlocks,
        List<Member> members) {
    static final String FILE = "sidechain.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One who signs checkpoints.
     *
     * @param account that answers for it, on the root and on the chain
     * @param blsKey compressed, 48 bytes
     */
    record Member(Address account, Bytes blsKey) {}

    Charter {
        members = List.copyOf(members);
    }

    /**
     * @throws UserError if the folder cannot be written
     */
    void write(Path folder) {
        ObjectNode json = JSON.createObjectNode()
                .put("name", name)
                .put("chainId", chainId)
                .put("rootChainId", rootId)
                .put("tier", tier.word())
                .put("genesis", genesis.toHex())
                .put("delaySeconds", delaySeconds);
        json.putObject("token")
                .put("symbol", token.symbol())
                .put("decimals", OwnToken.DECIMALS)
                .put("cap", token.cap().toString())
                .put("wrapper", wrapper.toHex());
        json.put("runBlocks", runBlocks);
        var all = json.putArray("members");
        for (Member member : members) {
            all.addObject()
                    .put("account", member.account().toHex())
                    .put("blsKey", member.blsKey().toHex());
        }
        try {
            Files.writeString(folder.resolve(FILE), json.toPrettyString() + "\n");
        } catch (IOException failed) {
            throw new UserError(
                    "The charter cannot be written to %s: %s".formatted(folder, UserError.why(failed)), failed);
        }
    }
}
