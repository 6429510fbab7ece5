// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import network.banyan.ledger.Block;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Genesis.GenesisAccount;
import network.banyan.ledger.GenesisJson;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.node.Banyan;
import network.banyan.node.GrownChain;
import network.banyan.node.SystemContracts;
import network.banyan.node.founding.Founder;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.replica.BlockImport;
import network.banyan.storage.NodeStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A folder as a node leaves it, whole and in every way broken. */
class DoctorCommandTest {
    private static final long CHAIN_ID = 77;
    private static final int BLOCKS = 60;
    private static final int FLIPS = 16;
    private static final List<Founder> FOUNDERS = GrownChain.founders(4);

    @TempDir
    private Path dir;

    private record Outcome(int exit, String out, String err) {}

    @BeforeEach
    void aNodeThatRanForAWhile() throws IOException {
        var alloc = new TreeMap<Address, GenesisAccount>(SystemContracts.accounts());
        alloc.put(FOUNDERS.getFirst().operator(), GenesisAccount.withBalance(UInt256.of(1L << 60)));
        var genesis = new Genesis(
                CHAIN_ID,
                "test",
                "IOTX",
                1_800_000_000,
                new Genesis.Parameters(500, 500, 60_000_000, UInt256.ONE, false, Optional.empty()),
                FOUNDERS.stream().map(Founder::validator).toList(),
                alloc);
        Files.writeString(dir.resolve("genesis.json"), GenesisJson.write(genesis));
        Files.writeString(dir.resolve("banyan.toml"), "name = \"patient\"\n");
        FOUNDERS.getFirst().keys().write(dir.resolve("keys"));
        try (GrownChain chain = GrownChain.open(data(), genesis)) {
            for (long view = 1; view <= BLOCKS; view++) {
                Block block = chain.blocks().build(List.of(pay(view)).iterator(), view, Address.ZERO);
                assertThat(chain.blocks().append(block, GrownChain.certificate(block, FOUNDERS, CHAIN_ID)))
                        .isInstanceOf(BlockImport.Outcome.Appended.class);
            }
        }
        // The next start moves what stood in the write-ahead log into tables.
        NodeStorage.open(data(), 16).close();
    }

    private static Transaction pay(long number) {
        var body = new TransactionBody.DynamicFee(
                Optional.of(UInt256.of(CHAIN_ID)),
                number - 1,
                UInt256.ZERO,
                UInt256.of(1_000_000),
                21_000,
                Optional.of(Address.ofNumber(10_000 + (int) number)),
                UInt256.of(number),
                Bytes.EMPTY,
                List.of());
        return Transaction.sign(body, FOUNDERS.getFirst().keys().operatorKey());
    }

    private Path data() {
        return dir.resolve("data");
    }

    private Outcome doctor(String... more) {
        var out = new StringWriter();
        var err = new StringWriter();
        String[] command = Stream.concat(Stream.of("doctor", dir.toString()), Stream.of(more))
                .toArray(String[]::new);
        CommandLine line = Banyan.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        int exit = line.execute(command);
        return new Outcome(exit, out.toString(), err.toString());
    }

    @Test
    void aWholeFolderIsSound() {
        Outcome outcome = doctor("--whole");

        assertThat(outcome.out())
                .contains(
                        "3 files, their owner's alone",
                        "every checksum holds",
                        "60 blocks follow from genesis, 60 certificates")
                .contains("have the root of block 60", "Nothing is damaged.")
                .doesNotContain("DAMAGED", "keys      doubtful");
        assertThat(outcome.exit()).isZero();
    }

    /** Whatever bit of whatever file turns: it is found, or it changed nothing. */
    @Test
    void aTurnedBitIsFoundOrHarmless() throws IOException {
        var random = new Random(11);
        List<Path> files = databaseFiles();
        int found = 0;
        for (int flip = 0; flip < FLIPS; flip++) {
            Path file = files.get(random.nextInt(files.size()));
            byte[] whole = Files.readAllBytes(file);
            byte[] turned = whole.clone();
            turned[random.nextInt(turned.length)] ^= (byte) (1 << random.nextInt(8));
            Path copy = dir.resolve("copy" + flip);
            copy(data(), copy);
            Files.write(copy.resolve(file.getFileName()), turned);

            Outcome outcome = doctor("--data", copy.toString());
            if (outcome.exit() == Banyan.FAILED) {
                assertThat(outcome.out()).contains("DAMAGED", "move " + copy);
                found++;
            } else {
                assertThat(outcome.exit()).as(outcome.err()).isZero();
                assertThat(outcome.out()).contains("60 blocks follow from genesis", "Nothing is damaged.");
            }
            assertThat(outcome.err()).doesNotContain("\tat ");
        }
        assertThat(found).as("flips that the doctor found").isPositive();
    }

    @Test
    void aCutFileIsFound() throws IOException {
        Path table = databaseFiles().stream()
                .filter(file -> file.toString().endsWith(".sst"))
                .findFirst()
                .orElseThrow();
        byte[] whole = Files.readAllBytes(table);
        Files.write(table, Arrays.copyOf(whole, whole.length / 2));

        Outcome outcome = doctor();

        assertThat(outcome.out()).contains("DAMAGED", "is damaged", "Leave " + dir.resolve("keys") + " as it is");
        assertThat(outcome.exit()).isEqualTo(Banyan.FAILED);
    }

    @Test
    void keysThatOthersMayReadAreDoubtful() throws IOException {
        Files.setPosixFilePermissions(
                dir.resolve("keys").resolve("validator.key"), PosixFilePermissions.fromString("rw-r--r--"));

        Outcome outcome = doctor();

        assertThat(outcome.out()).contains("doubtful", "validator.key", "chmod 600");
        assertThat(outcome.exit()).isZero();
    }

    @Test
    void aClockThatJumpedBackIsDoubtful() {
        Finding finding = Surroundings.clock(100_000, 40_000);
        assertThat(finding)
                .isInstanceOfSatisfying(
                        Finding.Doubtful.class,
                        doubt -> assertThat(doubt.sentences())
                                .containsExactly(
                                        "this machine's clock stands 60 s behind the last block: set it, or the node takes no proposals"));
        assertThat(Surroundings.clock(40_000, 100_000))
                .isEqualTo(new Finding.Sound("clock", "the last block is 60 s old"));
    }

    @Test
    void aNodeThatRunsIsLeftAlone() {
        try (var running = NodeStorage.open(data(), 16)) {
            Outcome outcome = doctor();
            assertThat(running.chain().height()).isEqualTo(BLOCKS);
            assertThat(outcome.err()).contains("A node runs in " + data(), "Stop it first");
            assertThat(outcome.exit()).isEqualTo(Banyan.USAGE);
        }
    }

    /** As those of a devnet in one process. */
    @Test
    void aFolderWithoutSettingsHasTheUsualOnes() throws IOException {
        Files.delete(dir.resolve("banyan.toml"));

        assertThat(doctor().out()).contains("Nothing is damaged.");
    }

    @Test
    void aNodeThatNeverRanHasNothingToExamine() {
        Outcome outcome = doctor("--data", dir.resolve("none").toString());
        assertThat(outcome.err()).contains("There is no database in");
        assertThat(outcome.exit()).isEqualTo(Banyan.USAGE);
    }

    private List<Path> databaseFiles() throws IOException {
        try (Stream<Path> files = Files.list(data())) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9]+\\.(sst|log)|MANIFEST-.*|CURRENT"))
                    .filter(file -> file.toFile().length() > 0)
                    .sorted()
                    .toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(file.getFileName()));
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
        }
    }
}
