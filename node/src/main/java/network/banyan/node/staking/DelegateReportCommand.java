// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.banyan.contracts.staking.SlashingContract;
import network.banyan.contracts.staking.SlashingContract.Vote;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.node.UserError;
import network.banyan.primitives.BigEndian;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.sdk.Wallet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan delegate report}: brings two votes that no honest member casts both. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Proves that a delegate lied: two conflicting votes of one view, signed by its key.",
            "It loses a share of its pledge and its place; the reporter gets a part.",
            ""
        },
        footer = {
            "",
            "A vote is its 79 bytes (rule 1 of docs/spec/consensus.md) and the signature of 96, in hex:",
            "  banyan delegate report bad-one --vote 0x42414e... 0x8f01... --vote 0x42414e... 0xa2c7... --account 2"
        })
public final class DelegateReportCommand implements Callable<Integer> {
    private static final int MESSAGE_SIZE = VoteSubject.nullify(0, 1).message(1).length;

    @Parameters(paramLabel = "DELEGATE")
    private String delegate = "";

    @Option(
            names = "--vote",
            required = true,
            arity = "2",
            paramLabel = "HEX",
            description = "What was signed, and the signature; twice.")
    private List<String> votes = List.of();

    @Option(
            names = "--identity",
            paramLabel = "N",
            converter = Ids.class,
            description = "Whose key it was, if not that which the delegate has now.")
    private Optional<Long> identity = Optional.empty();

    @Mixin
    private Signer signer = new Signer();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (votes.size() != 4) {
            throw new UserError("It takes two votes: --vote MESSAGE SIGNATURE --vote MESSAGE SIGNATURE.");
        }
        Wallet wallet = signer.wallet();
        try (Desk desk = signer.desk(spec)) {
            long chainId = desk.chain().chainId();
            Vote first = vote(votes.get(0), votes.get(1), chainId);
            Vote second = vote(votes.get(2), votes.get(3), chainId);
            long number = desk.delegate(delegate);
            long key = identity.orElseGet(() -> desk.staking().delegate(number).identity());
            desk.send(wallet, SlashingContract.ADDRESS, SlashingContract.report(key, first, second));
            new DelegateText(desk).show(desk.out(), number);
            return 0;
        }
    }

    private static Vote vote(String message, String signature, long chainId) {
        try {
            return new Vote(subject(Bytes.fromHex(message), chainId), Bytes.fromHex(signature));
        } catch (IllegalArgumentException | Invariant.Violation noVote) {
            throw new UserError("That is no vote of this chain: " + noVote.getMessage(), noVote);
        }
    }

    /** The subject of the 79 bytes: the one whose message they are. */
    private static VoteSubject subject(Bytes message, long chainId) {
        if (message.size() != MESSAGE_SIZE) {
            throw new IllegalArgumentException("it has %d bytes, not %d".formatted(message.size(), MESSAGE_SIZE));
        }
        byte[] bytes = message.unsafeArray();
        int at = MESSAGE_SIZE - 57;
        var subject = new VoteSubject(
                BigEndian.longAt(bytes, at),
                BigEndian.longAt(bytes, at + 8),
                VoteType.ofCode(bytes[at + 16] & 0xff),
                BigEndian.longAt(bytes, at + 17),
                Hash.at(bytes, at + 25));
        if (!Bytes.wrap(subject.message(chainId)).equals(message)) {
            throw new IllegalArgumentException("it does not begin as votes do, or names another chain");
        }
        return subject;
    }
}
