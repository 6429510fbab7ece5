// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import network.banyan.contracts.AbiValue;
import network.banyan.evidence.AnchorContract.Anchored;
import network.banyan.evidence.AnchorContract.Batch;
import network.banyan.evidence.Devices.Device;
import network.banyan.ledger.Log;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

/** What we say to the system contracts, held against the artifacts that genesis is made from. */
class ContractsTest {
    private static final Device DEVICE = Device.number(1);
    private static final Batch BATCH = new Batch(DEVICE.id(), Hash.fromHex("ab".repeat(32)), 17, 64);

    @Test
    void speaksTheContractsInterface() throws IOException {
        assertThat(signatures("Anchor"))
                .contains(
                        "anchor(bytes32,bytes32,uint64,uint32)",
                        "next(bytes32)",
                        "Anchored(bytes32,bytes32,uint64,uint32,bytes32,bytes32,address)");
        assertThat(signatures("DeviceRegistry"))
                .contains("register(address,bytes32,bytes32,string,bytes32,bytes32)", "standing(bytes32,address)");
        assertThat(artifact("Anchor").path("address").asText()).isEqualTo(AnchorContract.ADDRESS.toHex());
        assertThat(artifact("DeviceRegistry").path("address").asText()).isEqualTo(RegistryContract.ADDRESS.toHex());
    }

    @Test
    void selectorsAndTopicsStandInTheCode() throws IOException {
        String anchor = artifact("Anchor").path("deployedBytecode").asText();
        String registry = artifact("DeviceRegistry").path("deployedBytecode").asText();
        assertThat(anchor)
                .contains(selector(AnchorContract.anchor(BATCH)))
                .contains(selector(AnchorContract.next(DEVICE.id())))
                .contains(AnchorContract.ANCHORED.toHex().substring(2));
        assertThat(registry)
                .contains(selector(RegistryContract.standing(DEVICE.id(), Address.ZERO)))
                .contains(
                        selector(RegistryContract.register(Address.ZERO, DEVICE.key(), "n", Bytes.wrap(new byte[64]))));
    }

    @Test
    void readsBackItsOwnCallsAndEvents() {
        assertThat(AnchorContract.batchOf(AnchorContract.anchor(BATCH))).contains(BATCH);
        assertThat(AnchorContract.batchOf(AnchorContract.next(DEVICE.id()))).isEmpty();
        assertThat(AnchorContract.batchOf(Bytes.EMPTY)).isEmpty();
        var event = new Anchored(BATCH, DEVICE.key(), TestChain.OWNER);
        assertThat(AnchorContract.anchored(AnchorContract.log(event))).contains(event);
        assertThat(AnchorContract.next(UInt256.of(18).toHash().toBytes())).isEqualTo(18);
    }

    @Test
    void refusesArgumentsOutOfRange() {
        Bytes call = AnchorContract.anchor(BATCH);
        assertThatThrownBy(() -> AnchorContract.batchOf(call.slice(0, call.size() - 1)))
                .isInstanceOf(EvidenceFormatException.class);
        byte[] wide = call.toArray();
        wide[4 + 96] = 1;
        assertThatThrownBy(() -> AnchorContract.batchOf(Bytes.wrap(wide))).isInstanceOf(EvidenceFormatException.class);
        assertThatThrownBy(() -> new Batch(DEVICE.id(), Hash.ZERO, Long.MAX_VALUE, 1))
                .isInstanceOf(EvidenceFormatException.class);
        Log log = AnchorContract.log(new Anchored(BATCH, DEVICE.key(), TestChain.OWNER));
        var foreign = new Log(RegistryContract.ADDRESS, log.topics(), log.data());
        assertThat(AnchorContract.anchored(foreign)).isEmpty();
        var cut = new Log(log.address(), log.topics(), log.data().slice(0, 100));
        assertThat(AnchorContract.anchored(cut)).isEmpty();
    }

    @Test
    void readsWhatTheRegistryKnows() {
        Bytes active = AbiValue.call(
                "",
                AbiValue.of(TestChain.OWNER),
                AbiValue.of(DEVICE.key().x()),
                AbiValue.of(DEVICE.key().y()),
                AbiValue.of(true),
                AbiValue.of(true));
        assertThat(RegistryContract.standing(active.slice(4, active.size())))
                .contains(new RegistryContract.Standing(TestChain.OWNER, Optional.of(DEVICE.key()), true));
        assertThat(RegistryContract.standing(Bytes.wrap(new byte[160]))).isEmpty();
        assertThatThrownBy(() -> RegistryContract.standing(Bytes.EMPTY)).isInstanceOf(EvidenceFormatException.class);
    }

    @Test
    void readsTheStandingSlotAsTheRegistryPacksIt() {
        // owner (20 bytes), registeredAt (8), active (1), from the low end
        UInt256 slot = UInt256.fromHex(
                "01" + "0000000069205c80" + TestChain.OWNER.toHex().substring(2));
        assertThat(RegistryContract.Slots.owner(slot)).isEqualTo(TestChain.OWNER);
        assertThat(RegistryContract.Slots.active(slot)).isTrue();
        assertThat(RegistryContract.Slots.active(TestChain.OWNER.toWord())).isFalse();
    }

    @Test
    void theMessageOfRegistrationHas256BytesAtFixedPlaces() {
        byte[] message = RegistryContract.registerMessage(4690, TestChain.OWNER, DEVICE.key(), "probe 1");
        assertThat(message).hasSize(256).startsWith("banyan.device.register.v1\0\0\0\0\0\0\0".getBytes());
        assertThat(Hash.at(message, 32)).isEqualTo(UInt256.of(4690).toHash());
        assertThat(Hash.at(message, 64)).isEqualTo(UInt256.of(0x1001).toHash());
        assertThat(Hash.at(message, 128)).isEqualTo(DEVICE.key().x());
        assertThat(Hash.at(message, 224)).isEqualTo(Hash.ZERO);
    }

    private static String selector(Bytes call) {
        return call.slice(0, 4).toHex().substring(2);
    }

    private static SortedSet<String> signatures(String contract) throws IOException {
        SortedSet<String> signatures = new TreeSet<>();
        for (JsonNode entry : artifact(contract).path("abi")) {
            List<String> types = new ArrayList<>();
            entry.path("inputs").forEach(input -> types.add(input.path("type").asText()));
            signatures.add(entry.path("name").asText() + "(" + String.join(",", types) + ")");
        }
        return signatures;
    }

    private static JsonNode artifact(String contract) throws IOException {
        Path root = Path.of(System.getProperty("banyan.root", "../.."));
        return new ObjectMapper()
                .readTree(Files.readAllBytes(root.resolve("contracts/artifacts/" + contract + ".json")));
    }
}
