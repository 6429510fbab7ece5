// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import network.banyan.crypto.Hpke;
import network.banyan.crypto.P256;
import network.banyan.crypto.Sha256;
import network.banyan.crypto.X25519;
import network.banyan.evidence.DeviceRecord;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.vault.DeviceKeys;
import network.banyan.vault.KeyHistory;
import network.banyan.vault.Meter;
import network.banyan.vault.VaultException;
import network.banyan.vault.chain.DataSaleContract.Sale;
import network.banyan.vault.chain.DataSaleContract.State;
import network.banyan.vault.chain.SaleTerms;
import network.banyan.vault.store.FolderStore;
import network.banyan.vault.store.SegmentStore.Name;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seller and buyer, honest and not, and killed anywhere, around an escrow with the contract's rules. */
class SaleTest {
    private static final long DAY = 86_400;
    private static final long HOUR = 3_600;
    private static final long PRICE = 1_000;
    private static final Address ALICE = Address.ofNumber(7);
    private static final Address BOB = Address.ofNumber(8);
    private static final Bytes SECRET =
            Hpke.deriveSecret(Sha256.hash("bob".getBytes()).toBytes());
    private static final Buyer.Policy CAREFUL = new Buyer.Policy(600, false, true);

    private final Meter meter = new Meter();
    private final FakeEscrow escrow = new FakeEscrow();

    @TempDir
    private Path folder;

    @BeforeEach
    void begin() {
        meter.measureHour(0, 20);
        escrow.mint(BOB, PRICE);
    }

    private FolderStore cloud() {
        return new FolderStore(folder.resolve("cloud"));
    }

    private SaleBook book() {
        return new SaleBook(folder.resolve("sales"));
    }

    /** As a process that begins anew: it knows what is on its disk. */
    private Seller seller() {
        return new Seller(book(), cloud(), escrow.of(ALICE), new SecureRandom());
    }

    private Buyer buyer() {
        return buyer(CAREFUL);
    }

    private Buyer buyer(Buyer.Policy policy) {
        return new Buyer(cloud(), new FolderStore(folder.resolve("bob")), escrow.of(BOB), SECRET, policy);
    }

    private Seller.Draft draft(List<DeviceRecord> records) {
        return new Seller.Draft(
                records,
                meter.key,
                new SaleTerms.Price(Address.ZERO, UInt256.of(PRICE)),
                BOB,
                X25519.publicKey(SECRET),
                new SaleTerms.Times(escrow.now() + DAY, HOUR, HOUR));
    }

    private Hash offered() {
        Hash id = seller().prepare(draft(meter.records()));
        assertThat(seller().step(id)).isEqualTo(new Seller.Step.Did(Seller.Act.OFFERED));
        return id;
    }

    /** A seller whose parcel and root are over whatever it likes. */
    private Hash offeredByACheat(List<Bytes> plain) {
        Hash key = Sha256.hash(new byte[] {1});
        Ciphertexts texts = Ciphertexts.of(key, plain);
        var terms = new SaleTerms(
                new SaleTerms.Run(meter.id, meter.key, 1, plain.size()),
                SaleCipher.keyHash(key),
                texts.root(),
                new SaleTerms.Price(Address.ZERO, UInt256.of(PRICE)),
                BOB,
                new SaleTerms.Times(escrow.now() + DAY, HOUR, HOUR));
        var entry = new SaleBook.Entry(FakeEscrow.CHAIN, ALICE, terms, key);
        book().put(entry);
        cloud().put(
                        Name.parcel(entry.id()),
                        Parcel.seal(
                                        FakeEscrow.CHAIN,
                                        entry.id(),
                                        texts,
                                        X25519.publicKey(SECRET),
                                        Sha256.hash(new byte[] {2}).toBytes())
                                .encode());
        seller().step(entry.id());
        return entry.id();
    }

    private Buyer.Step buy(Hash id) {
        return buyer().step(id, meter.keys());
    }

