// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.banyan.peers.AddressBook;
import network.banyan.peers.OutboundSlots;
import network.banyan.peers.PeerRecord;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * The address book over restarts: its secret, a line for each entry, and in a file of its own the anchors. Used by one
 * thread.
 */
final class AddressFile {
    private static final String BOOK = "addresses";
    private static final String ANCHORS = "anchors";
    private static final int LINES_MAX = 8_192;
    private static final Pattern LINE =
            Pattern.compile("(0x[0-9a-f]{4,36}) (tried|new) (\\d{1,12}) (\\d{1,3}) (0x[0-9a-f]{2,512})");
    private static final Pattern SECRET = Pattern.compile("secret (0x[0-9a-f]{64})");

    private final PeerFolder folder;
    private final Hash network;
    private final Hash secret;
    private final AddressBook book;
    private List<AddressBook.Known> written;
    private List<PeerRecord> anchors;

    AddressFile(PeerFolder folder, Hash network, long now) {
        this.folder = folder;
        this.network = network;
        List<String> lines = folder.read(BOOK);
        Matcher first = SECRET.matcher(lines.isEmpty() ? "" : lines.getFirst());
        this.secret = first.matches() ? Hash.fromHex(first.group(1)) : draw();
        this.book = new AddressBook(secret);
        book.restore(
                lines.stream()
                        .limit(LINES_MAX)
                        .map(this::parse)
                        .flatMap(Optional::stream)
                        .toList(),
                now);
        this.written = book.content();
        this.anchors = folder.read(ANCHORS).stream()
                .limit(OutboundSlots.ANCHORS)
                .map(line -> PeerRecord.parse(line, network))
                .flatMap(Optional::stream)
                .filter(record -> record.isCurrent(now))
                .toList();
    }

    private static Hash draw() {
        byte[] bytes = new byte[Hash.SIZE];
        new SecureRandom().nextBytes(bytes);
        return Hash.of(bytes);
    }

    AddressBook book() {
        return book;
    }

    /** Those of the last run. */
    List<PeerRecord> anchors() {
        return anchors;
    }

    /** Writes what is new. */
    void keep(List<PeerRecord> anchorsNow) {
        List<AddressBook.Known> content = book.content();
        if (!content.equals(written)) {
            List<String> lines = new ArrayList<>();
            lines.add("secret " + secret.toHex());
            content.forEach(known -> lines.add("%s %s %d %d %s"
                    .formatted(
                            known.teller().toHex(),
                            known.isTried() ? "tried" : "new",
                            known.lastSuccess(),
                            known.failures(),
                            Bytes.wrap(known.record().encode()).toHex())));
            folder.write(BOOK, lines);
            written = content;
        }
        // A node that has just lost its connections still wants those back that it had.
        if (!anchorsNow.isEmpty() && !anchorsNow.equals(anchors)) {
            folder.write(
                    ANCHORS,
                    anchorsNow.stream()
                            .map(record -> Bytes.wrap(record.encode()).toHex())
                            .toList());
            anchors = anchorsNow;
        }
    }

    private Optional<AddressBook.Known> parse(String line) {
        Matcher fields = LINE.matcher(line);
        if (!fields.matches() || fields.group(1).length() % 2 != 0) {
            return Optional.empty();
        }
        return PeerRecord.parse(fields.group(5), network)
                .map(record -> new AddressBook.Known(
                        record,
                        Bytes.fromHex(fields.group(1)),
                        fields.group(2).equals("tried"),
                        Long.parseLong(fields.group(3)),
                        Integer.parseInt(fields.group(4))));
    }
}
