// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import network.banyan.contracts.AbiValue;
import network.banyan.contracts.staking.DelegatesContract;
import network.banyan.contracts.staking.DelegatesContract.Status;
import network.banyan.contracts.staking.ElectionContract;
import network.banyan.contracts.staking.Parameter;
import network.banyan.contracts.staking.ParametersContract;
import network.banyan.contracts.staking.StakingContract;
import network.banyan.contracts.staking.StakingContract.Bucket;
import network.banyan.crypto.Keccak;
import network.banyan.execution.BlockEnvironment;
import network.banyan.execution.CallRequest;
import network.banyan.execution.Calls;
import network.banyan.execution.ChainRules;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.GenesisJson;
import network.banyan.ledger.Validator;
import network.banyan.node.NodeKeys;
import network.banyan.node.SystemContracts;
import network.banyan.node.founding.Allocation;
import network.banyan.node.founding.Founder;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Hex;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

/** A devnet's genesis, asked by view calls as anyone would ask the chain. */
class DevnetGenesisTest {
    private static final int VALIDATORS = 7;
    private static final long NOW = 1_800_000_000;
    private static final DevnetFolder.Shape SHAPE =
            new DevnetFolder.Shape(VALIDATORS, 500, 500, 60_000_000, Optional.empty(), 0);
    private static final BigInteger PLEDGE = new BigInteger("5000000000000000000000");
    private static final Address SYSTEM = Address.fromHex("0xfffffffffffffffffffffffffffffffffffffffe");

    /** Of a pledge of 91 days on auto-stake: docs/spec/staking.md has the multiplier 1,362,555 in its table. */
    private static final UInt256 VOTES =
            UInt256.of(PLEDGE.multiply(BigInteger.valueOf(1_362_555)).divide(BigInteger.valueOf(1_000_000)));

    private static final Genesis GENESIS = DevnetGenesis.of(SHAPE, founders(VALIDATORS), NOW);

