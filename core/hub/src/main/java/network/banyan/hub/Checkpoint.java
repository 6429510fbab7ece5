// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * What a chain's committee signs about a run of its blocks (rule 20). Numbers are unsigned, as the package says.
 *
 * @param sequence from 1
 * @param previous the digest of the one before; zero for the first, and only for it
 * @param term whose committee signs, from 1
 * @param firstBlock the one after the last checkpoint's last; 1 for the first
 * @param preState what the state was before the run, as the chain tells it
 * @param inboxCursor how many messages of the inbox were handled so far
 * @param inboxHash {@link InboxPrefix} of that many
 * @param outboxRoot {@link OutboxTree}; zero for none
 * @param outboxCount at most {@link #MAX_OUTBOX}
 * @param totals {@link Totals#hash}
 * @param exits {@link Exits#hash}
 * @param data where tiers D and V commit to the blocks' bytes; zero for tier S
 * @param nextCommittee {@link CommitteeKeys#hash} for the term after this one; zero if nothing changes
 */
public record Checkpoint(
        long chainId,
        long sequence,
        Hash previous,
        long term,
        long firstBlock,
        long lastBlock,
        Hash blockHash,
        Hash preState,
        Hash postState,
        long inboxCursor,
        Hash inboxHash,
        Hash outboxRoot,
        int outboxCount,
        Hash totals,
        Hash exits,
        Hash data,
        Hash nextCommittee) {
    public static final int MAX_OUTBOX = 1 << 16;

    static final Hash TYPE =
            HubDomain.hash("Checkpoint(uint64 chainId,uint64 sequence,bytes32 previous,uint64 term,uint64 firstBlock,"
                    + "uint64 lastBlock,bytes32 blockHash,bytes32 preState,bytes32 postState,uint64 inboxCursor,"
                    + "bytes32 inboxHash,bytes32 outboxRoot,uint32 outboxCount,bytes32 totals,bytes32 exits,"
                    + "bytes32 data,bytes32 nextCommittee)");
    private static final int SIZE = 17 * Hash.SIZE;

    /**
     * @throws HubException if no root would take it, whatever came before
     */
    public Checkpoint {
        ChainIds.requireChain(chainId);
        HubException.require(sequence != 0, "sequences begin with 1");
        HubException.require(
                (sequence == 1) == previous.equals(Hash.ZERO), "the first checkpoint, and no other, follows on none");
        HubException.require(term != 0, "terms begin with 1");
        HubException.require(
                sequence == 1 ? firstBlock == 1 : Long.compareUnsigned(firstBlock, 1) > 0,
                "the first checkpoint, and no other, begins with block 1");
        HubException.require(
                Long.compareUnsigned(firstBlock, lastBlock) <= 0, "a run of blocks that ends before it begins");
        HubException.require(
                outboxCount >= 0 && outboxCount <= MAX_OUTBOX,
                "an outbox of %s messages, of %d",
                Integer.toUnsignedString(outboxCount),
                MAX_OUTBOX);
        HubException.require(
                (outboxCount == 0) == outboxRoot.equals(Hash.ZERO), "an empty outbox, and no other, has the root zero");
    }

    /** EIP-712's digest: what members sign, and what the next checkpoint names. */
    public Hash digest(HubDomain domain) {
        return domain.digest(Keccak.hash(AbiValue.encoded(AbiValue.of(TYPE), toAbi())));
    }

    /** As a member of a call's arguments. */
    public AbiValue toAbi() {
        return AbiValue.tuple(
                Strict.uint64(chainId),
                Strict.uint64(sequence),
                AbiValue.of(previous),
                Strict.uint64(term),
                Strict.uint64(firstBlock),
                Strict.uint64(lastBlock),
                AbiValue.of(blockHash),
                AbiValue.of(preState),
                AbiValue.of(postState),
                Strict.uint64(inboxCursor),
                AbiValue.of(inboxHash),
                AbiValue.of(outboxRoot),
                AbiValue.of(outboxCount),
                AbiValue.of(totals),
                AbiValue.of(exits),
                AbiValue.of(data),
                AbiValue.of(nextCommittee));
    }

    /** {@code abi.encode(checkpoint)}: 544 bytes. */
    public Bytes encode() {
        return AbiValue.encoded(toAbi());
    }

    /**
     * @throws HubException if the bytes are not the one encoding of a checkpoint
     */
    public static Checkpoint decode(Bytes data) {
        return Strict.decode(data, SIZE, Checkpoint::read, Checkpoint::encode);
    }

    static Checkpoint read(AbiReader reader) {
        return new Checkpoint(
                Strict.uint64(reader),
                Strict.uint64(reader),
                reader.word(),
                Strict.uint64(reader),
                Strict.uint64(reader),
                Strict.uint64(reader),
                reader.word(),
                reader.word(),
                reader.word(),
                Strict.uint64(reader),
                reader.word(),
                reader.word(),
                outboxCount(reader),
                reader.word(),
                reader.word(),
                reader.word(),
                reader.word());
    }

    private static int outboxCount(AbiReader reader) {
        long count = reader.number(Integer.SIZE);
        HubException.require(count <= MAX_OUTBOX, "an outbox of %d messages, of %d", count, MAX_OUTBOX);
        return (int) count;
    }
}
