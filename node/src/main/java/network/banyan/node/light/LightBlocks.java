// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.light;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Receipt;
import network.banyan.light.BlockAnswers;
import network.banyan.light.FalseAnswer;
import network.banyan.light.KnownHeader;
import network.banyan.light.VerifiedChain;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.replica.ChainView.Location;
import org.jspecify.annotations.Nullable;

/** Final blocks and their receipts, fetched when somebody asks and verified against the follower's headers. */
final class LightBlocks {
    private static final long BLOCK_BYTES = 8L << 20;
    private static final long RECEIPT_BYTES = 4L << 20;
    private static final long LOCATION_BYTES = 1L << 20;

    /** Rough size of an object that holds some hashes. */
    private static final long SMALL = 200;

    private final Follower follower;
    private final Sources sources;
    private final Block genesis;
    private final Recent<Hash, Block> blocks = new Recent<>(BLOCK_BYTES);
    private final Recent<Hash, List<Receipt>> receipts = new Recent<>(RECEIPT_BYTES);
    private final Recent<Hash, Location> locations = new Recent<>(LOCATION_BYTES);

    LightBlocks(Follower follower, Sources sources, BlockHeader zero) {
        this.follower = follower;
        this.sources = sources;
        this.genesis = new Block(zero, List.of());
    }

    /** A block is final, and older than what a light node can tie to its newest header. */
    static final class OutOfReach extends RuntimeException {
        OutOfReach(long number) {
            super(
                    "block %d is not among the last %d, and older ones a light node cannot verify: ask a full node"
                            .formatted(number, VerifiedChain.WINDOW),
                    null,
                    false,
                    false);
        }
    }

    Block genesis() {
        return genesis;
    }

    /** Empty if there is no such block yet. */
    Optional<KnownHeader> header(long number) {
        if (number < 0 || number > follower.chain().newest().number()) {
            return Optional.empty();
        }
        if (!follower.isWithinReach(number)) {
            throw new OutOfReach(number);
        }
        return Optional.of(follower.header(number));
    }

    /** Empty if there is no such block yet. */
    Optional<Block> block(long number) {
        return number == 0 ? Optional.of(genesis) : header(number).map(this::body);
    }

    /** Empty if it is none of those in reach, and no source knows it. */
    Optional<Block> block(Hash hash) {
        if (hash.equals(genesis.hash())) {
            return Optional.of(genesis);
        }
        Optional<KnownHeader> known = follower.chain().header(hash);
        if (known.isPresent()) {
            return known.map(this::body);
        }
        return found(talk -> talk.numberOf(hash).flatMap(number -> named(number, hash)))
                .map(this::body);
    }

    private Optional<KnownHeader> named(long number, Hash hash) {
        Optional<KnownHeader> header = header(number);
        if (header.isPresent() && !header.get().hash().equals(hash)) {
            throw new FalseAnswer(
                    "block %d is %s, not %s".formatted(number, header.get().hash(), hash));
        }
        return header;
    }

    /** What some source knows; one that points out of reach must not hide what another one knows. */
    private <T> Optional<T> found(Sources.Question<Optional<T>> question) {
        AtomicReference<@Nullable OutOfReach> away = new AtomicReference<>();
        Optional<T> found = sources.search(talk -> {
            try {
                return question.of(talk);
            } catch (OutOfReach old) {
                away.set(old);
                return Optional.empty();
            }
        });
        OutOfReach old = away.get();
        if (found.isEmpty() && old != null) {
            throw old;
        }
        return found;
    }

    private Block body(KnownHeader known) {
        return blocks.get(known.hash()).orElseGet(() -> {
            Hash before = parentBeacon(known);
            long[] size = new long[1];
            Block block = sources.ask(talk -> {
                Bytes encoded = talk.block(known.number());
                size[0] = encoded.size();
                return BlockAnswers.block(known, before, encoded);
            });
            blocks.put(known.hash(), block, 2 * size[0] + SMALL);
            return block;
        });
    }

    private Hash parentBeacon(KnownHeader known) {
        if (known.number() == 1) {
            return genesis.header().mixHash();
        }
        long parent = known.number() - 1;
        if (!follower.isWithinReach(parent)) {
            throw new OutOfReach(known.number());
        }
        return follower.header(parent).header().mixHash();
    }

    /** Empty if there is no such block yet. */
    Optional<List<Receipt>> receipts(long number) {
        return number == 0 ? Optional.of(List.of()) : header(number).map(this::receipts);
    }

    private List<Receipt> receipts(KnownHeader known) {
        if (known.header().receiptsRoot().equals(BlockHeader.EMPTY_ROOT)) {
            return List.of();
        }
        return receipts.get(known.hash()).orElseGet(() -> {
            long[] size = new long[1];
            List<Receipt> found = sources.ask(talk -> {
                List<Bytes> encoded = talk.receipts(known.number());
                size[0] = encoded.stream().mapToLong(Bytes::size).sum();
                return BlockAnswers.receipts(known.header(), encoded);
            });
            receipts.put(known.hash(), found, 2 * size[0] + SMALL);
            return found;
        });
    }

    /** Where a transaction stands; empty if no source knows, which proves nothing. */
    Optional<Location> locate(Hash transaction) {
        Optional<Location> known = locations.get(transaction);
        if (known.isPresent()) {
            return known;
        }
        Optional<Location> found =
                sources.search(talk -> talk.locate(transaction).filter(at -> isThere(at, transaction)));
        found.ifPresent(at -> locations.put(transaction, at, SMALL));
        return found;
    }

    /** What is in a block that is not final here yet, is not found yet. */
    private boolean isThere(Location at, Hash transaction) {
        Optional<Block> block = block(at.block());
        if (block.isEmpty()) {
            return false;
        }
        var transactions = block.get().transactions();
        if (at.index() >= transactions.size()
                || !transactions.get(at.index()).hash().equals(transaction)) {
            throw new FalseAnswer(
                    "transaction %s is not number %d of block %d".formatted(transaction, at.index(), at.block()));
        }
        return true;
    }
}
