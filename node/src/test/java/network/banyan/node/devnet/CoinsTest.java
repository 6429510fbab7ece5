// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.contracts.staking.RewardsContract;
import network.banyan.contracts.staking.StakingContract;
import network.banyan.contracts.staking.StakingContract.Term;
import network.banyan.ledger.Block;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.node.GrownChain;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A long random life of all who stake, through the real executor and its calls at the turn of epochs: no coin appears but
 * those that the rules mint, none vanishes but base fees. {@code -Dbanyan.seed=7} lives another life, {@code
 * -Dbanyan.long=true} a longer one.
 */
class CoinsTest {
    private static final long SEED = Long.getLong("banyan.seed", 20_261_121);
    private static final int EPOCHS = Boolean.getBoolean("banyan.long") ? 1_000 : 100;
    private static final int LENGTH = 4;
    private static final int DELEGATES = 7;
    private static final int ACTIONS_A_BLOCK = 8;
    private static final BigInteger COIN = BigInteger.TEN.pow(18);

    /** Rules 29 to 32: 3.25 coins a block, 10 for each candidate, 18,750 for all. */
    private static final BigInteger MINTED_AN_EPOCH = COIN.multiply(
                    BigInteger.valueOf(3_250L * LENGTH + 10_000L * DELEGATES + 18_750_000))
            .divide(BigInteger.valueOf(1_000));

    /** A minute between blocks: withdrawals wait an hour. */
    private static final Genesis GENESIS = DevnetGenesis.of(
            new DevnetFolder.Shape(DELEGATES, 60_000, 500, 60_000_000, Optional.of(new Genesis.Epochs(LENGTH, 4)), 0),
            GrownChain.founders(DELEGATES),
            1_800_000_000);

    private enum Kind {
        CREATE,
        DEPOSIT,
        EXTEND,
        VOTE,
        MERGE,
        UNSTAKE,
        WITHDRAW,
        HAND_OVER,
        CLAIM,
        LET_COMPOUND,
        COMPOUND,
        PAY_DELEGATE,
        FUND,
        SEND
    }

    private record Action(Kind kind, Address to, BigInteger value, Bytes data) {}

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<TestAccount> people = TestAccount.all();
    private final Map<Address, Long> nonces = new HashMap<>();
    private final Map<Kind, Integer> succeeded = new EnumMap<>(Kind.class);
    private BigInteger burned = BigInteger.ZERO;
    private long buckets = DELEGATES;

    @Test
    void everyCoinIsAccountedFor(@TempDir Path folder) {
        try (GrownChain chain = GrownChain.open(folder, GENESIS)) {
            Set<Address> owners = new HashSet<>(GENESIS.alloc().keySet());
            owners.add(Address.ZERO);
            BigInteger atStart = wealth(chain, owners);

            for (int epoch = 0; epoch < EPOCHS; epoch++) {
                for (long view = 1; view <= LENGTH; view++) {
                    live(chain, view);
                    assertThat(wealth(chain, owners))
                            .as(
                                    "coins after block %d of seed %d",
                                    chain.blocks().tip().number(), SEED)
                            .isEqualTo(atStart.add(MINTED_AN_EPOCH.multiply(BigInteger.valueOf(epoch)))
                                    .subtract(burned));
                }
                owes(chain);
            }
            assertThat(succeeded).as("kinds that ever succeeded").containsOnlyKeys(Kind.values());
        }
    }

    /** One block of what people come upon, wise or not. */
    private void live(GrownChain chain, long view) {
        List<Action> actions = new ArrayList<>();
        List<Transaction> transactions = new ArrayList<>();
        for (int i = 0; i < ACTIONS_A_BLOCK; i++) {
            TestAccount actor = pick(people);
            Action action = action(chain, actor);
            actions.add(action);
            transactions.add(sign(actor, action));
        }
        Block block = chain.grow(view, transactions);
        assertThat(block.transactions()).as("all of them fit, and can be paid").hasSize(ACTIONS_A_BLOCK);
        burned = burned.add(block.header()
                .baseFeePerGas()
                .toBigInteger()
                .multiply(BigInteger.valueOf(block.header().gasUsed())));
        List<Receipt> receipts = chain.store().receipts(block.number()).orElseThrow();
        for (int i = 0; i < receipts.size(); i++) {
            if (receipts.get(i).success()) {
                succeeded.merge(actions.get(i).kind(), 1, Integer::sum);
            }
        }
        buckets = StakingContract.number(chain.ask(StakingContract.ADDRESS, StakingContract.lastBucket()));
    }

