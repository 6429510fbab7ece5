// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.contracts.hub.ChainsContract;
import network.banyan.contracts.hub.DisputesContract;
import network.banyan.execution.Judge;
import network.banyan.hub.BlockList;
import network.banyan.hub.Checkpoint;
import network.banyan.hub.CommitteeKeys;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** What is disputed on a root of one chain of tier D, and how to dispute (docs/spec/disputes.md). */
public final class RootDisputes {
    public static final Address CONTRACT = DisputesContract.ADDRESS;

    /** Of a piece of evidence. */
    public static final int PIECE_BYTES = 24_575;

    private static final String CASE = "(" + RootHub.CHECKPOINT + ",bytes)";
    static final String EVIDENCE = "(address[],bytes)";
    private static final Hash SUBMITTED = AbiValue.topic("Submitted(uint64,uint64,bytes)");
    private static final Hash DEMANDED = AbiValue.topic("Demanded(uint64,uint64,uint64,address,uint256)");
    private static final Hash SHOWN = AbiValue.topic("Shown(uint64,uint64,uint64,address[],bytes)");

    private static final int EVIDENCE_MAX = 4 << 20;

    /** What may come with a transaction beside pieces: with more the largest dispute has not the gas that it takes. */
    private static final int BESIDE_PIECES_BYTES = 4 << 10;

    private final RootHub root;
    private final EventReader events;

    public RootDisputes(RootHub root) {
        this.root = root;
        this.events = new EventReader(root.client().rpc());
    }

    /** An accepted checkpoint with the blocks that it is about. */
    public record Case(Checkpoint checkpoint, BlockList blocks) {
        AbiValue toAbi() {
            return AbiValue.tuple(checkpoint.toAbi(), AbiValue.of(blocks.encode()));
        }
    }

    /** Evidence as the root takes it: laid down before, and the rest. */
    public record Laid(List<Address> pieces, Bytes rest) {
        public Laid {
            pieces = List.copyOf(pieces);
        }

        AbiValue toAbi() {
            return AbiValue.tuple(
                    new AbiValue.Items(pieces.stream().map(AbiValue::of).toList()), AbiValue.of(rest));
        }
    }

    /** The blocks of a checkpoint that the root accepted, in a block of its own. */
    public record Submitted(long sequence, BlockList blocks, long block) {}

    public List<Submitted> submitted(long first, long last) {
        return submitted(List.of(Optional.of(SUBMITTED), itsChain()), first, last);
    }

    /** That of one sequence, if these blocks of the root took it. */
    public Optional<Submitted> submitted(long sequence, long first, long last) {
        return submitted(List.of(Optional.of(SUBMITTED), itsChain(), Optional.of(RootHub.word(sequence))), first, last)
                .stream()
                .findFirst();
    }

    private List<Submitted> submitted(List<Optional<Hash>> topics, long first, long last) {
        return events.read(CONTRACT, topics, first, last).stream()
                .map(event -> new Submitted(
                        event.number(2),
                        BlockList.decode(event.data().bytes(BlockList.MAX_BLOCKS * Hash.SIZE)),
                        event.block()))
                .toList();
    }

    /** That somebody wants to see a block. */
    public record Demanded(long sequence, long number, long block) {}

    public List<Demanded> demanded(long first, long last) {
        return events.read(CONTRACT, List.of(Optional.of(DEMANDED), itsChain()), first, last).stream()
                .map(event -> new Demanded(event.number(2), event.number(3), event.block()))
                .toList();
    }

    /** Whether a block is asked for and not shown. */
    public boolean isOpen(long sequence, long number) {
        return !ask(AbiValue.call(
                        "demandOf(uint64,uint64,uint64)",
                        AbiValue.of(root.chainId()),
                        AbiValue.of(sequence),
                        AbiValue.of(number)))
                .address()
                .equals(Address.ZERO);
    }

    /** The bytes that were shown of a block in these blocks of the root, evidence as the judge took it. */
    public List<Bytes> shown(long sequence, long number, long first, long last) {
        List<Optional<Hash>> topics = List.of(
                Optional.of(SHOWN), itsChain(), Optional.of(RootHub.word(sequence)), Optional.of(RootHub.word(number)));
        return events.read(CONTRACT, topics, first, last).stream()
                .map(event -> {
                    AbiReader in = event.data();
                    List<Address> pieces = in.list(Judge.PIECES_MAX, AbiReader::address);
                    return joined(pieces, in.bytes(EVIDENCE_MAX));
                })
                .toList();
    }

