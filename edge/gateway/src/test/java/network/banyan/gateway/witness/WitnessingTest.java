// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import network.banyan.crypto.MerkleTree;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.witness.Cosignature;
import network.banyan.evidence.witness.SignedNote;
import network.banyan.evidence.witness.TreeHead;
import network.banyan.evidence.witness.Witnessed;
import network.banyan.gateway.TestDevice;
import network.banyan.gateway.log.Disk;
import network.banyan.gateway.log.RecordLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway's log and its witnesses, over real sockets. */
class WitnessingTest {
    @TempDir
    private Path folder;

    private final TestDevice gateway = new TestDevice("gateway");
    private final TestDevice device = new TestDevice("device");
    private final AtomicLong anchored = new AtomicLong();

    private RecordLog log(String name) {
        return RecordLog.open(
                folder.resolve(name), gateway, InstantSource.system(), RecordLog.Limits.of(1 << 30), Disk.REAL);
    }

    private static void grow(RecordLog log, List<DeviceRecord> records) throws Exception {
        log.append(
                records,
                records.stream()
                        .map(record -> MerkleTree.leafHash(record.encoded()))
                        .toList());
    }

    /** A witness on a port, in a folder of its own. */
    private final class Running implements AutoCloseable {
        private final WitnessFolder kept;
        private final Witness witness;
        private final WitnessServer server;

        Running(String name, int port, RecordLog watched) {
            kept = WitnessFolder.open(folder.resolve(name));
            var key = network.banyan.evidence.witness.NoteKey.ofGateway(watched.gateway(), gateway.key());
            witness = new Witness(kept, name, List.of(key), InstantSource.system());
            server = new WitnessServer(new InetSocketAddress("127.0.0.1", port), witness);
        }

        WitnessAddress address() {
            return WitnessAddress.parse(witness.key().text() + "@http://127.0.0.1:" + server.port() + "/");
        }

        @Override
        public void close() {
            server.close();
            kept.close();
        }
    }