    @Test
    void anHonestSalePaysTheSellerAndDeliversEveryRecord() {
        Hash id = offered();
        assertThat(seller().step(id)).isInstanceOf(Seller.Step.Waiting.class);
        assertThat(buy(id)).isEqualTo(new Buyer.Step.Paid());
        assertThat(buy(id)).isInstanceOf(Buyer.Step.Waiting.class);
        assertThat(escrow.purse(BOB)).isZero();
        assertThat(seller().step(id)).isEqualTo(new Seller.Step.Did(Seller.Act.REVEALED));

        assertThat(buy(id)).isInstanceOfSatisfying(Buyer.Step.Received.class, received -> {
            assertThat(received.delivery().records()).isEqualTo(meter.records());
            assertThat(received.delivery().bad()).isEmpty();
        });
        assertThat(seller().step(id)).isInstanceOf(Seller.Step.Waiting.class);
        escrow.pass(HOUR + 1);
        assertThat(seller().step(id)).isEqualTo(new Seller.Step.Did(Seller.Act.SETTLED));
        assertThat(seller().step(id)).isEqualTo(new Seller.Step.Did(Seller.Act.FETCHED));
        assertThat(escrow.purse(ALICE)).isEqualTo(PRICE);
        assertThat(seller().step(id)).isEqualTo(new Seller.Step.Over(Seller.End.SOLD));
        assertThat(book().open()).isEmpty();
        // The store has nothing of it any more, and the buyer still has what it bought.
        assertThat(cloud().get(Name.parcel(id), Parcel.MAX_BYTES)).isEmpty();
        assertThat(buy(id)).isInstanceOf(Buyer.Step.Received.class);
    }

    @Test
    void oneBadRecordDecidesForTheBuyer() {
        List<DeviceRecord> good = meter.records();
        List<Bytes> forged =
                new ArrayList<>(good.stream().map(DeviceRecord::encoded).toList());
        Hash stranger = Sha256.hash(new byte[] {9});
        forged.set(
                13,
                DeviceRecord.sign(
                                meter.id,
                                14,
                                good.get(12).id(),
                                good.get(13).timeMillis(),
                                good.get(13).readings(),
                                message -> P256.sign(stranger, message))
                        .encoded());
        Hash id = offeredByACheat(forged);
        assertThat(buy(id)).isEqualTo(new Buyer.Step.Paid());
        seller().step(id);

        assertThat(buy(id))
                .isEqualTo(new Buyer.Step.Disputed(new Delivery.Bad(13, "the device's key did not sign it")));
        assertThat(buy(id)).isEqualTo(new Buyer.Step.Fetched(UInt256.of(PRICE)));
        assertThat(buy(id)).isEqualTo(new Buyer.Step.Over(State.REFUNDED));
        assertThat(escrow.purse(BOB)).isEqualTo(PRICE);
        assertThat(seller().step(id)).isEqualTo(new Seller.Step.Over(Seller.End.REFUNDED));
    }

    @Test
    void recordsInAnotherOrderOrAWrongKeyAreBad() {
        List<Bytes> swapped = new ArrayList<>(
                meter.records().stream().map(DeviceRecord::encoded).toList());
        swapped.add(swapped.removeFirst());
        Hash id = offeredByACheat(swapped);
        buy(id);
        seller().step(id);
        assertThat(buy(id)).isEqualTo(new Buyer.Step.Disputed(new Delivery.Bad(0, "it is record 2")));
    }

    @Test
    void aSellerThatNeverRevealsLosesTheMoneyToTheBuyer() {
        Hash id = offered();
        buy(id);
        escrow.pass(HOUR);
        assertThat(buy(id)).isInstanceOf(Buyer.Step.Waiting.class);
        // A key that could come too late is not shown.
        assertThat(seller().step(id)).isEqualTo(new Seller.Step.Over(Seller.End.TOO_LATE));
        escrow.pass(1);
        assertThat(buy(id)).isEqualTo(new Buyer.Step.Settled());
        assertThat(buy(id)).isEqualTo(new Buyer.Step.Fetched(UInt256.of(PRICE)));
        assertThat(seller().step(id)).isEqualTo(new Seller.Step.Over(Seller.End.REFUNDED));
    }

    @Test
    void aBuyerThatWalksAwayLeavesNothingStuck() {
        Hash unpaid = offered();
        escrow.pass(DAY + 1);
        assertThat(seller().step(unpaid)).isEqualTo(new Seller.Step.Over(Seller.End.UNSOLD));
        assertThat(buy(unpaid)).isEqualTo(new Buyer.Step.Over(State.OFFERED));
        Hash paid = offered();
        buy(paid);
        seller().step(paid);
        escrow.pass(HOUR + 1);
        seller().step(paid);
        seller().step(paid);
        assertThat(escrow.purse(ALICE)).isEqualTo(PRICE);
    }

