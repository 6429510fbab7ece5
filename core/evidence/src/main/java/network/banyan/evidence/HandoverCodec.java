// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.banyan.election.Committee;
import network.banyan.election.CommitteeRoot;
import network.banyan.election.Member;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Bloom;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Slot;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;
import network.banyan.primitives.UInt256;

/**
 * Writes and reads a chain of handovers in few bytes, one after the other (docs/spec/light-client.md): what genesis, the
 * epoch or our chains' rules say already is left out of the header and the certificate, and a member that was met before
 * is named by its number. Both sides remember the members in the order in which they first appeared, so one codec takes
 * one chain, from its first handover on.
 *
 * <p>Reading believes nothing and checks no signature: the header that is put together again has the certified hash only if
 * everything in it is true.
 */
public final class HandoverCodec {
    private final Terms terms;
    private final long gasLimit;
    private final List<Member> known = new ArrayList<>();
    private final Map<Member, Integer> numbers = new HashMap<>();
    private long epoch;
    private List<Member> sitting;

    private HandoverCodec(Genesis genesis, long epoch, List<Member> sitting) {
        this.terms = Terms.of(genesis);
        this.gasLimit = genesis.parameters().gasLimit();
        this.epoch = epoch;
        this.sitting = sitting;
        remember(sitting);
    }

    /**
     * @param epoch of the committee that hands over first, 0 to {@link EvidenceBundle#MAX_EPOCH}
     * @param members of that committee, in the order of their seats
     */
    public static HandoverCodec from(Genesis genesis, long epoch, List<Member> members) {
        Invariant.check(!members.isEmpty(), "a committee of nobody");
        return new HandoverCodec(genesis, epoch, members);
    }

    /** The handover at the end of the next epoch, which must be one of a block that our chains' rules let pass. */
    public Bytes write(Handover handover) {
        BlockHeader header = handover.header();
        Slot slot = Slot.of(header);
        BlockHeader rebuilt = header(handover.members(), parts(header, slot));
        Invariant.check(rebuilt.equals(header), "block %d is not the last of epoch %d", header.number(), epoch);
        Certificate certificate = handover.certificate();
        Invariant.check(
                certificate
                        .subject()
                        .equals(subject(header, certificate.subject().view())),
                "the certificate is not of block %d",
                header.number());
        Bytes encoded = Bytes.wrap(encode(handover, slot));
        advance(handover.members());
        return encoded;
    }

    /**
     * The handover at the end of the next epoch.
     *
     * @throws EvidenceFormatException if the bytes are not exactly what {@link #write} makes of it
     * @throws RlpException if they are not even RLP of that shape
     */
    public Handover read(Bytes encoded) {
        RlpReader outer = new RlpReader(encoded.unsafeArray());
        RlpReader in = outer.list();
        outer.end();
        var parts = new Parts(
                in.hash(),
                in.hash(),
                in.hash(),
                in.bytes(),
                in.bytes(),
                in.bytes(),
                SparseBloom.read(in.bytes()).bytes(),
                in.longNumber(),
                in.number(),
                in.longNumber(),
                in.longNumber(),
                in.longNumber());
        EvidenceFormat.between(parts.timestamp, 0, DeviceRecord.MAX_TIME_MILLIS / 1000, "the handover's time");
        EvidenceFormat.between(parts.view, 1, Long.MAX_VALUE, "the handover's view");
        EvidenceFormat.between(parts.millis, 0, 999, "the handover's milliseconds");
        long certifiedView = in.longNumber();
        Bytes signers = in.bytes();
        Bytes signature = in.bytes();
        List<Member> members = members(in.list());
        in.end();
        BlockHeader header = header(members, parts);
        VoteSubject subject = subject(header, certifiedView == 0 ? parts.view : certifiedView);
        var handover = new Handover(header, new Certificate(subject, signers, signature), members);
        if (!Arrays.equals(encode(handover, Slot.of(header)), encoded.unsafeArray())) {
            throw new EvidenceFormatException("it is not written as a handover is, in its shortest form");
        }
        advance(members);
        return handover;
    }

    /** What of a header is neither constant on our chains nor known from the epoch; an empty string says: as usual. */
    private record Parts(
            Hash parentHash,
            Hash stateRoot,
            Hash mixHash,
            Bytes beneficiary,
            Bytes transactionsRoot,
            Bytes receiptsRoot,
            Bytes bloom,
            long gasUsed,
            UInt256 baseFeePerGas,
            long timestamp,
            long view,
            long millis) {}

