// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import network.banyan.node.cli.NodeUrl;
import network.banyan.sdk.Wallet;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** The options of every command that changes something: which node, whose account. */
final class Signer {
    @Mixin
    private NodeUrl node = new NodeUrl();

    @Mixin
    private SigningKey key = new SigningKey();

    Wallet wallet() {
        return key.wallet();
    }

    boolean isNamed() {
        return key.isNamed();
    }

    Desk desk(CommandSpec spec) {
        return new Desk(node.client(), spec.commandLine().getOut());
    }
}