    private Bytes joined(List<Address> pieces, Bytes rest) {
        var all = new ByteArrayOutputStream();
        for (Address piece : pieces) {
            Bytes code = root.client().code(piece);
            all.writeBytes(code.slice(Math.min(1, code.size()), code.size()).toArray());
        }
        all.writeBytes(rest.toArray());
        return Bytes.wrap(all.toByteArray());
    }

    /** What a demand costs now, in wei. */
    public UInt256 deposit() {
        return ask(AbiValue.call("depositFor(uint64)", AbiValue.of(root.chainId())))
                .uint();
    }

    /** What it takes to dispute a block or a record, in wei; it comes back unless the accused is right. */
    public UInt256 bond() {
        return ask(AbiValue.call("BOND()")).uint();
    }

    /** For how long an accepted checkpoint has waited, in seconds of the chain's clock. */
    public long age(long sequence) {
        AbiReader accepted = AbiReader.ofOutput(root.client()
                .call(
                        RootHub.CHECKPOINTS,
                        AbiValue.call(
                                "acceptedAt(uint64,uint64)", AbiValue.of(root.chainId()), AbiValue.of(sequence))));
        accepted.word();
        long clock = AbiReader.ofOutput(root.client()
                        .call(ChainsContract.ADDRESS, AbiValue.call("clockOf(uint64)", AbiValue.of(root.chainId()))))
                .number(63);
        return clock - accepted.number(63);
    }

    public static Bytes lay(Bytes part) {
        return AbiValue.call("lay(bytes)", AbiValue.of(part));
    }

    /**
     * Lays evidence down as far as it is too large for one transaction. What lies there already is not laid again.
     *
     * @param most bytes that may come with the transaction if all of it does
     */
    public Laid laid(Bytes evidence, int most, Hands hands) {
        List<Address> pieces = new ArrayList<>();
        int next = 0;
        int beside = evidence.size() <= most ? most : Math.min(most, BESIDE_PIECES_BYTES);
        while (evidence.size() - next > beside) {
            Bytes part = evidence.slice(next, Math.min(evidence.size(), next + PIECE_BYTES));
            Address piece = ask(lay(part)).address();
            if (root.client().code(piece).isEmpty()) {
                hands.send(
                        "lays down evidence, bytes from %d of %d".formatted(next, evidence.size()),
                        CONTRACT,
                        lay(part));
            }
            pieces.add(piece);
            next += part.size();
        }
        return new Laid(pieces, evidence.slice(next, evidence.size()));
    }

    public static Bytes disputeBlock(Case its, CommitteeKeys keys, long number, Laid evidence) {
        return AbiValue.call(
                "disputeBlock(" + CASE + ",bytes,uint64," + EVIDENCE + ")",
                its.toAbi(),
                AbiValue.of(keys.encode()),
                AbiValue.of(number),
                evidence.toAbi());
    }

    /**
     * @param before the checkpoint before; of the first one any
     * @param rules of the chain, for the first checkpoint
     */
    public static Bytes disputeList(
            Case its, CommitteeKeys keys, long number, Bytes header, Checkpoint before, Bytes rules) {
        return AbiValue.call(
                "disputeList(" + CASE + ",bytes,uint64,bytes," + RootHub.CHECKPOINT + ",bytes)",
                its.toAbi(),
                AbiValue.of(keys.encode()),
                AbiValue.of(number),
                AbiValue.of(header),
                before.toAbi(),
                AbiValue.of(rules));
    }

    public static Bytes disputeRecord(Case its, CommitteeKeys keys, long number, Laid evidence) {
        return AbiValue.call(
                "disputeRecord(" + CASE + ",bytes,uint64," + EVIDENCE + ")",
                its.toAbi(),
                AbiValue.of(keys.encode()),
                AbiValue.of(number),
                evidence.toAbi());
    }

    public static Bytes demand(Case its, long number) {
        return AbiValue.call("demand(" + CASE + ",uint64)", its.toAbi(), AbiValue.of(number));
    }

    public static Bytes show(Case its, long number, Laid evidence) {
        return AbiValue.call(
                "show(" + CASE + ",uint64," + EVIDENCE + ")", its.toAbi(), AbiValue.of(number), evidence.toAbi());
    }

    public static Bytes reportWithheld(Case its, long number) {
        return AbiValue.call("reportWithheld(" + CASE + ",uint64)", its.toAbi(), AbiValue.of(number));
    }

    /** Takes back what the contract owes whoever calls: bonds, and deposits of what it showed. */
    public static Bytes withdraw() {
        return AbiValue.call("withdraw()");
    }

    private Optional<Hash> itsChain() {
        return Optional.of(RootHub.word(root.chainId()));
    }

    private AbiReader ask(Bytes question) {
        return AbiReader.ofOutput(root.client().call(CONTRACT, question));
    }
}
