// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.crypto.OrderedTrie;
import network.banyan.election.Member;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Receipt;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** Makes the evidence bundle of a record from what a node keeps. Any thread may ask. */
public final class BundleAssembler {
    private final Genesis genesis;
    private final RecordStore store;
    private final FinalizedChain chain;

    public BundleAssembler(Genesis genesis, RecordStore store, FinalizedChain chain) {
        this.genesis = genesis;
        this.store = store;
        this.chain = chain;
    }

    /** What a node can say about a record. */
    public sealed interface Answer {
        record Proven(EvidenceBundle bundle) implements Answer {}

        /** It is kept, but no finalised block anchors it yet: ask again in a few seconds. */
        record NotAnchored() implements Answer {}

        record Unknown() implements Answer {}

        /** It is anchored, but this node lacks something; another node may have it. The reason is for people. */
        record Unavailable(String reason) implements Answer {}
    }

    /** For verifiers that trust genesis. */
    public Answer assemble(Hash recordId) {
        return assemble(recordId, 0);
    }

    /**
     * For verifiers that trust the committee of an epoch. Blocks of earlier epochs are proven from genesis all the same.
     *
     * @param firstEpoch from 0, the one of genesis
     */
    public Answer assemble(Hash recordId, long firstEpoch) {
        Optional<Bytes> bytes = store.record(recordId);
        if (bytes.isEmpty()) {
            return new Answer.Unknown();
        }
        DeviceRecord record = DeviceRecord.decode(bytes.get());
        Optional<AnchorPlace> place = store.place(record.device(), record.sequence());
        if (place.isEmpty()) {
            return new Answer.NotAnchored();
        }
        try {
            return new Answer.Proven(assemble(record, place.get(), firstEpoch));
        } catch (Lacking lacking) {
            return new Answer.Unavailable(lacking.reason);
        }
    }

    private EvidenceBundle assemble(DeviceRecord record, AnchorPlace place, long firstEpoch) {
        RecordBatch batch = batch(place.batch());
        Block block = chain.block(place.block()).orElseThrow(() -> lacks("block " + place.block()));
        List<Receipt> receipts =
                chain.receipts(place.block()).orElseThrow(() -> lacks("the receipts of block " + place.block()));
        Certificate certificate =
                chain.certificate(place.block()).orElseThrow(() -> lacks("the certificate of block " + place.block()));
        List<byte[]> transactions = block.transactions().stream()
                .map(transaction -> transaction.encoded().unsafeArray())
                .toList();
        List<byte[]> encodedReceipts = receipts.stream().map(Receipt::encode).toList();
        int index = place.transactionIndex();
        return new EvidenceBundle(
                genesis.chainId(),
                record.encoded(),
                batch.inclusion(record.sequence()),
                new EvidenceBundle.AnchorTransaction(
                        index, Bytes.wrap(transactions.get(index)), OrderedTrie.proof(transactions, index)),
                new EvidenceBundle.AnchorReceipt(
                        place.logIndex(),
                        Bytes.wrap(encodedReceipts.get(index)),
                        OrderedTrie.proof(encodedReceipts, index)),
                headers(block, certificate),
                Bytes.wrap(certificate.encode()),
                handovers(firstEpoch, certificate.subject().epoch()));
    }

    private EvidenceBundle.Handovers handovers(long firstEpoch, long epoch) {
        long first = firstEpoch < 0 || firstEpoch > epoch ? 0 : firstEpoch;
        if (epoch - first > EvidenceBundle.MAX_HANDOVERS) {
            throw new Lacking("epoch %d lies %d handovers after epoch %d, a bundle holds %d; begin at a checkpoint"
                    .formatted(epoch, epoch - first, first, EvidenceBundle.MAX_HANDOVERS));
        }
        // The handover before the first one names the committee that begins.
        long asked = Math.max(first - 1, 0);
        List<Handover> handovers = epoch == 0 ? List.of() : chain.handovers(asked, epoch);
        if (handovers.size() != epoch - asked) {
            throw lacks("the handovers from epoch %d to %d".formatted(asked, epoch));
        }
        List<Member> begin = first == 0
                ? genesis.committee().stream().map(Member::of).toList()
                : handovers.getFirst().members();
        var codec = HandoverCodec.from(genesis, first, begin);
        return new EvidenceBundle.Handovers(
                first, handovers.stream().skip(first - asked).map(codec::write).toList());
    }

    private RecordBatch batch(AnchorContract.Batch anchored) {
        if (anchored.count() > RecordBatch.MAX_RECORDS) {
            throw new Lacking("its batch has %d records, this node proves batches of at most %d"
                    .formatted(anchored.count(), RecordBatch.MAX_RECORDS));
        }
        List<Bytes> records = new ArrayList<>((int) anchored.count());
        for (long sequence = anchored.firstSequence(); sequence <= anchored.lastSequence(); sequence++) {
            String name = "record " + sequence + " of its batch";
            records.add(store.idAt(anchored.device(), sequence)
                    .flatMap(store::record)
                    .orElseThrow(() -> lacks(name)));
        }
        RecordBatch batch = RecordBatch.of(anchored.device(), anchored.firstSequence(), records);
        if (!batch.batch().equals(anchored)) {
            throw new Lacking("the records %d to %d that were published here are not those that were anchored"
                    .formatted(anchored.firstSequence(), anchored.lastSequence()));
        }
        return batch;
    }

    private List<Bytes> headers(Block block, Certificate certificate) {
        long last = certificate.subject().height();
        if (last - block.number() >= EvidenceBundle.MAX_HEADERS) {
            throw new Lacking("the next certificate is %d blocks later, a bundle bridges %d"
                    .formatted(last - block.number(), EvidenceBundle.MAX_HEADERS - 1));
        }
        List<Bytes> headers = new ArrayList<>();
        headers.add(Bytes.wrap(block.header().encode()));
        for (long number = block.number() + 1; number <= last; number++) {
            String name = "block " + number;
            headers.add(Bytes.wrap(
                    chain.block(number).orElseThrow(() -> lacks(name)).header().encode()));
        }
        return headers;
    }

    private static Lacking lacks(String what) {
        return new Lacking("this node lacks " + what);
    }

    private static final class Lacking extends RuntimeException {
        private final String reason;

        Lacking(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }
}