    @Test
    void nothingIsPaidThatIsNotWhatItSays() {
        Hash id = offered();
        // No parcel, another one, one changed in a bit, one for somebody else.
        Bytes parcel = cloud().get(Name.parcel(id), Parcel.MAX_BYTES).orElseThrow();
        cloud().delete(Name.parcel(id));
        refusesToPay(id, "does not have the parcel");
        byte[] changed = parcel.toArray();
        changed[changed.length - 40] ^= 1;
        cloud().put(Name.parcel(id), Bytes.wrap(changed));
        refusesToPay(id, "was changed");
        Ciphertexts other = Ciphertexts.of(
                Hash.ZERO, meter.records().stream().map(DeviceRecord::encoded).toList());
        cloud().put(
                        Name.parcel(id),
                        Parcel.seal(
                                        FakeEscrow.CHAIN,
                                        id,
                                        other,
                                        X25519.publicKey(SECRET),
                                        Sha256.hash(new byte[] {3}).toBytes())
                                .encode());
        refusesToPay(id, "not those whose root the chain has");
        cloud().put(Name.parcel(id), parcel);
        // A time to dispute that is shorter than the buyer insists on; a device that was taken out of service.
        assertThatThrownBy(() -> buyer(new Buyer.Policy(HOUR + 1, false, true)).step(id, meter.keys()))
                .hasMessageContaining("3600 seconds to dispute");
        assertThatThrownBy(() -> buyer().step(id, keys(meter.key, false, List.of())))
                .hasMessageContaining("out of service");
        assertThat(escrow.purse(BOB)).isEqualTo(PRICE);
        assertThat(buy(id)).isEqualTo(new Buyer.Step.Paid());
    }

    private void refusesToPay(Hash id, String words) {
        assertThatThrownBy(() -> buy(id)).isInstanceOf(VaultException.class).hasMessageContaining(words);
        assertThat(escrow.state(id)).isEqualTo(State.OFFERED);
    }

    private DeviceKeys keys(P256.PublicKey present, boolean active, List<KeyHistory.Batch> batches) {
        return new DeviceKeys() {
            @Override
            public P256.PublicKey present() {
                return present;
            }

            @Override
            public boolean isActive() {
                return active;
            }

            @Override
            public KeyHistory history() {
                return new KeyHistory(
                        List.of(new KeyHistory.Term(meter.key, 1), new KeyHistory.Term(present, 50)),
                        batches,
                        List.of());
            }
        };
    }

    @Test
    void recordsOfAReplacedKeyArePaidOnlyIfTheDeviceAnchoredThem() {
        Hash id = offered();
        P256.PublicKey next = meter.rotate();
        assertThatThrownBy(() -> buyer().step(id, keys(next, true, List.of())))
                .hasMessageContaining("signed by a key that was replaced");
        var half = new KeyHistory.Batch(1, 10, meter.key);
        assertThatThrownBy(() -> buyer().step(id, keys(next, true, List.of(half))))
                .hasMessageContaining("signed by a key that was replaced");
        var underTheNext = new KeyHistory.Batch(11, 30, next);
        assertThatThrownBy(() -> buyer().step(id, keys(next, true, List.of(half, underTheNext))))
                .hasMessageContaining("signed by a key that was replaced");
        var rest = new KeyHistory.Batch(11, 30, meter.key);
        assertThat(buyer().step(id, keys(next, true, List.of(half, rest)))).isEqualTo(new Buyer.Step.Paid());
    }

    @Test
    void aSaleIsOfOneRunAndOneKey() {
        List<DeviceRecord> holed = new ArrayList<>(meter.records());
        holed.remove(5);
        assertThatThrownBy(() -> seller().prepare(draft(holed))).hasMessageContaining("record 6 is missing");
        meter.rotate();
        meter.measureHour(1, 1);
        assertThatThrownBy(() -> seller().prepare(draft(meter.records())))
                .hasMessageContaining("record 21 has another");
        assertThatThrownBy(() -> seller().prepare(draft(List.of()))).hasMessageContaining("no records");
    }

    @Test
    void theSameSaleIsNotOfferedTwice() {
        Hash id = offered();
        assertThat(seller().prepare(draft(meter.records()))).isEqualTo(id);
        escrow.pass(DAY + 1);
        assertThat(seller().prepare(draft(meter.records()))).isNotEqualTo(id);
    }

    @Test
    void anOfferIsTakenBack() {
        Hash id = offered();
        seller().cancel(id);
        assertThat(buy(id)).isEqualTo(new Buyer.Step.Over(State.CANCELLED));
        assertThat(seller().step(id)).isEqualTo(new Seller.Step.Over(Seller.End.CANCELLED));
    }

