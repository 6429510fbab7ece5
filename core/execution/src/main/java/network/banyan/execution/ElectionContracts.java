// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import network.banyan.evm.BlockContext;
import network.banyan.evm.CodeCache;
import network.banyan.evm.Engine;
import network.banyan.evm.Evm;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.state.StateView;

/**
 * What the protocol says to the staking contracts, and asks of them (docs/spec/staking.md). Where there are none, or their
 * answer is none, there is nobody: nothing that contracts do may stop the chain.
 */
public final class ElectionContracts {
    static final Address ELECTION = Address.fromHex("0x0000000000000000000000000000000000001007");
    static final Address REWARDS = Address.fromHex("0x0000000000000000000000000000000000001005");
    private static final Address DELEGATES = Address.fromHex("0x0000000000000000000000000000000000001004");

    /** More than the contracts ever name; a longer answer is none. */
    private static final int CANDIDATES_MAX = 256;

    private static final int CODE_CACHE_BYTES = 1 << 20;

    private final ChainRules rules;
    private final BlockEnvironment block;
    private final StateView state;

    /**
     * @param block by whose header the contracts see time and height
     * @param state to ask; nothing is written to it
     */
    public ElectionContracts(ChainRules rules, BlockEnvironment block, StateView state) {
        this.rules = rules;
        this.block = block;
        this.state = state;
    }

    /** A candidate as a committee would have it. */
    public record Candidate(String name, Address operator, Bytes blsPublicKey, Bytes nodeKey) {}

    /** The candidates of an epoch in the order of their ranks; none if none were fixed. */
    public List<Candidate> candidates(long epoch) {
        Bytes ofEpoch = new AbiInput("candidates(uint256)").number(epoch).toBytes();
        return ask(ELECTION, ofEpoch, ElectionContracts::identities)
                .filter(identities -> !identities.isEmpty())
                .flatMap(identities -> ask(DELEGATES, members(identities), ElectionContracts::candidates))
                .orElse(List.of());
    }

    /**
     * Who registered a BLS key, be it replaced since; 0 for nobody.
     *
     * @param uncompressedKey 128 bytes, as EIP-2537 has points of G1
     */
    public int delegateOf(Bytes uncompressedKey) {
        Bytes input = new AbiInput("delegateOfKey(bytes)")
                .number(AbiInput.WORD)
                .bytes(uncompressedKey)
                .toBytes();
        return ask(DELEGATES, input, answer -> (int) answer.number(0)).orElse(0);
    }

    static Bytes due(List<Turn.Report> reports) {
        return reports(new AbiInput("due((uint32,uint32,uint32,uint32)[])").number(AbiInput.WORD), reports);
    }

    static Bytes turn(Turn turn, UInt256 minted) {
        var input = new AbiInput("turn(uint64,uint256,(uint32,uint32,uint32,uint32)[])")
                .number(turn.epoch())
                .word(minted)
                .number(3 * AbiInput.WORD);
        return reports(input, turn.reports());
    }

    private static Bytes reports(AbiInput input, List<Turn.Report> reports) {
        input.number(reports.size());
        for (Turn.Report report : reports) {
            input.number(report.delegate())
                    .number(report.produced())
                    .number(report.expected())
                    .number(report.missedReveals());
        }
        return input.toBytes();
    }

    private static Bytes members(List<Long> identities) {
        var input = new AbiInput("members(uint32[])").number(AbiInput.WORD).number(identities.size());
        identities.forEach(input::number);
        return input.toBytes();
    }

    private <T> Optional<T> ask(Address contract, Bytes input, Function<AbiOutput, T> meaning) {
        var world = new JournaledWorld(state, new CodeCache(CODE_CACHE_BYTES));
        BlockContext.Ancestors none = number -> Hash.ZERO;
        var evm = new Evm(rules.fork(), world, block.context(rules, none), Engine.interpreting());
        world.beginTransaction();
        return SystemCall.run(evm, world, contract, input).flatMap(answer -> {
            try {
                return Optional.of(meaning.apply(new AbiOutput(answer)));
            } catch (AbiOutput.Malformed malformed) {
                return Optional.empty();
            }
        });
    }

    /** The second of each (delegate, identity, votes). */
    private static List<Long> identities(AbiOutput answer) {
        AbiOutput.Items items = answer.items(CANDIDATES_MAX);
        List<Long> identities = new ArrayList<>();
        for (int i = 0; i < items.count(); i++) {
            identities.add(answer.number(items.start() + (3L * i + 1) * AbiInput.WORD));
        }
        return identities;
    }

    /** Each is (name, operator, blsKey, nodeKey, delegate), somewhere behind the list of their places. */
    private static List<Candidate> candidates(AbiOutput answer) {
        AbiOutput.Items items = answer.items(CANDIDATES_MAX);
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < items.count(); i++) {
            long at = items.start() + answer.number(items.start() + (long) i * AbiInput.WORD);
            candidates.add(new Candidate(
                    name(answer.word(at)),
                    Address.ofWord(answer.word(at + AbiInput.WORD)),
                    answer.bytes(at + answer.number(at + 2 * AbiInput.WORD)),
                    answer.word(at + 3 * AbiInput.WORD).toHash().toBytes()));
        }
        return candidates;
    }

    /** Letters at the front, zeros behind. */
    private static String name(UInt256 word) {
        return new String(word.toArray(), StandardCharsets.US_ASCII).replace("\0", "");
    }
}
