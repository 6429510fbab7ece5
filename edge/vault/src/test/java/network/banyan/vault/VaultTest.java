// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import network.banyan.crypto.Hpke;
import network.banyan.crypto.P256;
import network.banyan.crypto.Sha256;
import network.banyan.crypto.X25519;
import network.banyan.evidence.DeviceRecord;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.vault.VaultReader.Gap;
import network.banyan.vault.store.FolderStore;
import network.banyan.vault.store.SegmentStore;
import network.banyan.vault.store.SegmentStore.Name;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Owner, grantees and a store that may do anything, around a ledger with the contract's rules. */
class VaultTest {
    private static final long FOREVER = 253_402_300_800L;

    private final Meter meter = new Meter();
    private final Manifest.Head stream = new Manifest.Head(meter.id, 3600);
    private final FakeLedger ledger = new FakeLedger(meter.id);
    private final Person bob = new Person("bob");
    private final Person carol = new Person("carol");

    @TempDir
    private Path folder;

    private SegmentStore store;
    private OwnerVault owner;

    private record Person(String name) {
        Bytes secret() {
            return Hpke.deriveSecret(Sha256.hash(name.getBytes()).toBytes());
        }

        String did() {
            return "did:banyan:4242:account:0x" + subject().toHex().substring(26);
        }

        Hash subject() {
            byte[] word = new byte[32];
            System.arraycopy(Sha256.hash(name.getBytes()).toArray(), 0, word, 12, 20);
            return Hash.of(word);
        }
    }

    @BeforeEach
    void begin() {
        store = new FolderStore(folder.resolve("cloud"));
        owner = owner();
    }

    private KeyFile keyFile() {
        return new KeyFile(folder.resolve("home"), meter.id, 0, new SecureRandom());
    }

    private OwnerVault owner() {
        return new OwnerVault(
                stream,
                new OwnerVault.Places(keyFile(), store, new FolderStore(folder.resolve("home")), ledger),
                new SecureRandom());
    }

    private void share(Person person, long from, long until) {
        owner.share(
                new Envelope.Terms(4242, meter.id, person.did(), from, until),
                person.subject(),
                X25519.publicKey(person.secret()));
    }

    /** What a grantee opens now, by its newest grant. */
    private KeyRing keys(Person person, SegmentStore from) {
        var grant = ledger.grants(meter.id).stream()
                .filter(one -> one.grantee().equals(person.subject()))
                .toList()
                .getLast();
        return new VaultReader(from, ledger).open(meter.id, grant, person.did(), person.secret());
    }

    private VaultReader.Read read(KeyRing keys) {
        return new VaultReader(store, ledger).read(keys, SlotRange.ALL, meter.keys());
    }

    private static List<Long> numbers(VaultReader.Read read) {
        return read.records().stream().map(DeviceRecord::sequence).toList();
    }

