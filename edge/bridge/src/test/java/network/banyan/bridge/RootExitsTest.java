// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import network.banyan.contracts.hub.ChainsContract;
import network.banyan.hub.Checkpoint;
import network.banyan.hub.Exits;
import network.banyan.hub.Holding;
import network.banyan.hub.Message;
import network.banyan.hub.MessageKind;
import network.banyan.hub.Sibling;
import network.banyan.hub.member.Holdings;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

/** What we say to the root's contracts about leaving, held against the artifacts that genesis is made from. */
class RootExitsTest {
    private static final Address SOMEBODY = Address.ofNumber(0xabc);
    private static final UInt256 SOME = UInt256.of(5);

    @Test
    void callsWhatTheContractsHave() throws IOException {
        var checkpoint = new Checkpoint(
                77, 1, Hash.ZERO, 1, 1, 9, Hash.ZERO, Hash.ZERO, Hash.ZERO, 2, Hash.ZERO, Hash.ZERO, 0, Hash.ZERO,
                Hash.ZERO, Hash.ZERO, Hash.ZERO);
        var leaf = new Holdings.Leaf(
                new Exits(List.of()), 0, new Holding(SOMEBODY, SOME), List.of(new Sibling(Hash.ZERO, SOME, true)));
        var message = new Message(
                0, 77, 4, MessageKind.DEPOSIT, SOMEBODY, SOMEBODY, Address.ZERO, SOME, 0, 99, SOMEBODY, Bytes.EMPTY);

        String exits = artifact("HubExits");
        assertThat(List.of(
                        RootExits.exit(checkpoint, leaf),
                        RootExits.payBack(77, 4, message),
                        RootExits.reportSilence(77),
                        RootExits.beginExit(77)))
                .extracting(RootExitsTest::selector)
                .allSatisfy(selector -> assertThat(exits).contains(selector));
        assertThat(artifact("HubEscrow")).contains(selector(RootExits.fetch(Address.ZERO, SOMEBODY)));
        assertThat(artifact("HubChains")).contains(selector(ChainsContract.patience()));
    }

    /** As it stands in an artifact's list of functions. */
    private static String selector(Bytes call) {
        return "\"" + call.slice(0, 4).toHex().substring(2) + "\"";
    }

    private static String artifact(String name) throws IOException {
        return Files.readString(
                Path.of(System.getProperty("banyan.root", "../.."), "contracts/artifacts", name + ".json"));
    }
}
