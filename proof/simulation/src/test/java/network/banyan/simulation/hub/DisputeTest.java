// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import network.banyan.bridge.ChainOutpost;
import network.banyan.bridge.Parcel;
import network.banyan.bridge.RootDisputes;
import network.banyan.bridge.RootDisputes.Laid;
import network.banyan.bridge.RootExits;
import network.banyan.bridge.RootHub;
import network.banyan.bridge.watch.Finding;
import network.banyan.bridge.watch.Watch;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.contracts.hub.ChainsContract;
import network.banyan.contracts.hub.ChainsContract.State;
import network.banyan.contracts.hub.MembersContract;
import network.banyan.contracts.outpost.OutboxContract;
import network.banyan.execution.Evidence;
import network.banyan.hub.Checkpoint;
import network.banyan.hub.InboxPrefix;
import network.banyan.hub.Line;
import network.banyan.hub.Message;
import network.banyan.hub.MessageKind;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.node.SystemContracts;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.simulation.hub.JudgedChain.Made;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All of a quorum lies, one looks: the real judge, the real contracts, the real watcher. */
class DisputeTest {
    private static final UInt256 BROUGHT = UInt256.of(10_000);
    private static final Address WATCHER = Address.ofNumber(0x66_0000);
    private static final long DAY = 86_400;

    private final JudgedChain chain = new JudgedChain();
    private final TrialRoot root = TrialRoot.of(Ground.ROOT_ID, SystemContracts.accounts(), Ground.BEGIN);
    private Made first;

    /** Alice has brought ten thousand, and given Bob some of it; the root has taken the checkpoint of that. */
    @BeforeEach
    void found() {
        root.endow(Ground.OWNER, UInt256.of(1_000_000_000_000_000_000L).timesExact(1_000_000));
        Ground.found(root, chain.charter(), List.of(), chain.committee);
        root.endow(JudgedChain.alice(), BROUGHT);
        var parcel = parcel(JudgedChain.ID, BROUGHT);
        TrialRoot.Outcome taken = root.send(JudgedChain.alice(), RootHub.INBOX, BROUGHT, parcel.send());
        assertThat(taken.success()).isTrue();
        Message message = Message.decode(taken.logs().getFirst().data());
        InboxPrefix inbox = new InboxPrefix(
                1,
                AbiReader.ofOutput(root.ask(
                                RootHub.INBOX,
                                AbiValue.call("hashAt(uint64,uint64)", AbiValue.of(JudgedChain.ID), AbiValue.of(1))))
                        .word());
        chain.allSay(ChainOutpost.list(new ChainOutpost.Listing(Address.ZERO, false, 18, "Coin of the root", "COIN")));
        chain.allSay(ChainOutpost.observe(inbox));
        chain.add(chain.sent(0, ChainOutpost.OUTPOST, ChainOutpost.handle(List.of(message), List.of())));
        chain.add(chain.sent(4, coin(), transfer(4_000)));
        chain.endRun();
        first = chain.checkpoint(Line.NONE);
        submit(first);
    }

    private Parcel parcel(long to, UInt256 amount) {
        return new Parcel(
                to,
                MessageKind.DEPOSIT,
                JudgedChain.alice(),
                Address.ZERO,
                amount,
                0,
                root.seconds() + 2 * DAY,
                JudgedChain.alice(),
                Bytes.EMPTY);
    }

    private Address coin() {
        Bytes question = AbiValue.call("bridged(address)", AbiValue.of(Address.ZERO));
        return AbiReader.ofOutput(chain.ask(chain.tip().number(), ChainOutpost.ASSETS, question)
                        .answer())
                .address();
    }

    private static Bytes transfer(long amount) {
        return AbiValue.call(
                "transfer(address,uint256)", AbiValue.of(JudgedChain.bob()), AbiValue.of(UInt256.of(amount)));
    }