    private static void await(String what, BooleanSupplier holds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static boolean isCosigned(CosignedHeads heads, long size, Running... by) {
        Optional<SignedNote> note = heads.at(size);
        for (Running each : by) {
            if (note.flatMap(head -> Cosignature.under(head, each.witness.key()))
                    .isEmpty()) {
                return false;
            }
        }
        return true;
    }

    @Test
    void eachAnchoredHeadIsCosignedAndOneWitnessThatIsAwayHoldsNobodyUp() throws Exception {
        var heads = new CosignedHeads(folder.resolve("witnessed"));
        try (RecordLog log = log("log");
                Running near = new Running("near", 0, log)) {
            Running far = new Running("far", 0, log);
            int port = far.server.port();
            WitnessAddress address = far.address();
            far.close();
            try (var witnessing =
                    new Witnessing(log, gateway, anchored::get, heads, List.of(near.address(), address))) {
                grow(log, device.chain(10));
                // What is not anchored is nobody's affair.
                TimeUnit.MILLISECONDS.sleep(400);
                assertThat(heads.newest()).isEmpty();
                anchored.set(4);
                await("the near witness cosigned", () -> isCosigned(heads, 4, near));
                anchored.set(7);
                await("the near witness cosigned more", () -> isCosigned(heads, 7, near));
                await(
                        "the far one's absence is told",
                        () -> witnessing.standings().stream()
                                .anyMatch(each -> each.problem().isPresent()));
                try (Running back = new Running("far", port, log)) {
                    await("the far one came back", () -> isCosigned(heads, 7, near, back));
                    assertThat(back.witness.sizes()).containsValue(7L);
                    await(
                            "all is well",
                            () -> witnessing.standings().stream()
                                    .allMatch(each -> each.problem().isEmpty() && each.cosigned() == 7));
                    // What was anchored while one was away is covered by the first head that both cosigned.
                    Witnessed covering = witnessing.covering(4).orElseThrow();
                    assertThat(covering.size()).isEqualTo(7);
                    String text = covering.head(log.gateway()).text();
                    assertThat(covering.cosignatures()).hasSize(2).allMatch(each -> each.isOver(text));
                    assertThat(covering.extendsHead(4, log.root(4))).isTrue();
                    assertThat(witnessing.covering(8)).isEmpty();
                }
            }
            SignedNote newest = heads.newest().orElseThrow();
            assertThat(newest.isSignedBy(near.witness.key())).isTrue();
            assertThat(TreeHead.parse(newest.text())).isEqualTo(TreeHead.ofGateway(log.gateway(), 7, log.root(7)));
            // After a restart the witness tells what it saw, and goes on from there.
            try (var _ = new Witnessing(
                    log,
                    gateway,
                    anchored::get,
                    new CosignedHeads(folder.resolve("witnessed")),
                    List.of(near.address()))) {
                anchored.set(10);
                await("the near witness goes on", () -> near.witness.sizes().containsValue(10L));
            }
        }
    }

    @Test
    void aGatewayThatGoesOnWithAnotherHistoryIsRefused() throws Exception {
        try (RecordLog honest = log("log");
                Running witness = new Running("witness", 0, honest)) {
            grow(honest, device.chain(5));
            anchored.set(5);
            var heads = new CosignedHeads(folder.resolve("witnessed"));
            try (var _ = new Witnessing(honest, gateway, anchored::get, heads, List.of(witness.address()))) {
                await("the first history is cosigned", () -> isCosigned(heads, 5, witness));
            }
            var others = new CosignedHeads(folder.resolve("others"));
            try (RecordLog second = log("second")) {
                grow(second, new TestDevice("somebody else").chain(8));
                for (long size : new long[] {5, 8, 3}) {
                    anchored.set(size);
                    try (var witnessing =
                            new Witnessing(second, gateway, anchored::get, others, List.of(witness.address()))) {
                        await(
                                "it is refused",
                                () -> witnessing
                                        .standings()
                                        .getFirst()
                                        .problem()
                                        .isPresent());
                        assertThat(witnessing.standings().getFirst().problem().orElseThrow())
                                .contains(size == 5 ? "409" : size == 8 ? "422" : "another history");
                    }
                    assertThat(others.newest()).isEmpty();
                }
            }
            try (var lies = Files.list(folder.resolve("witness").resolve("lies"))) {
                assertThat(lies).hasSize(2);
            }
        }
    }

    @Test
    void aServerThatIsNoWitnessIsBelievedNothing() throws Exception {
        var heads = new CosignedHeads(folder.resolve("witnessed"));
        try (RecordLog log = log("log");
                Running one = new Running("one", 0, log);
                Running other = new Running("other", 0, log)) {
            grow(log, device.chain(3));
            anchored.set(3);
            // The address of one with the key of another.
            var mixed = new WitnessAddress(other.address().key(), one.address().url());
            try (var witnessing = new Witnessing(log, gateway, anchored::get, heads, List.of(mixed))) {
                await(
                        "it is told",
                        () -> witnessing.standings().getFirst().problem().isPresent());
                assertThat(witnessing.standings().getFirst().problem().orElseThrow())
                        .contains("no cosignature of the key");
            }
            assertThat(heads.newest()).isEmpty();
        }
    }

    @Test
    void headsThatTheDiskSpoiltAreNotShown() throws IOException {
        Path kept = folder.resolve("witnessed");
        Files.createDirectories(kept);
        Files.writeString(kept.resolve("%016d.note".formatted(3)), "nonsense");
        assertThat(new CosignedHeads(kept).newest()).isEmpty();
    }

    @Test
    void anAddressIsAKeyAndAUrl() {
        String key = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";
        assertThat(WitnessAddress.parse(key + "@https://w.example/prefix/").url())
                .hasToString("https://w.example/prefix");
        for (String wrong : List.of(
                key,
                key + "@ftp://w.example",
                key + "@http://",
                key + "@http://w.example/?a",
                "@http://w.example",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW@http://w.example")) {
            assertThatThrownBy(() -> WitnessAddress.parse(wrong)).as(wrong).isInstanceOf(EvidenceFormatException.class);
        }
    }
}
