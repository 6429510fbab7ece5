// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.staking.StakingContract;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.P256;
import network.banyan.crypto.PatriciaProof;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;
import network.banyan.evidence.RegistryContract;
import network.banyan.ledger.ApplicationCode;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.GenesisJson;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.node.GrownChain;
import network.banyan.node.InstalledApplications;
import network.banyan.node.UserError;
import network.banyan.node.founding.Founder;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.UInt256;
import network.banyan.readings.Readings;
import network.banyan.replica.ChainState;
import network.banyan.replica.ChainView;
import network.banyan.replica.Stages;
import network.banyan.state.AccountProof;
import network.banyan.state.StateChain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chain whose logic is Java: blocks, eth_call, proofs, and a node that lacks the logic. */
class ApplicationChainTest {
    private static final long CHAIN = 77;
    private static final Address PLACE = Address.ofNumber(0x2001);
    private static final Hash SECRET = new Hash(0, 0, 0, 11);
    private static final P256.PublicKey KEY = P256.publicKey(SECRET);
    private static final Hash DEVICE = RegistryContract.idOf(KEY);
    private static final Founder.Terms TERMS = new Founder.Terms(
            BigInteger.TEN.pow(20),
            BigInteger.TEN.pow(18).multiply(BigInteger.valueOf(1_500_000)),
            new StakingContract.Term(91, true),
            1_000,
            BigInteger.TEN.pow(20));

    @TempDir
    Path folder;

    private final List<Founder> founders = GrownChain.founders(1);
    private final Founder sender = founders.getFirst();
    private final Genesis genesis = genesis("readings/1");
    private long nonce = 3;

    private Genesis genesis(String application) {
        Genesis plain = GrownChain.genesis(CHAIN, founders, TERMS, Optional.empty());
        SortedMap<Address, Genesis.GenesisAccount> alloc = new TreeMap<>(plain.alloc());
        alloc.put(PLACE, new Genesis.GenesisAccount(UInt256.ZERO, 0, ApplicationCode.of(application), new TreeMap<>()));
        return new Genesis(CHAIN, "test", "FROST", plain.timestamp(), plain.parameters(), plain.committee(), alloc);
    }

    private GrownChain open(String place, Genesis its) {
        return GrownChain.open(
                folder.resolve(place),
                its,
                StateChain.Limits.DEFAULT,
                new ChainState.Extras(Optional.empty(), Stages.UNTIMED, 0, InstalledApplications.all()));
    }

    private Transaction send(Bytes input) {
        UInt256 price = UInt256.of(1_000_000_000);
        var body = new TransactionBody.DynamicFee(
                Optional.of(UInt256.of(CHAIN)),
                nonce++,
                UInt256.ZERO,
                price,
                3_000_000,
                Optional.of(PLACE),
                UInt256.ZERO,
                input,
                List.of());
        return Transaction.sign(body, sender.keys().operatorKey());
    }

    private static List<DeviceRecord> records(int count) {
        List<DeviceRecord> records = new ArrayList<>();
        Hash previous = Hash.ZERO;
        for (int i = 1; i <= count; i++) {
            records.add(DeviceRecord.sign(
                    DEVICE,
                    i,
                    previous,
                    1_763_683_200_000L + i,
                    List.of(Reading.of("temperature", "Cel", "-" + i + ".5")),
                    message -> P256.sign(SECRET, message)));
            previous = records.getLast().id();
        }
        return records;
    }

    @Test
    void recordsAreJudgedInBlocksAndReadByCallsAndProofs() {
        List<DeviceRecord> records = records(32);
        Bytes registration = P256.sign(SECRET, Readings.registration(CHAIN, PLACE, sender.operator(), KEY));
        try (GrownChain chain = open("data", genesis)) {
            chain.grow(
                    1,
                    List.of(send(Readings.register(KEY, registration)), send(Readings.submit(records.subList(0, 16)))));
            chain.grow(
                    2,
                    List.of(
                            send(Readings.submit(records.subList(16, 32))),
                            send(Readings.submit(records.subList(0, 16)))));
            assertThat(receipts(chain, 1)).extracting(Receipt::success).containsExactly(true, true);
            assertThat(receipts(chain, 2)).extracting(Receipt::success).containsExactly(true, false);
            assertThat(receipts(chain, 2).getFirst().logs().getFirst().address())
                    .isEqualTo(PLACE);
        }
        Genesis reread = GenesisJson.parse(GenesisJson.write(genesis).getBytes(StandardCharsets.UTF_8));
        try (GrownChain again = open("data", reread)) {
            ChainView view = again.view(() -> 2, _ -> {});
            AbiReader head = AbiReader.ofOutput(called(view, Readings.head(DEVICE)));
            assertThat(head.address()).isEqualTo(sender.operator());
            assertThat(head.number(63)).isEqualTo(32);
            head.word();
            assertThat(head.word()).isEqualTo(records.getLast().id());

            AccountProof proof = view.prove(
                            PLACE, List.of(Readings.headSlot(DEVICE).toUInt256()), 2)
                    .orElseThrow();
            assertThat(proof.account().codeHash()).isEqualTo(Keccak.hash(ApplicationCode.of("readings/1")));
            AccountProof.SlotProof slot = proof.slots().getFirst();
            assertThat(PatriciaProof.verify(
                            proof.storageRoot(),
                            Keccak.hash(Readings.headSlot(DEVICE).toArray()).toArray(),
                            slot.nodes()))
                    .isInstanceOfSatisfying(
                            PatriciaProof.Outcome.Present.class,
                            present -> assertThat(new RlpReader(present.value().unsafeArray())
                                            .number()
                                            .toHash())
                                    .isEqualTo(records.getLast().id()));
        }
    }

    private static List<Receipt> receipts(GrownChain chain, long number) {
        return chain.store().receipts(number).orElseThrow();
    }

    private Bytes called(ChainView view, Bytes question) {
        var request = new ChainView.CallRequest(
                Address.ZERO,
                Optional.of(PLACE),
                Optional.empty(),
                Optional.empty(),
                UInt256.ZERO,
                question,
                List.of(),
                List.of());
        return view.call(request, 2).orElseThrow() instanceof ChainView.CallOutcome.Returned returned
                ? returned.output()
                : Bytes.EMPTY;
    }

    @Test
    void aNodeWithoutTheApplicationDoesNotStart() {
        assertThatThrownBy(() -> open("other", genesis("readings/2")))
                .isInstanceOf(ChainState.Unusable.class)
                .hasMessageContaining("readings/2")
                .hasMessageContaining("readings/1");
        assertThatThrownBy(() -> open("none", genesis("READINGS"))).isInstanceOf(ChainState.Unusable.class);
        assertThatThrownBy(() -> InstalledApplications.rules(genesis("readings/2")))
                .isInstanceOf(UserError.class);
        open("data", genesis).close();
    }
}