    @Test
    void anHonestChainConvictsNobody() {
        Made second = withdrawn();
        submit(second);
        Map<Long, Block> blocks = served(chain.blocks);
        var watch = watch();

        assertThat(watch.look(first.checkpoint(), first.blocks(), from(blocks))).isEqualTo(new Finding.True());
        assertThat(watch.look(second.checkpoint(), second.blocks(), from(blocks)))
                .isEqualTo(new Finding.True());
        assertThat(watch.tip().hash()).isEqualTo(chain.tip().hash());
        long last = second.checkpoint().lastBlock();
        Evidence.OfState record = chain.ask(last, OutboxContract.ADDRESS, OutboxContract.recordAt(last))
                .evidence();
        Bytes call = RootDisputes.disputeRecord(
                second.its(), chain.committee.keys(), last, new Laid(List.of(), record.encode()));
        root.endow(WATCHER, bond());
        assertThat(root.send(WATCHER, RootDisputes.CONTRACT, UInt256.ZERO, call).success())
                .as("nobody accuses for nothing")
                .isFalse();
        assertThat(root.send(WATCHER, RootDisputes.CONTRACT, bond(), call).success())
                .isTrue();
        assertThat(owed(RootDisputes.CONTRACT)).as("the bond is burnt").isEqualTo(UInt256.ZERO);
        assertThat(state()).isEqualTo(State.ACTIVE);
    }

    @Test
    void aStateThatWasInventedIsConvicted() {
        withdrawn();
        List<Block> lying =
                retold(3, header -> with(header, header.parentHash(), Hash.fromHex("0x" + "66".repeat(32))));
        Made made = retold(lying, Optional.empty());
        submit(made);

        Finding finding = found(made, lying);
        assertThat(finding).isInstanceOfSatisfying(Finding.FalseBlock.class, block -> {
            assertThat(block.number()).isEqualTo(first.checkpoint().lastBlock() + 3);
            assertThat(block.why()).contains("state root");
        });
        convicted(made, finding);
    }

    @Test
    void aListThatIsNoChainIsConvicted() {
        withdrawn();
        List<Block> lying = retold(3, header -> with(header, Hash.fromHex("0x" + "66".repeat(32)), header.stateRoot()));
        Made made = retold(lying, Optional.empty());
        submit(made);

        Finding finding = found(made, lying);
        assertThat(finding).isInstanceOf(Finding.FalseList.class);
        convicted(made, finding);
    }

    @Test
    void anEndThatIsNotTheListsIsConvicted() {
        Made honest = withdrawn();
        Checkpoint c = honest.checkpoint();
        var lying = new Made(
                altered(c, c.blockHash(), Hash.fromHex("0x" + "66".repeat(32)), c.outboxRoot()),
                honest.totals(),
                honest.blocks());
        submit(lying);

        Finding finding = found(lying, chain.blocks);
        assertThat(finding).isInstanceOf(Finding.FalseList.class);
        convicted(lying, finding);
    }

    @Test
    void anOutboxThatWasInventedIsConvicted() {
        Made honest = withdrawn();
        Checkpoint c = honest.checkpoint();
        var lying = new Made(
                altered(c, c.blockHash(), c.postState(), Hash.fromHex("0x" + "66".repeat(32))),
                honest.totals(),
                honest.blocks());
        submit(lying);

        Finding finding = found(lying, chain.blocks);
        assertThat(finding).isInstanceOf(Finding.FalseRecord.class);
        convicted(lying, finding);
    }

    @Test
    void messagesThatWereLeftOutAreConvicted() {
        withdrawn();
        long sent = chain.tip().number();
        chain.endRun();
        Made lying = chain.checkpoint(end());
        submit(lying);

        Finding finding = found(lying, chain.blocks);
        assertThat(finding)
                .isInstanceOfSatisfying(
                        Finding.FalseRecord.class,
                        said -> assertThat(said.number()).isEqualTo(sent));
        convicted(lying, finding);
    }