    @Test
    void aNodeThatShowsOtherTermsIsFoundOut() {
        Hash id = offered();
        var honest = escrow.of(BOB).sale(id);
        SaleTerms was = honest.terms();
        var dearer = new SaleTerms(
                was.run(),
                was.keyHash(),
                was.root(),
                new SaleTerms.Price(Address.ZERO, UInt256.of(PRICE - 1)),
                BOB,
                was.times());
        for (Sale shown : List.of(
                new Sale(dearer, ALICE, State.OFFERED, honest.deadline(), Hash.ZERO),
                new Sale(was, BOB, State.OFFERED, honest.deadline(), Hash.ZERO))) {
            var lied = new Buyer(cloud(), cloud(), escrow.showing(BOB, shown), SECRET, CAREFUL);
            assertThatThrownBy(() -> lied.step(id, meter.keys())).hasMessageContaining("the node lies");
        }
        assertThat(was.id(FakeEscrow.CHAIN + 1, ALICE)).isNotEqualTo(id);
        assertThat(escrow.purse(BOB)).isEqualTo(PRICE);
    }

    /** Both sides are killed before and after each transaction in turn, and begin anew with what is on disk. */
    @Test
    void killedAnywhereASaleGoesOnAndNoMoneyIsStuck() {
        for (boolean arrives : new boolean[] {false, true}) {
            for (int kill = 0; kill < 6; kill++) {
                playWithOneKill(kill, arrives);
            }
        }
    }

    private void playWithOneKill(int kill, boolean arrives) {
        long soldBefore = escrow.purse(ALICE);
        escrow.mint(BOB, PRICE - escrow.purse(BOB));
        escrow.breakAfter(kill, arrives);
        Hash id = seller().prepare(draft(meter.records()));
        List<Object> ends = new ArrayList<>();
        int kills = 0;
        for (int turn = 0; turn < 40 && ends.size() < 2; turn++) {
            try {
                Seller.Step sellers =
                        book().find(id).isPresent() ? seller().step(id) : new Seller.Step.Over(Seller.End.SOLD);
                if (escrow.of(BOB).sale(id).state() != State.NONE && buy(id) instanceof Buyer.Step.Received received) {
                    assertThat(received.delivery().records()).isEqualTo(meter.records());
                    if (sellers instanceof Seller.Step.Waiting) {
                        escrow.pass(HOUR + 1);
                    }
                    if (sellers instanceof Seller.Step.Over) {
                        ends.add(sellers);
                        ends.add(received);
                    }
                }
            } catch (FakeEscrow.Killed killed) {
                kills++;
                escrow.heal();
            }
        }
        assertThat(ends).as("kill %d, arrives %s", kill, arrives).hasSize(2);
        assertThat(kills).isEqualTo(kill < 5 ? 1 : 0);
        assertThat(escrow.purse(ALICE)).isEqualTo(soldBefore + PRICE);
        assertThat(escrow.purse(BOB)).isZero();
        escrow.heal();
    }

    @Test
    void aSellerKilledBeforeTheParcelLayInTheStoreForgetsTheSale() {
        Hash id = seller().prepare(draft(meter.records()));
        cloud().delete(Name.parcel(id));
        assertThat(seller().step(id)).isEqualTo(new Seller.Step.Over(Seller.End.NEVER_OFFERED));
        assertThat(book().open()).isEmpty();
    }

    @Test
    void whatIsNoParcelAndNoCiphertextsIsRefused() {
        assertThatThrownBy(() -> Parcel.decode(Bytes.fromHex("8501"))).isInstanceOf(VaultException.class);
        assertThatThrownBy(() -> Ciphertexts.decode(Bytes.fromHex("80"))).hasMessageContaining("no records");
        assertThatThrownBy(() -> Ciphertexts.decode(Bytes.fromHex("8140"))).hasMessageContaining("0 bytes");
        assertThatThrownBy(() -> new Ciphertexts(List.of(Bytes.wrap(new byte[DeviceRecord.MAX_BYTES + 1]))))
                .hasMessageContaining("16385 bytes");
        Bytes half = Bytes.wrap(new byte[DeviceRecord.MAX_BYTES]);
        assertThatThrownBy(() -> new Ciphertexts(java.util.Collections.nCopies(2_049, half)))
                .hasMessageContaining("sell it in parts");
    }
}