    private static List<Long> from(long first, long last) {
        return java.util.stream.LongStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void aGranteeReadsItsRangeAndNothingElse() {
        meter.measureHour(0, 10);
        meter.measureHour(1, 10);
        meter.measureHour(2, 10);
        OwnerVault.Stored stored = owner.store(meter.source(), meter.keys());
        assertThat(stored.segments()).isEqualTo(3);
        assertThat(stored.records()).isEqualTo(30);
        share(bob, Meter.START + 3600, Meter.START + 7200);

        VaultReader.Read read = read(keys(bob, store));

        assertThat(numbers(read)).isEqualTo(from(11, 20));
        assertThat(read.records()).isEqualTo(meter.records().subList(10, 20));
        assertThat(read.gaps()).hasSize(2).allMatch(Gap.NoKey.class::isInstance);
        assertThatThrownBy(() -> new VaultReader(store, ledger)
                        .open(meter.id, ledger.grants(meter.id).getFirst(), bob.did(), carol.secret()))
                .hasMessageContaining("not sealed to this key");
    }

    @Test
    void storingAgainAddsOnlyWhatIsNew() {
        meter.measureHour(0, 10);
        owner.store(meter.source(), meter.keys());
        Hash root = ledger.head(meter.id).root();
        assertThat(owner.store(meter.source(), meter.keys()).segments()).isZero();
        assertThat(ledger.head(meter.id).root()).isEqualTo(root);

        meter.measureAt(Meter.START + 1800, Meter.START + 3600);
        assertThat(owner.store(meter.source(), meter.keys()).segments()).isEqualTo(2);
        assertThat(owner.manifest().entries())
                .extracting(Manifest.Entry::sequence)
                .containsExactly(0L, 1L, 0L);
        assertThat(numbers(read(keyFile().read().orElseThrow()))).isEqualTo(from(1, 12));
    }

    @Test
    void aRevokedGranteeReadsNothingThatComesAfter() {
        meter.measureHour(0, 5);
        owner.store(meter.source(), meter.keys());
        share(bob, 0, FOREVER);
        share(carol, 0, FOREVER);
        KeyRing kept = keys(bob, store);

        owner.revoke(0);
        meter.measureHour(0, 10);
        meter.measureHour(1, 5);
        owner.store(meter.source(), meter.keys());

        // What it had it keeps: that is said in the specification, too.
        assertThat(numbers(read(kept))).isEqualTo(from(1, 5));
        assertThat(read(kept).gaps()).hasSize(2).allMatch(Gap.NoKey.class::isInstance);
        assertThat(numbers(read(keys(carol, store)))).isEqualTo(from(1, 20));
        assertThatThrownBy(() -> keys(bob, store)).hasMessageContaining("does not have the envelope");
    }

    @Test
    void whatIsForgottenIsGoneForEverybody() {
        meter.measureHour(0, 5);
        meter.measureHour(1, 5);
        meter.measureHour(2, 5);
        owner.store(meter.source(), meter.keys());
        share(bob, 0, FOREVER);
        Cid gone = owner.manifest().entries().get(1).cid();
        Bytes copied = store.get(Name.segment(gone), Segment.MAX_BYTES).orElseThrow();
        KeyRing before = keyFile().read().orElseThrow();

        SlotRange hour = SlotRange.ofSeconds(Meter.START + 3600, Meter.START + 7200, 3600);
        OwnerVault.Forgotten forgotten = owner.forget(hour);

        assertThat(forgotten.segments()).isEqualTo(1);
        assertThat(forgotten.renewed()).isEqualTo(1);
        KeyRing after = keyFile().read().orElseThrow();
        assertThat(before.slotKey(0, hour.from())).isPresent();
        assertThat(after.slotKey(0, hour.from())).isEmpty();
        assertThat(numbers(read(after))).isEqualTo(List.of(1L, 2L, 3L, 4L, 5L, 11L, 12L, 13L, 14L, 15L));
        assertThat(read(after).gaps()).singleElement().isInstanceOf(Gap.Absent.class);
        // Even a store that kept the bytes has nothing that the owner, or a grantee who comes now, could open.
        store.put(Name.segment(gone), copied);
        assertThat(read(after).gaps()).singleElement().isInstanceOf(Gap.NoKey.class);
        assertThat(read(keys(bob, store)).gaps()).singleElement().isInstanceOf(Gap.NoKey.class);
        // And what comes late of that hour is not kept.
        meter.measureAt(Meter.START + 3700, Meter.START + 10_900);
        OwnerVault.Stored late = owner.store(meter.source(), meter.keys());
        assertThat(late.forgotten()).isEqualTo(1);
        assertThat(late.records()).isEqualTo(1);
    }

    @Test
    void forgettingHoldsInEveryEpoch() {
        meter.measureHour(0, 5);
        owner.store(meter.source(), meter.keys());
        share(bob, 0, FOREVER);
        owner.revoke(0);
        meter.measureHour(0, 8);
        owner.store(meter.source(), meter.keys());
        assertThat(owner.manifest().entries()).extracting(Manifest.Entry::epoch).containsExactly(0L, 1L);

        SlotRange hour = SlotRange.ofSeconds(Meter.START, Meter.START + 1, 3600);
        assertThat(owner.forget(hour).segments()).isEqualTo(2);

        KeyRing left = keyFile().read().orElseThrow();
        assertThat(left.slotKey(0, hour.from())).isEmpty();
        assertThat(left.slotKey(1, hour.from())).isEmpty();
        assertThat(left.slotKey(1, hour.until())).isPresent();
    }

    /** A store that answers as it likes. */
    private record Lying(SegmentStore store, UnaryOperator<Optional<Bytes>> change) implements SegmentStore {
        @Override
        public void put(Name name, Bytes content) {
            store.put(name, content);
        }

        @Override
        public Optional<Bytes> get(Name name, int most) {
            return change.apply(store.get(name, most));
        }

        @Override
        public void delete(Name name) {
            store.delete(name);
        }
    }

    @Test
    void aStoreThatLiesIsFoundOut() {
        meter.measureHour(0, 5);
        meter.measureHour(1, 5);
        owner.store(meter.source(), meter.keys());
        KeyRing ring = keyFile().read().orElseThrow();
        Bytes first = store.get(Name.segment(owner.manifest().entries().get(0).cid()), Segment.MAX_BYTES)
                .orElseThrow();
        Name list = Name.manifest(ledger.head(meter.id).root());
        Bytes manifest = store.get(list, Manifest.MAX_BYTES).orElseThrow();

        // One segment for another.
        var swapping = new Lying(
                store, found -> found.filter(bytes -> bytes.equals(manifest)).or(() -> Optional.of(first)));
        VaultReader.Read swapped = new VaultReader(swapping, ledger).read(ring, SlotRange.ALL, meter.keys());
        assertThat(numbers(swapped)).isEqualTo(from(1, 5));
        assertThat(swapped.gaps())
                .singleElement()
                .isInstanceOfSatisfying(
                        Gap.Wrong.class, gap -> assertThat(gap.reason()).contains("other bytes"));
        // One bit.
        var flipping = new Lying(store, found -> found.map(bytes -> bytes.equals(manifest) ? bytes : flipped(bytes)));
        assertThat(new VaultReader(flipping, ledger)
                        .read(ring, SlotRange.ALL, meter.keys())
                        .gaps())
                .hasSize(2)
                .allMatch(Gap.Wrong.class::isInstance);
        // Nothing.
        var dropping = new Lying(store, found -> found.filter(bytes -> bytes.equals(manifest)));
        assertThat(new VaultReader(dropping, ledger)
                        .read(ring, SlotRange.ALL, meter.keys())
                        .gaps())
                .hasSize(2)
                .allMatch(Gap.Absent.class::isInstance);
        // The list of an hour ago.
        meter.measureHour(2, 5);
        owner.store(meter.source(), meter.keys());
        var old = new Lying(store, found -> Optional.of(manifest));
        assertThatThrownBy(() -> new VaultReader(old, ledger).read(ring, SlotRange.ALL, meter.keys()))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("not the one the chain names");
        var empty = new Lying(store, found -> Optional.empty());
        assertThatThrownBy(() -> new VaultReader(empty, ledger).read(ring, SlotRange.ALL, meter.keys()))
                .hasMessageContaining("does not have the list");
    }

    private static Bytes flipped(Bytes bytes) {
        byte[] array = bytes.toArray();
        array[array.length / 2] ^= 4;
        return Bytes.wrap(array);
    }

    @Test
    void aSourceThatForgesIsRefused() {
        meter.measureHour(0, 3);
        List<Bytes> records = new ArrayList<>(
                meter.records().stream().map(DeviceRecord::encoded).toList());
        records.set(1, flippedEnd(records.get(1)));
        assertThatThrownBy(() -> owner.store(Meter.source(records), meter.keys()))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("not signed");
        assertThatThrownBy(() -> owner.store(_ -> List.of(Bytes.fromHex("00")), meter.keys()))
                .hasMessageContaining("is none");
        Bytes first = meter.records().getFirst().encoded();
        assertThatThrownBy(() -> owner.store(_ -> List.of(first, first), meter.keys()))
                .hasMessageContaining("record 1 came where 2");
        assertThat(ledger.head(meter.id).size()).isZero();
    }

    private static Bytes flippedEnd(Bytes bytes) {
        byte[] array = bytes.toArray();
        array[array.length - 1] ^= 1;
        return Bytes.wrap(array);
    }

    /** Killed before each transaction in turn, and done again. */
    @Test
    void whatIsCutShortIsCarriedOn() {
        meter.measureHour(0, 5);
        ledger.breakAfter(0);
        assertThatThrownBy(() -> owner.store(meter.source(), meter.keys())).hasMessage("killed");
        ledger.breakAfter(Integer.MAX_VALUE);
        assertThat(owner().store(meter.source(), meter.keys()).segments()).isEqualTo(1);
        share(bob, 0, FOREVER);
        share(carol, 0, FOREVER);

        ledger.breakAfter(1);
        assertThatThrownBy(() -> owner().revoke(0)).hasMessage("killed");
        ledger.breakAfter(Integer.MAX_VALUE);
        assertThat(ledger.grants(meter.id).get(1).epoch()).isZero();
        meter.measureHour(1, 5);
        owner().store(meter.source(), meter.keys());

        assertThat(ledger.grants(meter.id).get(1).epoch()).isEqualTo(1);
        assertThat(numbers(read(keys(carol, store)))).isEqualTo(from(1, 10));
        assertThat(owner().renew()).isZero();
    }

    @Test
    void aKeyFileThatOthersMayReadIsNotUsed() throws IOException {
        meter.measureHour(0, 1);
        owner.store(meter.source(), meter.keys());
        Path file = Path.of(keyFile().toString());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> owner.store(meter.source(), meter.keys()))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void aRecordThatWasLeftOutIsSaid() {
        meter.measureHour(0, 9);
        List<Bytes> all = meter.records().stream().map(DeviceRecord::encoded).toList();
        List<Bytes> holed = new ArrayList<>(all.subList(0, 3));
        holed.addAll(all.subList(5, 9));
        owner.store(
                sequence -> holed.stream()
                        .filter(bytes -> DeviceRecord.decode(bytes).sequence() >= sequence)
                        .toList(),
                meter.keys());

        VaultReader.Read read = read(keyFile().read().orElseThrow());
        assertThat(numbers(read)).isEqualTo(List.of(1L, 2L, 3L, 6L, 7L, 8L, 9L));
        assertThat(read.gaps()).containsExactly(new Gap.Unlisted(4, 5));
    }

    /** The device's keys after a rotation in block 50, and what else of it stands on the chain. */
    private DeviceKeys rotated(P256.PublicKey next, List<KeyHistory.Batch> batches, List<KeyHistory.Commit> commits) {
        return new DeviceKeys() {
            @Override
            public P256.PublicKey present() {
                return next;
            }

            @Override
            public boolean isActive() {
                return true;
            }

            @Override
            public KeyHistory history() {
                return new KeyHistory(
                        List.of(new KeyHistory.Term(meter.key, 1), new KeyHistory.Term(next, 50)), batches, commits);
            }
        };
    }

    private VaultReader.Read read(DeviceKeys keys) {
        return new VaultReader(store, ledger).read(keyFile().read().orElseThrow(), SlotRange.ALL, keys);
    }

    @Test
    void recordsOfAReplacedKeyAreReadByTheKeyOfTheirTime() {
        meter.measureHour(0, 5);
        owner.store(meter.source(), meter.keys());
        P256.PublicKey next = meter.rotate();
        meter.measureHour(1, 5);
        DeviceKeys keys = rotated(next, List.of(), List.of(new KeyHistory.Commit(2, 40), new KeyHistory.Commit(3, 60)));
        owner().store(meter.source(), keys);

        VaultReader.Read read = read(keys);
        assertThat(read.records()).isEqualTo(meter.records());
        assertThat(read.gaps()).isEmpty();
        assertThat(read.unfixed()).isZero();
        // Where the list came after the rotation, only the device's own anchor shows that the records were there
        // before.
        List<KeyHistory.Commit> late = List.of(new KeyHistory.Commit(3, 60));
        assertThat(read(rotated(next, List.of(), late)).unfixed()).isEqualTo(5);
        assertThat(read(rotated(next, List.of(new KeyHistory.Batch(1, 5, meter.key)), late))
                        .unfixed())
                .isZero();
        // An anchor that names the new key, a list that is older than the key: then it was not the device's key.
        assertThat(read(rotated(next, List.of(new KeyHistory.Batch(1, 5, next)), late))
                        .gaps())
                .singleElement()
                .isInstanceOf(Gap.Wrong.class);
        // And a key that was never the device's stays a stranger's.
        assertThat(read(DeviceKeys.only(next)).gaps()).singleElement().isInstanceOf(Gap.Wrong.class);
    }

    @Test
    void aReplacedKeySignsNothingBehindTheNewOnesRecords() {
        meter.measureHour(0, 3);
        P256.PublicKey next = meter.rotate();
        meter.measureHour(1, 3);
        List<Bytes> records = new ArrayList<>(
                meter.records().stream().map(DeviceRecord::encoded).toList());
        DeviceRecord last = meter.records().getLast();
        Hash old = Sha256.hash(new byte[] {42});
        records.add(DeviceRecord.sign(
                        meter.id,
                        7,
                        last.id(),
                        last.timeMillis() + 1_000,
                        last.readings(),
                        message -> P256.sign(old, message))
                .encoded());
        DeviceKeys keys = rotated(next, List.of(), List.of());

        assertThatThrownBy(() -> owner.store(Meter.source(records), keys))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("record 7 is signed by a key that was replaced");
        assertThat(ledger.head(meter.id).size()).isZero();
        assertThat(owner.store(meter.source(), keys).records()).isEqualTo(6);
    }
}