    @Test
    void aBlockThatNobodyShowsIsMissing() {
        Made second = withdrawn();
        Map<Long, Block> blocks = served(chain.blocks);
        long lacking = second.checkpoint().firstBlock() + 1;
        Block kept = blocks.remove(lacking);
        var watch = watch();
        watch.look(first.checkpoint(), first.blocks(), from(blocks));

        assertThat(watch.look(second.checkpoint(), second.blocks(), from(blocks)))
                .isEqualTo(new Finding.Missing(lacking, kept.hash()));
        blocks.put(lacking, new Block(kept.header(), List.of(chain.sent(4, coin(), transfer(1)))));
        assertThat(watch.look(second.checkpoint(), second.blocks(), from(blocks)))
                .as("a header with another body is not the block")
                .isInstanceOf(Finding.Missing.class);
        blocks.put(lacking, kept);
        assertThat(watch.look(second.checkpoint(), second.blocks(), from(blocks)))
                .isEqualTo(new Finding.True());
    }

    @Test
    void whatIsDemandedCanBeShown() {
        Made second = withdrawn();
        submit(second);
        long number = second.checkpoint().firstBlock();
        Block block = chain.blocks.get((int) number);
        UInt256 deposit = AbiReader.ofOutput(root.ask(
                        RootDisputes.CONTRACT, AbiValue.call("depositFor(uint64)", AbiValue.of(JudgedChain.ID))))
                .uint();
        root.endow(WATCHER, deposit);
        assertThat(root.send(WATCHER, RootDisputes.CONTRACT, deposit, RootDisputes.demand(second.its(), number))
                        .success())
                .isTrue();
        Laid laid = laid(new Evidence.OfBytes(block).encode());
        Block other = chain.blocks.get((int) number + 1);

        assertThat(root.send(
                                JudgedChain.bob(),
                                RootDisputes.CONTRACT,
                                UInt256.ZERO,
                                RootDisputes.show(
                                        second.its(),
                                        number,
                                        new Laid(List.of(), new Evidence.OfBytes(other).encode())))
                        .output())
                .isEqualTo(AbiValue.selector("Incomplete()"));
        assertThat(root.send(
                                JudgedChain.bob(),
                                RootDisputes.CONTRACT,
                                UInt256.ZERO,
                                RootDisputes.show(second.its(), number, laid))
                        .success())
                .isTrue();
        assertThat(AbiReader.ofOutput(root.ask(
                                RootDisputes.CONTRACT, AbiValue.call("owed(address)", AbiValue.of(JudgedChain.bob()))))
                        .uint())
                .isEqualTo(deposit);
    }

    /** The chain lies, is frozen and ends; everybody leaves with what the state before the lie says. */
    @Test
    void everybodyLeavesWithWhatTheStateSays() {
        Bytes alices = holding(JudgedChain.alice());
        Bytes bobs = holding(JudgedChain.bob());
        root.pass(JudgedChain.DELAY);
        withdrawn();
        List<Block> lying =
                retold(3, header -> with(header, header.parentHash(), Hash.fromHex("0x" + "66".repeat(32))));
        Made made = retold(lying, Optional.empty());
        submit(made);
        convicted(made, found(made, lying));
        root.pass(DAY);
        Bytes end = AbiValue.call("beginExit(uint64)", AbiValue.of(JudgedChain.ID));
        assertThat(root.send(WATCHER, RootExits.CONTRACT, UInt256.ZERO, end).success())
                .isTrue();

        assertThat(leave(JudgedChain.bob(), alices))
                .as("evidence of another account")
                .isEqualTo(Optional.of("Incomplete()"));
        assertThat(leave(JudgedChain.alice(), alices)).isEmpty();
        assertThat(leave(JudgedChain.bob(), bobs)).isEmpty();
        assertThat(leave(JudgedChain.bob(), bobs)).isEqualTo(Optional.of("AlreadyPaid()"));
        assertThat(root.balance(JudgedChain.alice())).isEqualTo(UInt256.of(6_000));
        assertThat(root.balance(JudgedChain.bob())).isEqualTo(UInt256.of(4_000));
    }

    private Bytes holding(Address account) {
        return chain.ask(
                        chain.tip().number(),
                        ChainOutpost.ASSETS,
                        ChainOutpost.heldBy(Address.ZERO, account, UInt256.ZERO))
                .evidence()
                .encode();
    }

