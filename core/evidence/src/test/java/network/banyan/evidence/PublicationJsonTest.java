// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicationJsonTest {
    @Test
    void comesBackAsItWasWritten() {
        for (Publication answer : new Publication[] {
            new Publication.Accepted(Hash.ZERO),
            new Publication.Known(Hash.ZERO),
            new Publication.Missing(3, 4),
            new Publication.Crowded(5),
            new Publication.Refused("no")
        }) {
            assertThat(PublicationJson.read(PublicationJson.write(answer))).isEqualTo(answer);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{\"status\":\"new\"}",
                "{\"status\":\"known\",\"id\":7}",
                "{\"status\":\"missing\",\"expected\":0,\"atLeast\":1}",
                "{\"status\":\"crowded\",\"unanchoredMax\":1.5}"
            })
    void refusesOtherAnswers(String json) throws IOException {
        var node = new ObjectMapper().readTree(json);
        assertThatThrownBy(() -> PublicationJson.read(node)).isInstanceOf(EvidenceFormatException.class);
    }
}
