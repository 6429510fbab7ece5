// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import network.banyan.bridge.ChainOutpost;
import network.banyan.bridge.RootDisputes;
import network.banyan.bridge.RootHub;
import network.banyan.contracts.AbiValue;
import network.banyan.contracts.hub.ChainsContract;
import network.banyan.contracts.outpost.OutboxContract;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.Secp256k1;
import network.banyan.evm.CodeCache;
import network.banyan.execution.BlockEnvironment;
import network.banyan.execution.BlockExecutor;
import network.banyan.execution.ChainRules;
import network.banyan.execution.DisputeRules;
import network.banyan.execution.Evidence;
import network.banyan.execution.EvidenceMaker;
import network.banyan.execution.GenesisState;
import network.banyan.execution.ProposalBuilder;
import network.banyan.hub.BlockList;
import network.banyan.hub.Checkpoint;
import network.banyan.hub.Exits;
import network.banyan.hub.InboxPrefix;
import network.banyan.hub.Line;
import network.banyan.hub.Message;
import network.banyan.hub.Submission;
import network.banyan.hub.Totals;
import network.banyan.hub.member.CheckpointMaker;
import network.banyan.hub.member.RunFacts;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Genesis.GenesisAccount;
import network.banyan.ledger.Log;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Slot;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.ledger.Validator;
import network.banyan.node.SystemContracts;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.state.MemoryStateStore;
import network.banyan.state.StateChain;
import network.banyan.state.StateLayer;

/** A chain of tier D with the contracts of its outpost, block by block, and no consensus: its committee signs what it is told to. */
final class JudgedChain {
    static final long ID = 9_001;
    static final long RUN = 5;
    static final long DELAY = 3_600;
    private static final UInt256 GWEI = UInt256.of(1_000_000_000);
    private static final int MEMBERS = 4;
    private static final long TX_GAS = 3_500_000;

    final Genesis genesis;
    final DisputeRules rules;
    final Committee committee = Committee.of(ID);
    final List<Block> blocks = new ArrayList<>();
    final List<List<Receipt>> receipts = new ArrayList<>(List.of(List.of()));
    private final MemoryStateStore store = new MemoryStateStore();
    private final StateChain states = StateChain.open(store, StateChain.Limits.DEFAULT);
    private final TreeMap<Address, Long> nonces = new TreeMap<>();

    JudgedChain() {
        genesis = genesis();
        StateLayer layer = states.apply(states.head(), GenesisState.of(genesis));
        settle(layer);
        blocks.add(new Block(genesis.header(layer.root(), Hash.ZERO), List.of()));
        rules = DisputeRules.of(genesis, blocks.getFirst().hash());
    }

    private static Genesis genesis() {
        var accounts = new TreeMap<Address, GenesisAccount>(SystemContracts.accounts());
        SystemContracts.outpost().forEach((address, account) -> accounts.put(address, written(address, account)));
        for (int who = 0; who < MEMBERS + 2; who++) {
            accounts.put(address(who), GenesisAccount.withBalance(UInt256.of(1_000_000_000_000_000_000L)));
        }
        var one = new Validator(
                "one", address(0), Bytes.wrap(new byte[48]), Bytes.wrap(new byte[96]), Bytes.wrap(new byte[32]));
        var parameters = Genesis.Parameters.disputable(250, 1_000, DisputeRules.GAS_LIMIT_MAX, GWEI);
        return new Genesis(ID, "judged", "ICE", Ground.BEGIN, parameters, List.of(one), accounts);
    }

    private static GenesisAccount written(Address address, GenesisAccount account) {
        var storage = new TreeMap<Hash, Hash>();
        if (address.equals(ChainOutpost.OUTPOST)) {
            storage.put(word(0), word(Ground.ROOT_ID));
            storage.put(word(1), word(MEMBERS));
            for (int i = 0; i < MEMBERS; i++) {
                storage.put(Keccak.hash(AbiValue.encoded(AbiValue.of(address(i)), AbiValue.of(2))), word(i + 1));
            }
        } else if (address.equals(OutboxContract.ADDRESS)) {
            storage.put(word(0), word(RUN));
        }
        return new GenesisAccount(account.balance(), account.nonce(), account.code(), storage);
    }

    private static Hash word(long number) {
        return UInt256.of(number).toHash();
    }

    /** Members from 0, then Alice and Bob. */
    static Address address(int who) {
        return Secp256k1.addressOf(key(who));
    }

    private static Hash key(int who) {
        return new Hash(0, 0, 7, who + 1);
    }

    static Address alice() {
        return address(MEMBERS);
    }

    static Address bob() {
        return address(MEMBERS + 1);
    }

    ChainsContract.Charter charter() {
        return new ChainsContract.Charter(
                ID, ChainsContract.DISPUTABLE, DELAY, Keccak.hash(new byte[] {1}), rules.hash(), "judged", "");
    }

    Block tip() {
        return blocks.getLast();
    }