    /** Why not; empty if it was paid. */
    private Optional<String> leave(Address account, Bytes evidence) {
        TrialRoot.Outcome outcome = root.send(
                WATCHER,
                RootExits.CONTRACT,
                UInt256.ZERO,
                RootExits.exitByState(first.checkpoint(), Address.ZERO, account, UInt256.ZERO, laid(evidence)));
        return outcome.success()
                ? Optional.empty()
                : List.of("Incomplete()", "AlreadyPaid()", "NothingToPay()").stream()
                        .filter(error -> outcome.output().equals(AbiValue.selector(error)))
                        .findFirst()
                        .or(() -> Optional.of(outcome.output().toHex()));
    }

    /** Alice sends two thousand home in the next run, and the run ends. */
    private Made withdrawn() {
        chain.add();
        chain.add(
                chain.sent(4, ChainOutpost.OUTBOX, parcel(0, UInt256.of(2_000)).send()));
        chain.endRun();
        return chain.checkpoint(end());
    }

    private Line end() {
        return Line.endingWith(first.checkpoint(), Ground.DOMAIN);
    }

    private interface Change {
        BlockHeader of(BlockHeader header);
    }

    /** The chain with one block changed, whose children name it. */
    private List<Block> retold(int place, Change change) {
        int changed = (int) first.checkpoint().lastBlock() + place;
        List<Block> told = new ArrayList<>(chain.blocks.subList(0, changed));
        told.add(new Block(
                change.of(chain.blocks.get(changed).header()),
                chain.blocks.get(changed).transactions()));
        for (Block block : chain.blocks.subList(changed + 1, chain.blocks.size())) {
            BlockHeader header =
                    with(block.header(), told.getLast().hash(), block.header().stateRoot());
            told.add(new Block(header, block.transactions()));
        }
        return told;
    }

    /** What a committee signs that stands by such blocks. */
    private Made retold(List<Block> blocks, Optional<Hash> outbox) {
        Made honest = chain.checkpoint(end());
        var list = JudgedChain.list(blocks.subList(
                (int) honest.checkpoint().firstBlock(),
                (int) honest.checkpoint().lastBlock() + 1));
        Checkpoint c = honest.checkpoint();
        Hash end = blocks.getLast().hash();
        Checkpoint told = altered(c, end, blocks.getLast().header().stateRoot(), outbox.orElse(c.outboxRoot()));
        return new Made(named(told, list.data()), honest.totals(), list);
    }

    private static Checkpoint altered(Checkpoint c, Hash blockHash, Hash postState, Hash outboxRoot) {
        return new Checkpoint(
                c.chainId(),
                c.sequence(),
                c.previous(),
                c.term(),
                c.firstBlock(),
                c.lastBlock(),
                blockHash,
                c.preState(),
                postState,
                c.inboxCursor(),
                c.inboxHash(),
                outboxRoot,
                c.outboxCount(),
                c.totals(),
                c.exits(),
                c.data(),
                c.nextCommittee());
    }

    private static Checkpoint named(Checkpoint c, Hash data) {
        return new Checkpoint(
                c.chainId(),
                c.sequence(),
                c.previous(),
                c.term(),
                c.firstBlock(),
                c.lastBlock(),
                c.blockHash(),
                c.preState(),
                c.postState(),
                c.inboxCursor(),
                c.inboxHash(),
                c.outboxRoot(),
                c.outboxCount(),
                c.totals(),
                c.exits(),
                data,
                c.nextCommittee());
    }

    private static BlockHeader with(BlockHeader h, Hash parent, Hash state) {
        return new BlockHeader(
                parent,
                h.ommersHash(),
                h.beneficiary(),
                state,
                h.transactionsRoot(),
                h.receiptsRoot(),
                h.bloom(),
                h.difficulty(),
                h.number(),
                h.gasLimit(),
                h.gasUsed(),
                h.timestamp(),
                h.extraData(),
                h.mixHash(),
                h.nonce(),
                h.baseFeePerGas(),
                h.withdrawalsRoot(),
                h.blobGasUsed(),
                h.excessBlobGas(),
                h.parentBeaconBlockRoot(),
                h.requestsHash());
    }

