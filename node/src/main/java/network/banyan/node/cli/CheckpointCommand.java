// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import network.banyan.contracts.AbiException;
import network.banyan.contracts.staking.CheckpointsContract;
import network.banyan.contracts.staking.CheckpointsContract.Signed;
import network.banyan.contracts.staking.DelegatesContract;
import network.banyan.contracts.staking.ElectionContract;
import network.banyan.election.Committee;
import network.banyan.evidence.Checkpoint;
import network.banyan.evidence.CheckpointChain;
import network.banyan.evidence.CheckpointPath;
import network.banyan.evidence.CheckpointPath.Offer;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.SignedCheckpoint;
import network.banyan.ledger.Genesis;
import network.banyan.node.UserError;
import network.banyan.node.devnet.DevnetFolder;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.replica.Nominees;
import network.banyan.sdk.ChainClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan checkpoint}: fetches what the candidates signed, checks it against genesis, and writes it down. */
@Command(
        name = "checkpoint",
        mixinStandardHelpOptions = true,
        description = {
            "Fetches the daily checkpoint that the candidates signed, and the few steps from genesis to it.",
            "The node need not be believed: every signature is checked here. Exit code 1 if no signed checkpoint"
                    + " leads on from genesis.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  banyan checkpoint --genesis genesis.json --out checkpoints.json",
            "  banyan verify proof.json --genesis genesis.json --checkpoints checkpoints.json"
        })
public final class CheckpointCommand implements Callable<Integer> {
    @Option(names = "--genesis", required = true, paramLabel = "FILE", description = "The chain's genesis.json.")
    private Path genesis = Path.of("");

    @Option(
            names = "--epoch",
            paramLabel = "NUMBER",
            description =
                    "The last checkpoint at or before this epoch, to verify readings of that time (default: now).")
    private Optional<Long> epoch = Optional.empty();

    @Option(names = "--out", paramLabel = "FILE", description = "Write it here, for `banyan verify --checkpoints`.")
    private Optional<Path> out = Optional.empty();

    @Mixin
    private NodeUrl node = new NodeUrl();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Genesis trusted = DevnetFolder.readGenesis(genesis);
        var chain = new ChainClient(node.client());
        long now = ask(chain, ElectionContract.ADDRESS, ElectionContract.epoch(), ElectionContract::epoch);
        long last = Math.min(epoch.orElse(now), now);
        if (last < 0) {
            throw new UserError("--epoch is 0 or more, not %d.".formatted(last));
        }
        Map<Long, Optional<Offer>> offers = new HashMap<>();
        Optional<CheckpointChain> path = new CheckpointPath(
                        trusted, each -> offers.computeIfAbsent(each, number -> offer(chain, number)))
                .to(last, CheckpointsContract.EVERY);
        PrintWriter told = spec.commandLine().getOut();
        if (path.isEmpty()) {
            told.printf(
                    "No checkpoint up to epoch %d is signed by a quorum of those whom genesis names. There is one every %d epochs.%n",
                    last, CheckpointsContract.EVERY);
            told.flush();
            return 1;
        }
        told.printf("%-8s %-10s %-24s %-14s %s%n", "EPOCH", "BLOCK", "TIME", "SIGNED BY", "HASH");
        int before = trusted.committee().size();
        for (SignedCheckpoint step : path.get().steps()) {
            tell(told, step, before);
            before = step.candidates().size();
        }
        out.ifPresent(file -> write(file, path.get(), told));
        told.flush();
        return 0;
    }

    private static void tell(PrintWriter out, SignedCheckpoint step, int of) {
        Checkpoint checkpoint = step.checkpoint();
        int signers = BitSet.valueOf(step.signers().toArray()).cardinality();
        out.printf(
                "%-8d %-10d %-24s %-14s %s%n",
                step.epoch(),
                checkpoint.header().number(),
                Instant.ofEpochMilli(checkpoint.timeMillis()),
                signers + " of " + of,
                checkpoint.block());
    }

    private static void write(Path file, CheckpointChain chain, PrintWriter told) {
        try {
            Files.write(file, chain.toJson().toArray());
        } catch (IOException failed) {
            throw new UserError("The checkpoints cannot be written: " + UserError.why(failed), failed);
        }
        told.printf("%nWritten to %s.%n", file);
    }

    private static Optional<Offer> offer(ChainClient chain, long number) {
        List<Long> candidates = identities(chain, number);
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        Set<Long> known = new LinkedHashSet<>(candidates);
        known.addAll(identities(chain, number - CheckpointsContract.EVERY));
        List<Long> all = List.copyOf(known);
        List<DelegatesContract.Member> members = members(chain, all);
        Map<Bytes, Bytes> signatures = new HashMap<>();
        for (Signed signed : ask(
                chain,
                CheckpointsContract.ADDRESS,
                CheckpointsContract.signaturesOf(number, all),
                answer -> CheckpointsContract.signatures(answer, all))) {
            signatures.put(members.get(all.indexOf(signed.identity())).blsKey(), signed.signature());
        }
        String file = chain.rpc()
                .call("banyan_checkpoint", "0x" + Long.toHexString(number))
                .asText();
        try {
            return Optional.of(new Offer(
                    Checkpoint.parse(Bytes.wrap(file.getBytes(StandardCharsets.US_ASCII))),
                    Committee.elected(number, Nominees.of(members.subList(0, candidates.size()))),
                    signatures));
        } catch (EvidenceFormatException | Committee.Refused malformed) {
            throw new UserError(
                    "The node's checkpoint of epoch %d is none: %s".formatted(number, malformed.getMessage()));
        }
    }

    private static List<Long> identities(ChainClient chain, long number) {
        return ask(
                chain,
                CheckpointsContract.ADDRESS,
                CheckpointsContract.candidates(number),
                CheckpointsContract::identities);
    }

    private static List<DelegatesContract.Member> members(ChainClient chain, List<Long> identities) {
        List<DelegatesContract.Member> members = ask(
                chain,
                DelegatesContract.ADDRESS,
                DelegatesContract.members(identities),
                answer -> DelegatesContract.members(answer, identities.size()));
        if (members.size() != identities.size()) {
            throw new UserError("The node does not tell who the candidates are.");
        }
        return members;
    }

    private static <T> T ask(ChainClient chain, Address contract, Bytes call, Function<Bytes, T> meaning) {
        try {
            return meaning.apply(chain.call(contract, call));
        } catch (AbiException notOurContract) {
            throw new UserError("This chain has no signed checkpoints: at %s is no such contract.".formatted(contract));
        }
    }
}
