// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import java.util.Optional;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.contracts.hub.DisputesContract;
import network.banyan.crypto.BlsPoints;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * A checkpoint with all that the root needs to judge it (rule 21): what anybody carries there. Whether the parts belong
 * together {@link SubmissionRule} tells.
 *
 * @param keys the committee's of the checkpoint's term
 * @param nextKeys what the checkpoint's {@code nextCommittee} is the hash of, if it names one
 */
public record Submission(
        Checkpoint checkpoint,
        Totals totals,
        Exits exits,
        CommitteeKeys keys,
        Certificate certificate,
        Optional<CommitteeKeys> nextKeys) {
    /** {@code HubCheckpoints}, which takes it. */
    public static final Address CONTRACT = Address.ofNumber(0x1024);

    /** {@code HubDisputes}, which takes those of chains of tier D. */
    public static final Address DISPUTES = DisputesContract.ADDRESS;

    private static final String TUPLE =
            "((uint64,uint64,bytes32,uint64,uint64,uint64,bytes32,bytes32,bytes32,uint64,bytes32,bytes32,uint32,"
                    + "bytes32,bytes32,bytes32,bytes32),(address,uint256)[],(address,uint256)[],"
                    + "(address,bytes32,uint256,uint32)[],bytes,uint64,bytes,bytes)";

    private static final String SIGNATURE = "submit(" + TUPLE + ")";
    private static final String WITH_BLOCKS = "submit(" + TUPLE + ",bytes)";

    private static final int KEYS_SIZE = CommitteeKeys.MAX_SIZE * BlsPoints.G1_SIZE;

    /** Its own offset, the checkpoint, six offsets, the bitmap, and six sizes. */
    private static final int FRAME_WORDS = 1 + 17 + 6 + 1 + 6;

    private static final int LIST_WORDS = 2 * (Totals.MAX_TOTALS + Totals.MAX_TOKENS) + 4 * Exits.MAX_TREES;
    private static final int MAX_SIZE = (FRAME_WORDS + LIST_WORDS) * Hash.SIZE + 2 * KEYS_SIZE + BlsPoints.G2_SIZE;

    /**
     * The call of {@link #CONTRACT} that submits it.
     *
     * @throws HubException if the signature is no point of the group, which no root would take
     */
    public Bytes toCall() {
        return AbiValue.call(SIGNATURE, toAbi());
    }

    /** The call of {@link #DISPUTES} that submits it with the blocks it is about. */
    public Bytes toCall(BlockList blocks) {
        return AbiValue.call(WITH_BLOCKS, toAbi(), AbiValue.of(blocks.encode()));
    }

    /**
     * Reads a call that submitted something.
     *
     * @throws HubException if the bytes are not the one encoding of such a call
     */
    public static Submission ofCall(Bytes call) {
        HubException.require(AbiValue.isCall(call, SIGNATURE), "the bytes call another function than submit");
        Bytes arguments = call.slice(AbiValue.SELECTOR_SIZE, call.size());
        return Strict.decode(arguments, MAX_SIZE, reader -> read(reader.struct()), Submission::arguments);
    }

    private Bytes arguments() {
        return AbiValue.encoded(toAbi());
    }

    private AbiValue toAbi() {
        return AbiValue.tuple(
                checkpoint.toAbi(),
                totals.totalsAbi(),
                totals.tokensAbi(),
                exits.toAbi(),
                AbiValue.of(keys.encode()),
                Strict.uint64(certificate.signers()),
                AbiValue.of(certificate.encodedSignature()),
                AbiValue.of(nextKeys.map(CommitteeKeys::encode).orElse(Bytes.EMPTY)));
    }

    private static Submission read(AbiReader reader) {
        Checkpoint checkpoint = Checkpoint.read(reader);
        Totals totals = Totals.read(reader);
        Exits exits = Exits.read(reader);
        CommitteeKeys keys = CommitteeKeys.decode(reader.bytes(KEYS_SIZE));
        long signers = Strict.uint64(reader);
        Certificate certificate = Certificate.decode(signers, reader.bytes(BlsPoints.G2_SIZE));
        Bytes nextKeys = reader.bytes(KEYS_SIZE);
        return new Submission(
                checkpoint,
                totals,
                exits,
                keys,
                certificate,
                nextKeys.isEmpty() ? Optional.empty() : Optional.of(CommitteeKeys.decode(nextKeys)));
    }
}