    private static List<Founder> founders(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> founder(number, "validator-" + number))
                .toList();
    }

    private static Founder founder(int number, String name) {
        return new Founder(
                name,
                new NodeKeys(
                        secret("bls", number).toBytes(), secret("node", number).toBytes(), secret("operator", number)));
    }

    private static Hash secret(String kind, int number) {
        return Keccak.hash((kind + number).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void everyValidatorIsARankedDelegateWithItsOwnPledge() {
        List<ElectionContract.Ranked> ranked =
                ElectionContract.ranked(ask(ElectionContract.ADDRESS, ElectionContract.ranked()));
        assertThat(ranked)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, VALIDATORS)
                        .mapToObj(number -> new ElectionContract.Ranked(number, VOTES))
                        .toList());
        for (int i = 1; i <= VALIDATORS; i++) {
            Validator validator = GENESIS.committee().get(i - 1);
            var delegate = DelegatesContract.delegate(ask(DelegatesContract.ADDRESS, DelegatesContract.delegate(i)));
            assertThat(delegate.name()).isEqualTo(validator.name()).isEqualTo("validator-" + i);
            assertThat(delegate.owner()).isEqualTo(validator.operator()).isEqualTo(delegate.rewardAddress());
            assertThat(delegate.status()).isEqualTo(Status.ACTIVE);
            assertThat(delegate.commission()).isEqualTo(1_000);
            assertThat(delegate.pledge()).isEqualTo(i);

            Bucket pledge = StakingContract.bucket(ask(StakingContract.ADDRESS, StakingContract.bucket(i)));
            assertThat(pledge.owner()).isEqualTo(validator.operator());
            assertThat(pledge.amount()).isEqualTo(UInt256.of(PLEDGE));
            assertThat(pledge.weight()).isEqualTo(VOTES);
            assertThat(pledge.delegate()).isEqualTo(i);
            assertThat(pledge.isPledge()).isTrue();
            assertThat(pledge.isBoundAt(NOW + 1_000_000_000)).isTrue();
        }
        List<Long> identities = LongStream.rangeClosed(1, VALIDATORS).boxed().toList();
        assertThat(DelegatesContract.members(ask(DelegatesContract.ADDRESS, DelegatesContract.members(identities)), 36))
                .extracting(DelegatesContract.Member::blsKey, DelegatesContract.Member::operator)
                .containsExactlyElementsOf(GENESIS.committee().stream()
                        .map(member -> org.assertj.core.groups.Tuple.tuple(member.blsPublicKey(), member.operator()))
                        .toList());
    }

    @Test
    void theFirstTurnFindsThemAllAsCandidates() {
        Bytes turn = AbiValue.call(
                "turn(uint64,uint256,(uint32,uint32,uint32,uint32)[])",
                AbiValue.of(0),
                AbiValue.of(0),
                new AbiValue.Items(List.of()));
        Bytes returned = asTheProtocol(turn, ElectionContract.candidates(1));

        assertThat(ElectionContract.candidates(returned))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, VALIDATORS)
                        .mapToObj(number -> new ElectionContract.Candidate(number, number, VOTES))
                        .toList());
    }

    @Test
    void everyCoinIsAccountedFor() {
        assertThat(balance(StakingContract.ADDRESS))
                .isEqualTo(PLEDGE.multiply(BigInteger.valueOf(VALIDATORS)))
                .isEqualTo(StakingContract.amount(ask(StakingContract.ADDRESS, StakingContract.totalStaked()))
                        .toBigInteger());
        BigInteger fee = BigInteger.TEN.pow(20);
        assertThat(balance(Address.ofNumber(0x1005))).isEqualTo(fee.multiply(BigInteger.valueOf(VALIDATORS)));
        for (Validator validator : GENESIS.committee()) {
            assertThat(balance(validator.operator())).isEqualTo(BigInteger.TEN.pow(20));
            assertThat(GENESIS.alloc().get(validator.operator()).nonce()).isEqualTo(3);
        }
        assertThat(GENESIS.alloc()).doesNotContainKey(Address.ZERO);
        for (Address history : SystemContracts.HISTORIES) {
            assertThat(GENESIS.alloc().get(history))
                    .isEqualTo(SystemContracts.accounts().get(history));
        }
    }

    @Test
    void whatADevnetChangesIsInForceAndInRange() {
        var values = ParametersContract.values(ask(ParametersContract.ADDRESS, ParametersContract.values()));
        assertThat(values.of(Parameter.MIN_PLEDGE)).isEqualTo(UInt256.of(BigInteger.TEN.pow(21)));
        assertThat(values.of(Parameter.REVEAL_WEIGHT)).isEqualTo(UInt256.ONE);
        assertThat(values.of(Parameter.BLOCK_REWARD)).isEqualTo(UInt256.of(new BigInteger("3250000000000000000")));
        assertThat(values.of(Parameter.EPOCH_REWARD)).isEqualTo(UInt256.of(new BigInteger("18750000000000000000000")));
        for (Parameter parameter : Parameter.values()) {
            Bytes range =
                    ask(ParametersContract.ADDRESS, AbiValue.call("range(uint256)", AbiValue.of(parameter.number())));
            assertThat(values.of(parameter))
                    .as("%s", parameter)
                    .isBetween(UInt256.at(range.toArray(), 32), UInt256.at(range.toArray(), 64));
        }
        assertThat(ParametersContract.governor(ask(ParametersContract.ADDRESS, ParametersContract.governor())))
                .isEqualTo(TestAccount.all().getLast().address());
    }

    @Test
    void theSameKeysGiveTheSameGenesisWhichItsFileKeeps() {
        Genesis again = DevnetGenesis.of(SHAPE, founders(VALIDATORS), NOW);

        assertThat(again).isEqualTo(GENESIS);
        assertThat(GenesisJson.parse(GenesisJson.write(GENESIS).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(GENESIS);
        assertThat(DevnetGenesis.of(SHAPE, founders(VALIDATORS), NOW + 1).alloc())
                .isNotEqualTo(GENESIS.alloc());
    }

    @Test
    void aCallThatIsRefusedStopsTheFoundingAndIsNamed() {
        List<Founder> sameName = List.of(founder(1, "validator-1"), founder(2, "validator-1"));
        assertThatThrownBy(() -> DevnetGenesis.of(SHAPE, sameName, NOW))
                .isInstanceOf(Invariant.Violation.class)
                .hasMessageContaining("validator-1 cannot join: its call number 1");
    }

    private static BigInteger balance(Address address) {
        return GENESIS.alloc().get(address).balance().toBigInteger();
    }

    private static Bytes ask(Address contract, Bytes data) {
        return run(contract, data, List.of());
    }

    /** What the second call of {@code Election} answers after the first one, both sent by the protocol. */
    private static Bytes asTheProtocol(Bytes first, Bytes second) {
        String program = "61%1$04x 61%4$04x 5f 39" // copies both to memory
                + "5f 5f 61%2$04x 5f 5f 61 1007 5a f1 50" // calls the first
                + "5f 5f 61%3$04x 61%2$04x 61 1007 5a fa 50" // and the second
                + "3d 5f 5f 3e 3d 5f f3"; // and returns what that said
        int length = program.formatted(0, 0, 0, 0).replace(" ", "").length() / 2;
        String code = program.formatted(first.size() + second.size(), first.size(), second.size(), length)
                        .replace(" ", "")
                + first.toHex().substring(2)
                + second.toHex().substring(2);
        var pretended = new CallRequest.StateOverride(
                SYSTEM,
                Optional.empty(),
                Optional.empty(),
                Optional.of(Bytes.wrap(Hex.decode("0x" + code))),
                List.of());
        return run(SYSTEM, Bytes.EMPTY, List.of(pretended));
    }

    private static Bytes run(Address to, Bytes data, List<CallRequest.StateOverride> overrides) {
        var block = new BlockEnvironment(
                Hash.ZERO, 1, NOW, 60_000_000, Address.ZERO, Hash.ZERO, UInt256.ONE, UInt256.ONE, Hash.ZERO);
        var request = new CallRequest(
                TestAccount.all().getFirst().address(),
                Optional.of(to),
                Optional.empty(),
                Optional.empty(),
                UInt256.ZERO,
                data,
                List.of(),
                overrides);
        var setting = new Calls.Setting(block, new Allocation(GENESIS.alloc()), _ -> Hash.ZERO);
        Calls.Outcome outcome = new Calls(ChainRules.of(GENESIS)).call(request, setting);
        assertThat(outcome).isInstanceOf(Calls.Outcome.Returned.class);
        return ((Calls.Outcome.Returned) outcome).output();
    }
}
