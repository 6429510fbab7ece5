// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import java.util.List;
import network.banyan.bridge.ChainOutpost;
import network.banyan.bridge.member.Committee;
import network.banyan.contracts.hub.ChainsContract;
import network.banyan.crypto.Bls;
import network.banyan.hub.CommitteeKeys;
import network.banyan.hub.HubException;
import network.banyan.node.UserError;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * What a sidechain is registered with on its root (docs/spec/hub.md, rule 1), as a file for everybody: it holds no secret.
 *
 * @param rootId the root's chain id
 * @param genesis Keccak-256 of the bytes of {@code genesis.json}
 * @param verifier hash of the rules by which its blocks are judged; zero for a sovereign chain
 * @param delaySeconds from a checkpoint's acceptance until its messages can be claimed
 * @param wrapper of its own token on the root; zero if that stays at home
 * @param runBlocks blocks between checkpoints
 * @param members in the order of their BLS keys
 * @param assets of the root that members list on the chain, so that they can be brought there
 */
record Charter(
        String name,
        long chainId,
        long rootId,
        Tier tier,
        Hash genesis,
        Hash verifier,
        long delaySeconds,
        OwnToken token,
        Address wrapper,
        long runBlocks,
        List<Member> members,
        List<ChainOutpost.Listing> assets) {
    static final String FILE = "sidechain.json";

    /**
     * One who signs checkpoints.
     *
     * @param account that answers for it, on the root and on the chain
     * @param blsKey compressed, 48 bytes
     */
    record Member(Address account, Bytes blsKey) {}

    Charter {
        members = List.copyOf(members);
        assets = List.copyOf(assets);
    }

    /** What the root writes down of it. */
    ChainsContract.Charter onRoot() {
        return new ChainsContract.Charter(chainId, tier.number(), delaySeconds, genesis, verifier, name, "");
    }

    /** Who signs, in the order of the keys. */
    Committee signers() {
        return new Committee(committee(), members.stream().map(Member::account).toList());
    }

    /** What of its own may come to the root. */
    List<ChainsContract.Export> exports() {
        return token.cap().isZero() ? List.of() : List.of(token.export());
    }

    /**
     * @throws UserError if its members are no committee
     */
    CommitteeKeys committee() {
        try {
            return new CommitteeKeys(members.stream()
                    .map(member -> Bls.PublicKey.decode(member.blsKey())
                            .orElseThrow(() -> new HubException("no key of " + member.account())))
                    .toList());
        } catch (HubException none) {
            throw new UserError("The charter's members are no committee: " + none.getMessage(), none);
        }
    }
}
