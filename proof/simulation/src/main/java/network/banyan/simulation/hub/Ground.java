// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import network.banyan.bridge.RootHub;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.contracts.hub.ChainsContract;
import network.banyan.contracts.hub.MembersContract;
import network.banyan.crypto.Bls;
import network.banyan.crypto.BlsPoints;
import network.banyan.crypto.Keccak;
import network.banyan.hub.HubDomain;
import network.banyan.hub.MemberStatement;
import network.banyan.node.SystemContracts;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.UInt256;

/** Where every history begins: a root with five chains in its books, and users with coins. Made once, never changed. */
record Ground(TrialRoot root, Address wrapper, List<Committee> committees) {
    Ground {
        committees = List.copyOf(committees);
    }

    static final long ROOT_ID = 4_690;
    static final HubDomain DOMAIN = HubDomain.of(ROOT_ID);

    /** What each user has on the root, and of the first chain's own token there. */
    static final long COINS = 1_000_000;

    static final long CAP = 1_000_000_000;

    static final long BEGIN = 1_800_000_000;
    static final Address OWNER = Address.ofNumber(0x60_0000);
    private static final Address WRAPPERS = Address.ofNumber(0x1029);
    private static final long DELAY = 86_400;
    private static final UInt256 MUCH = UInt256.of(1_000_000_000_000_000_000L).timesExact(1_000_000);

    static long chain(int number) {
        return 71L + number;
    }

    static Address attacker() {
        return Address.ofNumber(0x50_0000);
    }

    /** Those who go to honest chains alone, and then the others. */
    static Address user(boolean isCareful, int number) {
        return Address.ofNumber((isCareful ? 0x51_0000 : 0x52_0000) + number);
    }

    static List<Address> people() {
        List<Address> people = new ArrayList<>(List.of(attacker()));
        for (int i = 0; i < Plan.USERS; i++) {
            people.add(user(true, i));
            people.add(user(false, i));
        }
        return people;
    }

    /** The call of a token with which a person lets the hub take it. */
    static Bytes approval() {
        return AbiValue.call("approve(address,uint256)", AbiValue.of(RootHub.ESCROW), AbiValue.of(UInt256.MAX));
    }

    static Ground make() {
        TrialRoot root = TrialRoot.of(ROOT_ID, SystemContracts.accounts(), BEGIN);
        root.endow(OWNER, MUCH);
        List<Committee> committees = IntStream.range(0, Plan.CHAINS)
                .mapToObj(number -> Committee.of(chain(number)))
                .toList();
        IntStream.range(0, Plan.CHAINS).forEach(number -> found(root, number, committees.get(number)));
        Address wrapper = AbiReader.ofOutput(root.ask(
                        WRAPPERS,
                        AbiValue.call("wrapperOf(uint64,bytes32)", AbiValue.of(chain(0)), AbiValue.of(Hash.ZERO))))
                .address();
        for (Address person : people()) {
            root.endow(person, UInt256.of(COINS));
            must(root.send(person, wrapper, UInt256.ZERO, approval()));
        }
        return new Ground(root, wrapper, committees);
    }

    private static void found(TrialRoot root, int number, Committee committee) {
        long id = chain(number);
        var charter = new ChainsContract.Charter(
                id, 1, DELAY, Keccak.hash(new byte[] {(byte) number}), Hash.ZERO, "chain " + id, "");
        List<ChainsContract.Export> exports = number == 0
                ? List.of(new ChainsContract.Export(Hash.ZERO, UInt256.of(CAP), 18, "Frost", "FROST"))
                : List.of();
        found(root, charter, exports, committee);
    }

    /** Registers a chain, and has its committee join and open it. */
    static void found(
            TrialRoot root, ChainsContract.Charter charter, List<ChainsContract.Export> exports, Committee committee) {
        long id = charter.chainId();
        UInt256 price = ask(root, ChainsContract.ADDRESS, ChainsContract.registrationFee())
                .plus(ask(root, ChainsContract.ADDRESS, ChainsContract.rentPerDay())
                        .timesExact(1_000));
        must(root.send(OWNER, ChainsContract.ADDRESS, price, ChainsContract.register(charter, List.of(), exports)));
        for (int seat = 0; seat < Committee.SIZE; seat++) {
            join(root, id, committee.secrets().get(seat), Committee.account(id, seat));
        }
        must(root.send(
                OWNER,
                ChainsContract.ADDRESS,
                UInt256.ZERO,
                ChainsContract.open(id, committee.keys().encode())));
    }

    private static void join(TrialRoot root, long chain, Bls.SecretKey secret, Address account) {
        UInt256 bond = ask(root, MembersContract.ADDRESS, MembersContract.memberBond());
        root.endow(account, bond);
        var statement = new MemberStatement(DOMAIN, chain, account, Committee.publicKey(secret));
        Bytes proof = secret.sign(statement.message().toArray());
        must(root.send(
                account,
                MembersContract.ADDRESS,
                bond,
                MembersContract.join(
                        chain,
                        BlsPoints.ofKey(secret.publicKey()).orElseThrow(),
                        BlsPoints.ofSignature(proof).orElseThrow())));
    }

    private static UInt256 ask(TrialRoot root, Address contract, Bytes question) {
        return ChainsContract.coins(root.ask(contract, question));
    }

    private static void must(TrialRoot.Outcome outcome) {
        Invariant.check(outcome.success(), "the ground cannot be laid: %s", outcome.output());
    }

    /** The chains as they are then: whoever is anybody has some of the first one's own token. */
    List<Child> children() {
        List<Child> children = new ArrayList<>();
        for (int number = 0; number < Plan.CHAINS; number++) {
            Optional<Address> own = number == 0 ? Optional.of(wrapper) : Optional.empty();
            children.add(new Child(DOMAIN, chain(number), committees.get(number), own));
        }
        people().forEach(person -> children.getFirst().credit(wrapper, person, COINS));
        return children;
    }
}
