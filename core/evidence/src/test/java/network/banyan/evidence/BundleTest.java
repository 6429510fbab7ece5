// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;

class BundleTest {
    private static final Story STORY = new Story();
    private static final Verifier VERIFIER = Verifier.of(STORY.chain.genesis);

    @Test
    void provesAReadingInBothForms() {
        EvidenceBundle bundle = STORY.bundle(3);
        for (Bytes file : List.of(bundle.toJson(), bundle.toCbor())) {
            Verdict verdict = VERIFIER.verify(file);
            assertThat(verdict.broken()).isEmpty();
            assertThat(verdict.isProven()).isTrue();
            assertThat(verdict.record()).contains(STORY.records.get(2));
            // Nobody speaks of witnesses here.
            assertThat(verdict.links())
                    .extracting(Link::name)
                    .containsExactlyElementsOf(EnumSet.complementOf(EnumSet.of(Link.Name.WITNESSES)));
        }
    }

    @Test
    void explainsItselfToAPerson() {
        Verdict verdict = VERIFIER.verify(STORY.bundle(3).toJson());
        assertThat(verdict.links().getFirst().text())
                .contains("record 3 of device " + STORY.device.id())
                .contains("temperature 23.50 Cel, humidity 43 %RH")
                .contains("2025-11-21 00:00:03.123 UTC");
        assertThat(verdict.links().getLast().text())
                .contains("3 of 4 seats signed it, a quorum is 3 (0 oak, 1 elm, 3 yew)");
    }

    @Test
    void provesEveryRecordOfABatch() {
        for (int sequence = 1; sequence <= STORY.records.size(); sequence++) {
            assertThat(VERIFIER.verify(STORY.bundle(sequence).toCbor()).isProven())
                    .isTrue();
        }
    }

    @Test
    void provesAReadingWhoseBlockALaterCertificateCovers() {
        Story later = new Story(2);
        EvidenceBundle bundle = later.bundle(3);
        assertThat(bundle.headers()).hasSize(3);
        Verdict verdict = Verifier.verify(bundle.toJson(), later.chain.genesis);
        assertThat(verdict.isProven()).isTrue();
        assertThat(verdict.links().get(Link.Name.HEADERS.ordinal()).text()).contains("covers through its descendant");
    }

    @Test
    void hasOneFileInEachForm() {
        EvidenceBundle bundle = STORY.bundle(3);
        assertThat(EvidenceBundle.parse(bundle.toJson())).isEqualTo(bundle);
        assertThat(EvidenceBundle.parse(bundle.toCbor())).isEqualTo(bundle);
        assertThat(EvidenceBundle.parse(bundle.toCbor()).toJson()).isEqualTo(bundle.toJson());
    }

    @Test
    void refusesEveryFlippedBitOfTheJsonFile() {
        SortedMap<Link.Name, Integer> broken = flipEveryBit(STORY.bundle(3).toJson());
        assertThat(broken).containsKey(Link.Name.FORM);
    }

    @Test
    void refusesEveryFlippedBitOfTheCborFile() {
        SortedMap<Link.Name, Integer> broken = flipEveryBit(STORY.bundle(3).toCbor());
        assertThat(broken)
                .containsKeys(
                        Link.Name.FORM,
                        Link.Name.CHAIN,
                        Link.Name.HEADERS,
                        Link.Name.TRANSACTION,
                        Link.Name.RECEIPT,
                        Link.Name.INCLUSION,
                        Link.Name.FINALITY);
    }

    @Test
    void refusesEveryFlippedBitOfAFileWithDescendants() {
        Story later = new Story(2);
        Verifier verifier = Verifier.of(later.chain.genesis);
        byte[] good = later.bundle(3).toCbor().toArray();
        for (int bit = 0; bit < 8 * good.length; bit += 3) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(verifier.verify(Bytes.wrap(bad)).isProven())
                    .as("bit %d", bit)
                    .isFalse();
        }
    }

    @Test
    void refusesOtherSpellingsOfTheSameJson() {
        String json = new String(STORY.bundle(3).toJson().toArray(), StandardCharsets.US_ASCII);
        for (String other : List.of(
                json.stripTrailing(),
                json + "\n",
                " " + json,
                json.replace("  ", "\t"),
                json.replace("0xd2", "0xD2"),
                json.replace("\"0xd2", "\"d2"),
                json.replaceFirst("\\{", "{\n  \"note\": \"x\","),
                json.replaceFirst("\"chainId\": 4690", "\"chainId\": 4690.0"),
                json.replaceFirst("\"chainId\"", "\"chainId\": 1,\n  \"chainId\""),
                "\uFEFF" + json)) {
            assertThat(other).isNotEqualTo(json);
            Verdict verdict = VERIFIER.verify(Bytes.wrap(other.getBytes(StandardCharsets.UTF_8)));
            assertThat(verdict.broken()).get().extracting(Link.Broken::name).isEqualTo(Link.Name.FORM);
        }
    }

    @Test
    void refusesEveryTruncation() {
        for (Bytes file : List.of(STORY.bundle(3).toJson(), STORY.bundle(3).toCbor())) {
            for (int size = 0; size < file.size(); size += 13) {
                assertThat(VERIFIER.verify(file.slice(0, size)).isProven()).isFalse();
            }
        }
    }

    /** @return how many flips each link refused */
    private static SortedMap<Link.Name, Integer> flipEveryBit(Bytes file) {
        SortedMap<Link.Name, Integer> broken = new TreeMap<>();
        byte[] bytes = file.toArray();
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
            Verdict verdict = VERIFIER.verify(Bytes.copyOf(bytes));
            assertThat(verdict.isProven()).as("bit %d", bit).isFalse();
            broken.merge(verdict.broken().orElseThrow().name(), 1, Integer::sum);
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
        }
        return broken;
    }
}
