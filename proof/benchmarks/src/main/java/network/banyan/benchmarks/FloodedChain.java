// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import network.banyan.bridge.RootHub;
import network.banyan.contracts.hub.ChainsContract;
import network.banyan.contracts.hub.MembersContract;
import network.banyan.crypto.Bls;
import network.banyan.crypto.BlsPoints;
import network.banyan.crypto.Keccak;
import network.banyan.hub.Certificate;
import network.banyan.hub.Checkpoint;
import network.banyan.hub.CommitteeKeys;
import network.banyan.hub.Exits;
import network.banyan.hub.HubDomain;
import network.banyan.hub.InboxPrefix;
import network.banyan.hub.Line;
import network.banyan.hub.MemberStatement;
import network.banyan.hub.OutboxTree;
import network.banyan.hub.Submission;
import network.banyan.hub.Totals;
import network.banyan.hub.member.CheckpointMaker;
import network.banyan.hub.member.RunFacts;
import network.banyan.ledger.Transaction;
import network.banyan.node.devnet.TestAccount;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.JsonRpcClient;
import network.banyan.sdk.Wallet;

/**
 * A registered chain of which the root sees nothing but checkpoints, as of any other: four members' keys are here, and blocks
 * nobody asks for. Checkpoints take nothing out and are the cheapest there are. Used by one thread at a time.
 */
final class FloodedChain implements Supplier<Transaction> {
    /** Test accounts that each chain needs: its owner's, and one for each member. */
    static final int ACCOUNTS = 5;

    private static final int MEMBERS = 4;
    private static final long QUORUM = 0b0111;
    private static final long FIRST_ID = 460_000;
    private static final long DELAY_SECONDS = 10;
    private static final int RENT_DAYS = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Full blocks make the base fee rise by an eighth each; the load is to go on all the same. */
    private static final Wallet.Fees FEES =
            new Wallet.Fees(450_000, UInt256.of(1_000_000_000L), UInt256.of(10_000_000_000_000L));

    private final long rootId;
    private final long id;
    private final HubDomain domain;
    private final Wallet owner;
    private final List<Wallet> members;
    private final List<Bls.SecretKey> secrets;
    private final CommitteeKeys keys;
    private final Bls.SecretKey quorum;
    private Line line = Line.NONE;
    private long nonce;

    /** @param number from 0; each has accounts of its own */
    FloodedChain(long rootId, int number) {
        this.rootId = rootId;
        this.id = FIRST_ID + number;
        this.domain = HubDomain.of(rootId);
        int first = 1 + number * ACCOUNTS;
        this.owner = Wallet.of(TestAccount.load(first).privateKey());
        this.members = IntStream.rangeClosed(1, MEMBERS)
                .mapToObj(member -> Wallet.of(TestAccount.load(first + member).privateKey()))
                .toList();
        List<Bls.SecretKey> drawn = IntStream.range(0, MEMBERS)
                .mapToObj(member -> Bls.SecretKey.ofSeed(
                        ByteBuffer.allocate(32).putLong(id).putInt(member).array()))
                .toList();
        this.keys = CommitteeKeys.ofMembers(
                drawn.stream().map(FloodedChain::publicKey).toList());
        this.secrets = drawn.stream()
                .sorted(Comparator.comparingInt(secret -> keys.keys().indexOf(publicKey(secret))))
                .toList();
        this.quorum = sum(secrets.subList(0, Long.bitCount(QUORUM)));
    }

    private static Bls.PublicKey publicKey(Bls.SecretKey secret) {
        return Bls.PublicKey.decode(secret.publicKey()).orElseThrow();
    }

    /** As signatures add up, so do keys, and one signature does for a quorum's. */
    private static Bls.SecretKey sum(List<Bls.SecretKey> secrets) {
        BigInteger sum = secrets.stream()
                .map(secret -> secret.scalar().toUInt256().toBigInteger())
                .reduce(BigInteger.ZERO, BigInteger::add);
        return Bls.SecretKey.ofScalar(
                UInt256.of(sum.mod(Bls.ORDER.toBigInteger())).toHash());
    }

    long id() {
        return id;
    }

    /** Registers it, and has its members join and open it. */
    void found(ChainClient root) {
        UInt256 price = coins(root, ChainsContract.ADDRESS, ChainsContract.registrationFee())
                .plus(coins(root, ChainsContract.ADDRESS, ChainsContract.rentPerDay())
                        .timesExact(RENT_DAYS));
        var charter = new ChainsContract.Charter(
                id,
                ChainsContract.SOVEREIGN,
                DELAY_SECONDS,
                Keccak.hash(new byte[] {(byte) id}),
                Hash.ZERO,
                "flood " + id,
                "");
        send(root, owner, ChainsContract.ADDRESS, price, ChainsContract.register(charter, List.of(), List.of()));
        UInt256 bond = coins(root, MembersContract.ADDRESS, MembersContract.memberBond());
        for (int i = 0; i < MEMBERS; i++) {
            Bls.PublicKey key = publicKey(secrets.get(i));
            Wallet member = members.get(i);
            Bytes statement = new MemberStatement(domain, id, member.address(), key).message();
            Bytes proof = secrets.get(i).sign(statement.toArray());
            Bytes call = MembersContract.join(
                    id,
                    BlsPoints.ofKey(key.bytes()).orElseThrow(),
                    BlsPoints.ofSignature(proof).orElseThrow());
            send(root, member, MembersContract.ADDRESS, bond, call);
        }
        send(root, owner, ChainsContract.ADDRESS, UInt256.ZERO, ChainsContract.open(id, keys.encode()));
        nonce = root.nonce(owner.address());
    }

    private static UInt256 coins(ChainClient root, Address contract, Bytes question) {
        return ChainsContract.coins(root.call(contract, question));
    }

    private static void send(ChainClient root, Wallet from, Address to, UInt256 value, Bytes call) {
        Hash sent = root.send(from.prepare(root, Optional.of(to), value, call));
        Invariant.check(root.await(sent, PATIENCE).success(), "%s failed", sent);
    }

    /** How many of its checkpoints the root's books have. */
    long accepted(JsonRpcClient root) {
        return new RootHub(new ChainClient(root), rootId, id).line().sequence();
    }

    /** The transaction that brings the next checkpoint to the root. */
    @Override
    public Transaction get() {
        Hash state = Keccak.hash(line.state().toBytes().toArray());
        var facts = new RunFacts(
                line.lastBlock() + 1,
                state,
                line.state(),
                state,
                InboxPrefix.beginning(id),
                List.of(),
                new OutboxTree(List.of()).root(),
                Totals.of(List.of()),
                new Exits(List.of()));
        Checkpoint next = CheckpointMaker.next(domain, id, 1, line, facts);
        line = Line.endingWith(next, domain);
        Bytes signature = quorum.sign(line.digest().toBytes().toArray());
        Bytes call = new Submission(
                        next, facts.totals(), facts.exits(), keys, new Certificate(QUORUM, signature), Optional.empty())
                .toCall();
        return owner.sign(rootId, nonce++, FEES, Optional.of(Submission.CONTRACT), UInt256.ZERO, call);
    }
}
