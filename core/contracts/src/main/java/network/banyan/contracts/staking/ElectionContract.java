// SPDX-License-Identifier: Apache-2.0
package network.banyan.contracts.staking;

import java.util.ArrayList;
import java.util.List;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;

/** Questions to {@code Election}, and its answers: votes, ranking, probation, candidates. */
public final class ElectionContract {
    public static final Address ADDRESS = Address.ofNumber(0x1007);

    /** How many the ranking has at hand, and how many can be candidates. */
    public static final int BEST = 100;

    public static final int MAX_CANDIDATES = 36;

    private ElectionContract() {}

    /** @param votes as ranked, in wei */
    public record Ranked(long delegate, UInt256 votes) {}

    /**
     * @param votes of all buckets, in wei
     * @param ranked what of them counts
     * @param probationUntil the epoch in which probation ends; 0 for none
     */
    public record Standing(UInt256 votes, UInt256 ranked, boolean onBoard, boolean amongBest, long probationUntil) {}

    /** One who may be drawn. */
    public record Candidate(long delegate, long identity, UInt256 votes) {}

    public static Bytes ranked() {
        return AbiValue.call("ranked()");
    }

    /** Reads what {@code ranked} returned, the best first. */
    public static List<Ranked> ranked(Bytes returned) {
        AbiReader in = AbiReader.ofOutput(returned);
        List<Long> delegates = in.list(BEST, item -> item.number(32));
        List<UInt256> votes = in.list(BEST, AbiReader::uint);
        List<Ranked> ranked = new ArrayList<>();
        for (int i = 0; i < Math.min(delegates.size(), votes.size()); i++) {
            ranked.add(new Ranked(delegates.get(i), votes.get(i)));
        }
        return ranked;
    }

    public static Bytes standing(long delegate) {
        return AbiValue.call("standing(uint32)", AbiValue.of(delegate));
    }

    /** Reads what {@code standing} returned. */
    public static Standing standing(Bytes returned) {
        AbiReader in = AbiReader.ofOutput(returned);
        return new Standing(in.uint(), in.uint(), in.flag(), in.flag(), in.number(63));
    }

    public static Bytes candidates(long epoch) {
        return AbiValue.call("candidates(uint256)", AbiValue.of(epoch));
    }

    /** Reads what {@code candidates} returned, in order. */
    public static List<Candidate> candidates(Bytes returned) {
        return AbiReader.ofOutput(returned)
                .list(MAX_CANDIDATES, in -> new Candidate(in.number(32), in.number(32), in.uint()));
    }

    /** With which operators and keys the candidates stand: {@link CheckpointsContract#identities} reads the answer. */
    public static Bytes identities(long epoch) {
        return AbiValue.call("identities(uint256)", AbiValue.of(epoch));
    }

    /**
     * How a member of a committee served, in an epoch that is over.
     *
     * @param produced blocks it proposed that stand in the chain
     * @param expected blocks that an even share would be
     * @param missedReveals views in which it withheld what it owed the beacon
     */
    public record Report(long delegate, long produced, long expected, long missedReveals) {
        private AbiValue encoded() {
            return AbiValue.tuple(
                    AbiValue.of(delegate), AbiValue.of(produced), AbiValue.of(expected), AbiValue.of(missedReveals));
        }
    }

    /** What is to be minted for the epoch before. */
    public static Bytes due(List<Report> reports) {
        return AbiValue.call("due((uint32,uint32,uint32,uint32)[])", encoded(reports));
    }

    /** Reads what {@code due} returned, in wei. */
    public static UInt256 due(Bytes returned) {
        return AbiReader.ofOutput(returned).uint();
    }

    /** The protocol's call at the beginning of an epoch; nobody else may make it. */
    public static Bytes turn(long epoch, UInt256 minted, List<Report> reports) {
        return AbiValue.call(
                "turn(uint64,uint256,(uint32,uint32,uint32,uint32)[])",
                AbiValue.of(epoch),
                AbiValue.of(minted),
                encoded(reports));
    }

    private static AbiValue encoded(List<Report> reports) {
        return new AbiValue.Items(reports.stream().map(Report::encoded).toList());
    }

    /** The epoch that began last. */
    public static Bytes epoch() {
        return AbiValue.call("epoch()");
    }

    public static long epoch(Bytes returned) {
        return AbiReader.ofOutput(returned).number(63);
    }
}
