// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;

class AddCheckpointTest {
    /** The request that C2SP tlog-witness shows. */
    private static final String EXAMPLE = """
            old 20852014
            PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
            jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
            5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
            /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

            example.com/behind-the-sofa
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

            — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
            — example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
            """;

    @Test
    void theExampleIsReadAndWrittenAsItIs() {
        AddCheckpoint request = AddCheckpoint.parse(SignedNoteTest.bytes(EXAMPLE));
        assertThat(request.oldSize()).isEqualTo(20_852_014);
        assertThat(request.proof()).hasSize(4);
        assertThat(request.head().origin()).isEqualTo("example.com/behind-the-sofa");
        assertThat(request.head().size()).isEqualTo(20_852_163);
        assertThat(request.note().signatures()).hasSize(2);
        assertThat(request.encode()).isEqualTo(SignedNoteTest.bytes(EXAMPLE));
    }

    @Test
    void whatIsNoRequestIsRefusedWithASentence() {
        for (String body : List.of(
                "",
                "old 0\n",
                "old 0\n\n",
                EXAMPLE.substring(4),
                EXAMPLE.replace("old 20852014", "old 020852014"),
                EXAMPLE.replace("old 20852014", "old -1"),
                EXAMPLE.replace("old 20852014", "old 20852164"),
                EXAMPLE.replace("old 20852014", "old 99999999999999999999"),
                EXAMPLE.replace("old 20852014", "old 0"),
                EXAMPLE.replace("\n20852163\n", "\n0\n"),
                EXAMPLE.replace("\n20852163\n", "\n9007199254740992\n"),
                EXAMPLE.replace("PlRN", "PlR"),
                EXAMPLE.replace("PlRN", "Pl\u0000RN"),
                EXAMPLE.replace("jrJZ", "\njrJZ"),
                EXAMPLE.replace("example.com/behind-the-sofa\n2", "2"))) {
            assertThatThrownBy(() -> AddCheckpoint.parse(SignedNoteTest.bytes(body)))
                    .as(body)
                    .isInstanceOf(EvidenceFormatException.class)
                    .hasMessageMatching("[^\n]{10,200}");
        }
        String line = "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n";
        assertThatThrownBy(() -> AddCheckpoint.parse(
                        SignedNoteTest.bytes(EXAMPLE.replace(line, line.repeat(AddCheckpoint.MAX_PROOF)))))
                .hasMessageContaining("63");
        assertThatThrownBy(() -> AddCheckpoint.parse(Bytes.wrap(new byte[AddCheckpoint.MAX_BYTES + 1])))
                .hasMessageContaining("68 KiB");
    }
}