    private Action action(GrownChain chain, TestAccount actor) {
        Kind kind = pick(List.of(Kind.values()));
        return switch (kind) {
            case CREATE -> staking(kind, coins(40), StakingContract.create(term(), random.nextBoolean(), delegate()));
            case DEPOSIT -> staking(kind, coins(20), StakingContract.deposit(bucket(chain, actor)));
            case EXTEND -> staking(kind, BigInteger.ZERO, StakingContract.extend(bucket(chain, actor), term()));
            case VOTE ->
                staking(kind, BigInteger.ZERO, StakingContract.changeDelegate(bucket(chain, actor), delegate()));
            case MERGE ->
                staking(
                        kind,
                        BigInteger.ZERO,
                        StakingContract.merge(List.of(bucket(chain, actor)), bucket(chain, actor)));
            case UNSTAKE -> staking(kind, BigInteger.ZERO, StakingContract.unstake(bucket(chain, actor)));
            case WITHDRAW -> staking(kind, BigInteger.ZERO, StakingContract.withdraw(bucket(chain, actor)));
            case HAND_OVER ->
                staking(
                        kind,
                        BigInteger.ZERO,
                        StakingContract.transfer(actor.address(), pick(people).address(), bucket(chain, actor)));
            case CLAIM -> rewards(kind, BigInteger.ZERO, RewardsContract.claim(List.of(bucket(chain, actor))));
            case LET_COMPOUND ->
                staking(
                        kind,
                        BigInteger.ZERO,
                        StakingContract.setCompounding(bucket(chain, actor), random.nextBoolean()));
            case COMPOUND -> rewards(kind, BigInteger.ZERO, RewardsContract.compound(List.of(bucket(chain, actor))));
            case PAY_DELEGATE -> rewards(kind, BigInteger.ZERO, RewardsContract.claimDelegate(delegate()));
            case FUND -> rewards(kind, coins(1), AbiValue.call("fund()"));
            case SEND -> new Action(kind, pick(people).address(), coins(5), Bytes.EMPTY);
        };
    }

    private static Action staking(Kind kind, BigInteger value, Bytes data) {
        return new Action(kind, StakingContract.ADDRESS, value, data);
    }

    private static Action rewards(Kind kind, BigInteger value, Bytes data) {
        return new Action(kind, RewardsContract.ADDRESS, value, data);
    }

    /** Up to so many coins, to the wei. */
    private BigInteger coins(int most) {
        return COIN.multiply(BigInteger.valueOf(random.nextInt(most)))
                .add(BigInteger.valueOf(random.nextLong(1L << 60)));
    }

    private Term term() {
        return new Term(random.nextInt(4) == 0 ? random.nextInt(91) : 0, random.nextInt(3) == 0);
    }

    /** One of them, rarely nobody. */
    private long delegate() {
        return random.nextInt(DELEGATES + 1);
    }

    /** Mostly the actor's own, sometimes anybody's or none. */
    private long bucket(GrownChain chain, TestAccount actor) {
        if (random.nextInt(10) == 0) {
            return 1 + random.nextLong(buckets + 1);
        }
        List<Long> own = StakingContract.bucketsOf(chain.ask(
                StakingContract.ADDRESS, StakingContract.bucketsOf(actor.address(), 0, StakingContract.MAX_PAGE)));
        return own.isEmpty() ? 1 + random.nextLong(buckets) : pick(own);
    }

    private <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private Transaction sign(TestAccount actor, Action action) {
        long nonce = nonces.merge(actor.address(), 1L, Long::sum) - 1;
        UInt256 price = UInt256.of(200_000_000_000L);
        var body = new TransactionBody.DynamicFee(
                Optional.of(UInt256.of(GENESIS.chainId())),
                nonce,
                UInt256.of(1 + random.nextInt(1_000_000)),
                price,
                2_000_000,
                Optional.of(action.to()),
                UInt256.of(action.value()),
                action.data(),
                List.of());
        return Transaction.sign(body, actor.privateKey());
    }

    private static BigInteger wealth(GrownChain chain, Set<Address> owners) {
        return owners.stream().map(chain::balance).reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** What contracts hold is what they owe, coin by coin. */
    private void owes(GrownChain chain) {
        BigInteger staked = LongStream.rangeClosed(1, buckets)
                .mapToObj(id -> StakingContract.bucket(chain.ask(StakingContract.ADDRESS, StakingContract.bucket(id))))
                .map(bucket -> bucket.amount().toBigInteger())
                .reduce(BigInteger.ZERO, BigInteger::add);
        assertThat(chain.balance(StakingContract.ADDRESS)).isEqualTo(staked);
        assertThat(AbiReader.ofOutput(chain.ask(RewardsContract.ADDRESS, AbiValue.call("accounted()")))
                        .uint()
                        .toBigInteger())
                .isEqualTo(chain.balance(RewardsContract.ADDRESS));
    }
}