    private Parts parts(BlockHeader header, Slot slot) {
        return new Parts(
                header.parentHash(),
                header.stateRoot(),
                header.mixHash(),
                header.beneficiary().equals(leader(slot.view()))
                        ? Bytes.EMPTY
                        : Bytes.wrap(header.beneficiary().toArray()),
                unlessEmpty(header.transactionsRoot()),
                unlessEmpty(header.receiptsRoot()),
                header.bloom().bytes(),
                header.gasUsed(),
                header.baseFeePerGas(),
                header.timestamp(),
                slot.view(),
                slot.millis());
    }

    private byte[] encode(Handover handover, Slot slot) {
        Parts parts = parts(handover.header(), slot);
        Certificate certificate = handover.certificate();
        long certifiedView = certificate.subject().view();
        var out = new RlpWriter(512)
                .beginList()
                .write(parts.parentHash)
                .write(parts.stateRoot)
                .write(parts.mixHash)
                .write(parts.beneficiary)
                .write(parts.transactionsRoot)
                .write(parts.receiptsRoot)
                .write(SparseBloom.write(handover.header().bloom()))
                .write(parts.gasUsed)
                .write(parts.baseFeePerGas)
                .write(parts.timestamp)
                .write(parts.view)
                .write(parts.millis)
                .write(certifiedView == parts.view ? 0 : certifiedView)
                .write(certificate.signers())
                .write(certificate.signature())
                .beginList();
        for (Member member : handover.members()) {
            Integer number = numbers.get(member);
            if (number == null) {
                member.writeTo(out);
            } else {
                out.write(number);
            }
        }
        return out.endList().endList().toArray();
    }

    private List<Member> members(RlpReader in) {
        List<Member> members = new ArrayList<>();
        while (in.hasMore()) {
            if (members.size() == Committee.MAX_SIZE) {
                throw EvidenceFormatException.of("a committee of over %d members", Committee.MAX_SIZE);
            }
            members.add(in.nextIsList() ? Member.read(in) : met(in.longNumber()));
        }
        if (members.isEmpty()) {
            throw new EvidenceFormatException("a committee of nobody");
        }
        return members;
    }

    private Member met(long number) {
        if (number >= known.size()) {
            throw EvidenceFormatException.of(
                    "it names member number %d, only %d were met before", number, known.size());
        }
        return known.get((int) number);
    }

    private BlockHeader header(List<Member> members, Parts parts) {
        return new BlockHeader(
                parts.parentHash,
                BlockHeader.NO_OMMERS,
                parts.beneficiary.isEmpty() ? leader(parts.view) : address(parts.beneficiary),
                parts.stateRoot,
                orEmpty(parts.transactionsRoot),
                orEmpty(parts.receiptsRoot),
                new Bloom(parts.bloom),
                UInt256.ZERO,
                terms.last(epoch),
                gasLimit,
                parts.gasUsed,
                parts.timestamp,
                new Slot(epoch, parts.view, (int) parts.millis).toExtraData(),
                parts.mixHash,
                BlockHeader.ZERO_NONCE,
                parts.baseFeePerGas,
                BlockHeader.EMPTY_ROOT,
                0,
                0,
                CommitteeRoot.of(epoch + 1, members),
                BlockHeader.NO_REQUESTS);
    }

    private VoteSubject subject(BlockHeader header, long view) {
        return new VoteSubject(epoch, view, VoteType.FINALIZE, header.number(), header.hash());
    }

    /** Who earns the tips of a block that was first proposed in this view, if its leader keeps to its own account. */
    private Address leader(long view) {
        return sitting.get((int) Math.floorMod(view - 1, (long) sitting.size())).operator();
    }

    private static Bytes unlessEmpty(Hash root) {
        return root.equals(BlockHeader.EMPTY_ROOT) ? Bytes.EMPTY : root.toBytes();
    }

    private static Hash orEmpty(Bytes root) {
        if (root.isEmpty()) {
            return BlockHeader.EMPTY_ROOT;
        }
        if (root.size() != Hash.SIZE) {
            throw EvidenceFormatException.of("a root of %d bytes", root.size());
        }
        return Hash.of(root.unsafeArray());
    }

    private static Address address(Bytes bytes) {
        if (bytes.size() != Address.SIZE) {
            throw EvidenceFormatException.of("a beneficiary of %d bytes", bytes.size());
        }
        return Address.at(bytes.unsafeArray(), 0);
    }

    private void advance(List<Member> members) {
        epoch++;
        sitting = members;
        remember(members);
    }

    private void remember(List<Member> members) {
        for (Member member : members) {
            if (numbers.putIfAbsent(member, known.size()) == null) {
                known.add(member);
            }
        }
    }
}
