// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.hub.MessageKind;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

/** What is sent, as the contracts of both sides take it. */
class ParcelTest {
    private static final Path ARTIFACTS = Path.of("..", "..", "contracts", "artifacts");

    @Test
    void bothSidesTakeTheSameParcel() throws IOException {
        Bytes call = new Parcel(
                        71,
                        MessageKind.CALL,
                        Address.ofNumber(1),
                        Address.ofNumber(2),
                        UInt256.of(3),
                        4,
                        5,
                        Address.ofNumber(6),
                        Bytes.fromHex("0x0708"))
                .send();

        assertThat(call.slice(0, AbiValue.SELECTOR_SIZE))
                .isEqualTo(AbiValue.selector(signature("HubInbox")))
                .isEqualTo(AbiValue.selector(signature("OutpostOutbox")));
        AbiReader parcel = AbiReader.ofArguments(call).struct();
        assertThat(parcel.number(63)).isEqualTo(71);
        assertThat(parcel.number(8)).isEqualTo(2);
        assertThat(parcel.address()).isEqualTo(Address.ofNumber(1));
        assertThat(parcel.address()).isEqualTo(Address.ofNumber(2));
        assertThat(parcel.uint()).isEqualTo(UInt256.of(3));
        assertThat(parcel.number(63)).isEqualTo(4);
        assertThat(parcel.number(63)).isEqualTo(5);
        assertThat(parcel.address()).isEqualTo(Address.ofNumber(6));
        assertThat(parcel.bytes(10)).isEqualTo(Bytes.fromHex("0x0708"));
    }

    /** Of {@code send}, which takes one struct. */
    private static String signature(String contract) throws IOException {
        JsonNode abi = new ObjectMapper()
                .readTree(ARTIFACTS.resolve(contract + ".json").toFile())
                .path("abi");
        for (JsonNode entry : abi) {
            if (entry.path("name").asText().equals("send")) {
                JsonNode members = entry.path("inputs").path(0).path("components");
                return StreamSupport.stream(members.spliterator(), false)
                        .map(member -> member.path("type").asText())
                        .collect(Collectors.joining(",", "send((", "))"));
            }
        }
        throw new AssertionError(contract + " has no send");
    }
}
