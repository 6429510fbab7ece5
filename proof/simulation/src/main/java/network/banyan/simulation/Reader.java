// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.banyan.consensus.Message;
import network.banyan.consensus.MessageCodec;
import network.banyan.ledger.Block;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.replica.PeerMessage;

/**
 * Reads what is said, each message once for all who look at it, and keeps one copy of each transaction, so that its sender
 * is recovered once in a run and not by every node.
 */
final class Reader {
    /** More than are under way between two looks at one message. */
    private static final int KEPT_MAX = 1_024;

    private final IdentityHashMap<PeerMessage, Optional<Message>> read = new IdentityHashMap<>();
    private final Map<Hash, Transaction> transactions = new HashMap<>();

    /** As it comes out of the bytes that it went into. */
    PeerMessage carried(byte[] encoded) {
        return switch (PeerMessage.decode(encoded)) {
            case PeerMessage.Proposal proposal -> new PeerMessage.Proposal(proposal.payload(), known(proposal.block()));
            case PeerMessage.Body body -> new PeerMessage.Body(known(body.block()));
            case PeerMessage.Blocks run ->
                new PeerMessage.Blocks(run.blocks().stream().map(this::known).toList(), run.certificate());
            case PeerMessage.Transactions several -> new PeerMessage.Transactions(known(several.transactions()));
            case PeerMessage other -> other;
        };
    }

    /** What a message says about votes; empty if it is about something else. */
    Optional<Message> read(PeerMessage message) {
        if (read.size() > KEPT_MAX) {
            read.clear();
        }
        return read.computeIfAbsent(message, any -> switch (any) {
            case PeerMessage.Consensus consensus -> Optional.of(decode(consensus.payload()));
            case PeerMessage.Proposal proposal -> Optional.of(decode(proposal.payload()));
            default -> Optional.empty();
        });
    }

    private static Message decode(Bytes payload) {
        return MessageCodec.decode(payload.toArray());
    }

    private Block known(Block block) {
        return new Block(block.header(), known(block.transactions()), block.reveal());
    }

    private List<Transaction> known(List<Transaction> several) {
        return several.stream().map(this::known).toList();
    }

    /** The copy that everybody shares. */
    Transaction known(Transaction one) {
        return transactions.computeIfAbsent(one.hash(), any -> one);
    }
}