    /** A member's, Alice's or Bob's transaction. */
    Transaction sent(int who, Address contract, Bytes call) {
        long nonce = nonces.merge(address(who), 1L, Long::sum) - 1;
        return Transaction.sign(
                new TransactionBody.DynamicFee(
                        Optional.of(UInt256.of(ID)),
                        nonce,
                        UInt256.of(2),
                        GWEI.plus(GWEI),
                        TX_GAS,
                        Optional.of(contract),
                        UInt256.ZERO,
                        call,
                        List.of()),
                key(who));
    }

    /** What a quorum of members says of the root, or of an asset. */
    void allSay(Bytes call) {
        for (int who = 0; who < MEMBERS - 1; who++) {
            add(sent(who, ChainOutpost.OUTPOST, call));
        }
    }

    void add(Transaction... transactions) {
        long number = tip().number() + 1;
        long millis = Ground.BEGIN * 1_000 + number * 250;
        var request = new ProposalBuilder.Request(
                tip().header(),
                states.head(),
                new Slot(0, number, (int) (millis % 1_000)),
                millis / 1_000,
                address(0),
                Hash.ZERO,
                Hash.ZERO,
                Optional.empty(),
                1 << 20);
        var chain = ChainRules.of(genesis);
        ProposalBuilder.Proposal proposal = new ProposalBuilder(chain, genesis.parameters(), new CodeCache(1 << 20))
                .build(
                        request,
                        List.of(transactions).iterator(),
                        back -> blocks.get((int) back).hash(),
                        changes -> states.apply(states.head(), changes).root());
        if (!proposal.skipped().isEmpty()) {
            throw new IllegalStateException("skipped: " + proposal.skipped());
        }
        append(new Block(proposal.header(), proposal.transactions()));
    }

    private void append(Block block) {
        var executor = new BlockExecutor(ChainRules.of(genesis), new CodeCache(1 << 20));
        var executed = (BlockExecutor.Outcome.Executed) executor.execute(
                BlockEnvironment.of(block.header()),
                block.transactions(),
                states.head(),
                back -> blocks.get((int) back).hash());
        for (Receipt receipt : executed.receipts()) {
            if (!receipt.success()) {
                throw new IllegalStateException("a transaction of block %d failed".formatted(block.number()));
            }
        }
        settle(states.apply(states.head(), executed.changes()));
        blocks.add(block);
        receipts.add(executed.receipts());
    }

    private void settle(StateLayer layer) {
        store.write(states.commit(layer));
        states.committed(layer);
    }

    /** Empty blocks up to the end of the run. */
    void endRun() {
        do {
            add();
        } while (tip().number() % RUN != 0);
    }

    /** What a contract of the chain answers after one of the last blocks. */
    EvidenceMaker.Asked ask(long number, Address contract, Bytes question) {
        BlockHeader header = blocks.get((int) number).header();
        return EvidenceMaker.question(
                header,
                contract,
                question,
                states.record(number, Evidence.STATE_BYTES_MAX).orElseThrow());
    }

    /** What an honest member would sign of the blocks up to the tip, which ends a run. */
    Made checkpoint(Line line) {
        long first = line.lastBlock() + 1;
        long last = tip().number();
        OutboxContract.Run run = OutboxContract.recordAt(
                        ask(last, OutboxContract.ADDRESS, OutboxContract.recordAt(last))
                                .answer())
                .orElseThrow();
        List<Message> outbox = IntStream.rangeClosed((int) (last - RUN + 1), (int) last)
                .mapToObj(receipts::get)
                .flatMap(List::stream)
                .flatMap(receipt -> receipt.logs().stream())
                .filter(JudgedChain::isSent)
                .map(log -> Message.decode(log.data()))
                .toList();
        var list = list(blocks.subList((int) first, (int) last + 1));
        var facts = new RunFacts(
                last,
                tip().hash(),
                blocks.get((int) first - 1).header().stateRoot(),
                tip().header().stateRoot(),
                new InboxPrefix(run.cursor(), run.inboxHash()),
                outbox,
                run.outboxRoot(),
                Totals.of(outbox),
                Exits.NONE,
                Optional.of(list));
        Checkpoint made = CheckpointMaker.next(Ground.DOMAIN, ID, 1, line, facts);
        return new Made(made, Totals.of(outbox), list);
    }

    private static boolean isSent(Log log) {
        return log.address().equals(OutboxContract.ADDRESS)
                && log.topics().getFirst().equals(RootHub.SENT);
    }

    static BlockList list(List<Block> named) {
        return new BlockList(named.stream().map(Block::hash).toList());
    }

    /** A checkpoint, honest or not, as it is brought to the root. */
    record Made(Checkpoint checkpoint, Totals totals, BlockList blocks) {
        RootDisputes.Case its() {
            return new RootDisputes.Case(checkpoint, blocks);
        }
    }

    Bytes submission(Made made) {
        var certificate = committee.sign(made.checkpoint().digest(Ground.DOMAIN), _ -> true);
        return new Submission(
                        made.checkpoint(), made.totals(), Exits.NONE, committee.keys(), certificate, Optional.empty())
                .toCall(made.blocks());
    }
}