    private void submit(Made made) {
        TrialRoot.Outcome outcome = root.send(WATCHER, RootDisputes.CONTRACT, UInt256.ZERO, chain.submission(made));
        assertThat(outcome.success()).as("submission: %s", outcome.output()).isTrue();
        assertThat(state()).isEqualTo(State.ACTIVE);
    }

    private State state() {
        return ChainsContract.state(root.ask(ChainsContract.ADDRESS, ChainsContract.stateOf(JudgedChain.ID)));
    }

    private Watch watch() {
        return new Watch(chain.genesis, Hash.ZERO);
    }

    private Finding found(Made made, List<Block> blocks) {
        var watch = watch();
        assertThat(watch.look(first.checkpoint(), first.blocks(), from(served(blocks))))
                .isEqualTo(new Finding.True());
        return watch.look(made.checkpoint(), made.blocks(), from(served(blocks)));
    }

    private static Map<Long, Block> served(List<Block> blocks) {
        return blocks.stream().collect(Collectors.toMap(Block::number, block -> block));
    }

    private static BiFunction<Long, Hash, Optional<Block>> from(Map<Long, Block> blocks) {
        return (number, hash) -> Optional.ofNullable(blocks.get(number));
    }

    /** In pieces of a thousand bytes, but for the rest. */
    private Laid laid(Bytes evidence) {
        List<Address> pieces = new ArrayList<>();
        int next = 0;
        while (evidence.size() - next > 1_500) {
            Bytes part = evidence.slice(next, next + 1_000);
            TrialRoot.Outcome laid = root.send(WATCHER, RootDisputes.CONTRACT, UInt256.ZERO, RootDisputes.lay(part));
            pieces.add(AbiReader.ofOutput(laid.output()).address());
            next += 1_000;
        }
        return new Laid(pieces, evidence.slice(next, evidence.size()));
    }

    private void convicted(Made made, Finding finding) {
        Bytes call = switch (finding) {
            case Finding.FalseBlock block ->
                RootDisputes.disputeBlock(
                        made.its(),
                        chain.committee.keys(),
                        block.number(),
                        laid(block.evidence().encode()));
            case Finding.FalseList list ->
                RootDisputes.disputeList(
                        made.its(),
                        chain.committee.keys(),
                        list.number(),
                        list.header(),
                        first.checkpoint(),
                        chain.rules.encode());
            case Finding.FalseRecord said ->
                RootDisputes.disputeRecord(
                        made.its(),
                        chain.committee.keys(),
                        said.number(),
                        laid(said.evidence().encode()));
            case Finding.Missing _, Finding.True _ -> throw new AssertionError(finding);
        };
        UInt256 bond = finding instanceof Finding.FalseList ? UInt256.ZERO : bond();
        root.endow(WATCHER, bond);
        TrialRoot.Outcome outcome = root.send(WATCHER, RootDisputes.CONTRACT, bond, call);

        assertThat(outcome.success()).as("the dispute: %s", outcome.output()).isTrue();
        assertThat(state()).isEqualTo(State.FROZEN);
        assertThat(owed(RootDisputes.CONTRACT)).as("the bond comes back").isEqualTo(bond);
        assertThat(owed(MembersContract.ADDRESS))
                .as("half of four bonds")
                .isEqualTo(UInt256.of(1_000_000_000_000_000_000L).timesExact(2_000));
    }

    private UInt256 bond() {
        return AbiReader.ofOutput(root.ask(RootDisputes.CONTRACT, AbiValue.call("BOND()")))
                .uint();
    }

    private UInt256 owed(Address contract) {
        return AbiReader.ofOutput(root.ask(contract, AbiValue.call("owed(address)", AbiValue.of(WATCHER))))
                .uint();
    }
}
