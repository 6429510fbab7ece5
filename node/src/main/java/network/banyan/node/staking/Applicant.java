// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import java.nio.file.Path;
import network.banyan.contracts.staking.Application;
import network.banyan.crypto.Ed25519;
import network.banyan.node.NodeKeys;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import picocli.CommandLine.Option;

/** The validator whose keys a delegate stands for: they prove themselves here, and never leave the folder. */
final class Applicant {
    @Option(
            names = "--keys",
            required = true,
            paramLabel = "DIR",
            description = "The validator's key folder, as its node has it.")
    private Path folder = Path.of("");

    NodeKeys keys() {
        return NodeKeys.read(folder);
    }

    static Application application(NodeKeys keys, long chainId, Address owner, String name) {
        Hash nodeKey =
                Hash.of(Ed25519.KeyPair.fromSeed(keys.nodeSeed()).publicKey().toArray());
        return Application.sign(new Application.Claim(chainId, owner, keys.operator(), nodeKey, name), keys.bls());
    }
}
