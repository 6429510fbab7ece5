// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static network.banyan.evidence.ChangedBundle.with;
import static network.banyan.evidence.VerdictFiles.EPOCHS;
import static network.banyan.evidence.VerdictStories.longer;
import static network.banyan.evidence.VerdictStories.shorter;

import java.util.Arrays;
import java.util.List;
import network.banyan.crypto.P256;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** Files that are none, or not in their one form. */
final class FormCases {
    private final VerdictFiles out;
    private final Story story;
    private final EvidenceBundle honest;
    private final EvidenceBundle logged;

    FormCases(VerdictFiles out, VerdictStories stories) {
        this.out = out;
        this.story = stories.story;
        this.honest = stories.honest;
        this.logged = stories.logged;
    }

    void add() {
        form();
        records();
    }

    private void form() {
        String json = new String(honest.toJson().toArray(), ISO_8859_1);
        byte[] cbor = honest.toCbor().toArray();
        out.add("form-empty.cbor", Bytes.EMPTY);
        out.add("form-brace.json", text("{"));
        out.add("form-two-spaces.json", text(json.replaceFirst("\": 4690", "\":  4690")));
        out.add("form-upper-case-hex.json", text(json.replaceFirst("0xd284", "0xD284")));
        out.add("form-another-field.json", text(json.replaceFirst("\"chainId\"", "\"chainID\"")));
        out.add("form-line-at-the-end.json", text(json + "\n"));
        out.add("form-number-with-a-fraction.json", text(json.replaceFirst("4690", "4690.0")));
        out.add("form-number-too-long.json", text(json.replaceFirst("4690", "12345678901234567")));
        out.add("form-escaped-text.json", text(json.replaceFirst("banyan-e", "banyan-\\\\u0065")));
        out.add("form-of-no-version.json", text(json.replaceFirst("evidence-1", "evidence-9")));
        out.add("form-byte-too-many.cbor", Bytes.wrap(Arrays.copyOf(cbor, cbor.length + 1)));
        out.add("form-cut-short.cbor", Bytes.wrap(Arrays.copyOf(cbor, cbor.length - 1)));
        out.add(
                "form-long-head.cbor",
                Bytes.fromHex("9808" + honest.toCbor().toHex().substring(4)));
        out.add(
                "form-without-end.cbor",
                Bytes.fromHex("9f" + honest.toCbor().toHex().substring(4) + "ff"));
        out.add("form-length-of-63-bits.cbor", Bytes.fromHex("9b7fffffffffffffff"));
        out.add("form-text-of-no-utf-8.cbor", Bytes.fromHex("8864fffefdfc"));
        out.add(
                "form-version-2-without-handovers.cbor",
                EPOCHS,
                Bytes.fromHex("8a" + honest.toCbor().toHex().substring(4).replaceFirst("2d31", "2d32") + "0080"));
        out.add("form-no-header.cbor", replaced(honest.headers().getFirst(), "81", "80", true));
        out.add(
                "form-header-with-a-byte-more.cbor",
                with(honest).headers(List.of(longer(honest.headers().getFirst()))));
        out.add("form-certificate-cut-short.cbor", with(honest).certificate(shorter(honest.certificate())));
        out.add(
                "form-certificate-with-a-zero-byte.cbor",
                with(honest).certificate(Bytes.fromHex(certificateWithZeroByte())));
        out.add("form-passport-registered-never.cbor", replacedPassport());
    }

    /** The bitmap 0b is written as 0b00, with the list's and the bitmap's heads to match. */
    private String certificateWithZeroByte() {
        String hex = honest.certificate().toHex().substring(2);
        int length = Integer.parseInt(hex.substring(2, 4), 16);
        return "f8%02x".formatted(length + 2) + hex.substring(4).replaceFirst("0bb860", "820b00b860");
    }

    private Bytes replacedPassport() {
        String hex = logged.toCbor().toHex().substring(2);
        return Bytes.fromHex(hex.replaceFirst("1a%08x".formatted(1_763_683_000), "00"));
    }

    /** Puts another head before a byte string, and leaves the string out if wanted. */
    private Bytes replaced(Bytes item, String head, String other, boolean without) {
        String hex = honest.toCbor().toHex().substring(2);
        String string = "59%04x".formatted(item.size()) + item.toHex().substring(2);
        return Bytes.fromHex(hex.replace(head + string, other + (without ? "" : string)));
    }

    private void records() {
        DeviceRecord record = story.records.get(2);
        byte[] highS = record.encoded().toArray();
        int s = highS.length - Hash.SIZE;
        P256.ORDER.minus(UInt256.at(highS, s)).writeTo(highS, s);
        out.add("form-record-with-high-s.cbor", with(honest).record(Bytes.wrap(highS)));
        byte[] zero = highS.clone();
        Arrays.fill(zero, s, zero.length, (byte) 0);
        out.add("form-record-with-s-of-zero.cbor", with(honest).record(Bytes.wrap(zero)));
        out.add("form-record-with-a-byte-more.cbor", with(honest).record(longer(record.encoded())));
        // 22 is -3, milliseconds; 21 would be hundredths of a second.
        out.add("form-record-with-another-time.cbor", with(honest).record(edited(record, "22c48222", "22c48221")));
        out.add("form-record-with-a-float.cbor", with(honest).record(edited(record, "02c4822119", "02fb000000")));
        out.add("form-record-with-another-algorithm.cbor", with(honest).record(edited(record, "0126", "0127")));
    }

    private static Bytes edited(DeviceRecord record, String piece, String other) {
        String hex = record.encoded().toHex();
        return Bytes.fromHex(hex.replaceFirst(piece, other));
    }

    private static Bytes text(String text) {
        return Bytes.wrap(text.getBytes(ISO_8859_1));
    }
}
