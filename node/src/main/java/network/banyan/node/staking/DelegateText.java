// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import network.banyan.contracts.staking.DelegatesContract.Delegate;
import network.banyan.contracts.staking.DelegatesContract.Member;
import network.banyan.contracts.staking.ElectionContract.Ranked;
import network.banyan.contracts.staking.ElectionContract.Standing;
import network.banyan.contracts.staking.GovernedValues;
import network.banyan.contracts.staking.Parameter;
import network.banyan.node.cli.DeviceCommand;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.StakingClient;

/** Delegates as people and as scripts read them. */
final class DelegateText {
    /** The most that are listed beside the ranking: each takes three questions to the node. */
    private static final int LISTED_MAX = 300;

    /** @param rank from 1; 0 outside the best */
    record Row(long number, int rank, Delegate delegate, Standing standing, UInt256 pledge, String status) {}

    private final Desk desk;
    private final long now;
    private final GovernedValues parameters;
    private final List<Ranked> ranking;

    DelegateText(Desk desk) {
        this.desk = desk;
        this.now = desk.now();
        this.parameters = desk.staking().parameters();
        this.ranking = desk.staking().ranked();
    }

    /** The ranking, and then who is not in it, by number. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        ranking.forEach(ranked -> rows.add(row(ranked.delegate())));
        long count = desk.staking().delegateCount();
        for (long number = 1; number <= count && rows.size() < LISTED_MAX; number++) {
            if (rank(number) == 0) {
                rows.add(row(number));
            }
        }
        return rows;
    }

    Row row(long number) {
        StakingClient staking = desk.staking();
        Delegate delegate = staking.delegate(number);
        Standing standing = staking.standing(number);
        UInt256 pledge =
                delegate.status().isRanked() ? staking.bucket(delegate.pledge()).amount() : UInt256.ZERO;
        int rank = rank(number);
        boolean eligible = rank > 0
                && rank <= parameters.number(Parameter.CANDIDATES)
                && !standing.ranked().isZero()
                && standing.ranked().compareTo(parameters.of(Parameter.MIN_VOTES)) >= 0;
        return new Row(number, rank, delegate, standing, pledge, Standings.delegate(delegate, standing, eligible));
    }

    private int rank(long number) {
        for (int i = 0; i < ranking.size(); i++) {
            if (ranking.get(i).delegate() == number) {
                return i + 1;
            }
        }
        return 0;
    }

    void list(PrintWriter out, List<Row> rows) {
        UInt256 all = UInt256.ZERO;
        for (Ranked ranked : ranking) {
            all = all.plus(ranked.votes());
        }
        Table table = new Table(">rank", ">number", "name", ">votes", ">share", ">pledge", ">commission", "status");
        for (Row row : rows) {
            UInt256 ranked = row.rank() == 0 ? UInt256.ZERO : row.standing().ranked();
            table.row(
                    row.rank() == 0 ? "-" : row.rank(),
                    row.number(),
                    row.delegate().name(),
                    Coins.about(row.standing().votes()),
                    Shares.of(ranked.toBigInteger(), all.toBigInteger()),
                    Coins.about(row.pledge()),
                    Shares.ofBasisPoints(row.delegate().commissionAt(now)),
                    row.status());
        }
        table.print(out);
        out.flush();
    }

    void show(PrintWriter out, long number) {
        Row row = row(number);
        Delegate delegate = row.delegate();
        Member member = desk.staking().members(List.of(delegate.identity())).getFirst();
        out.printf("delegate     %d, %s%n", number, delegate.name());
        out.printf("status       %s%s%n", row.status(), row.rank() == 0 ? "" : ", rank " + row.rank());
        out.printf(
                "votes        %s, as ranked %s%n",
                votes(row.standing().votes()), votes(row.standing().ranked()));
        out.printf("pledge       %s%n", pledge(row));
        out.printf("commission   %s%n", commission(delegate));
        out.printf(
                "earned       %s coins of its own to claim%n",
                Coins.exactly(desk.staking().earned(number)));
        out.printf("owner        %s%n", delegate.owner());
        out.printf("paid to      %s%n", delegate.rewardAddress());
        out.printf("operator     %s, identity %d%n", member.operator(), delegate.identity());
        out.printf("BLS key      %s%n", member.blsKey());
        out.printf("node key     %s%n", member.nodeKey());
        out.printf("registered   %s%n", Times.at(delegate.registeredAt()));
        // Its owner's own words, which a terminal must not obey.
        text(out, "web", delegate.profile().web());
        text(out, "endpoint", delegate.profile().endpoint());
        text(
                out,
                "logo",
                delegate.profile().logo().equals(Hash.ZERO)
                        ? ""
                        : delegate.profile().logo().toHex());
        out.flush();
    }

    private static void text(PrintWriter out, String what, String text) {
        if (!text.isEmpty()) {
            out.printf("%-12s %s%n", what, DeviceCommand.printable(text));
        }
    }

    private static String votes(UInt256 votes) {
        return Coins.exactly(votes);
    }

    private String pledge(Row row) {
        Delegate delegate = row.delegate();
        if (!delegate.status().isRanked()) {
            return "none";
        }
        String ends = delegate.endorsementEnds() == 0
                ? ""
                : ", whose endorsement ends at " + Times.at(delegate.endorsementEnds());
        return "bucket %d, %s coins%s".formatted(delegate.pledge(), Coins.exactly(row.pledge()), ends);
    }

    private String commission(Delegate delegate) {
        String next = delegate.nextCommissionAt() > now
                ? ", from %s on %s"
                        .formatted(
                                Times.at(delegate.nextCommissionAt()), Shares.ofBasisPoints(delegate.nextCommission()))
                : "";
        return Shares.ofBasisPoints(delegate.commissionAt(now)) + next;
    }

    /** Amounts in wei, as texts; shares in basis points. */
    ObjectNode json(Row row) {
        Delegate delegate = row.delegate();
        return JsonNodeFactory.instance
                .objectNode()
                .put("delegate", row.number())
                .put("rank", row.rank())
                .put("name", delegate.name())
                .put("status", row.status())
                .put("votes", row.standing().votes().toString())
                .put("votesRanked", row.standing().ranked().toString())
                .put("pledgeBucket", delegate.pledge())
                .put("pledge", row.pledge().toString())
                .put("commission", delegate.commissionAt(now))
                .put("owner", delegate.owner().toHex())
                .put("rewardAddress", delegate.rewardAddress().toHex())
                .put("identity", delegate.identity())
                .put("web", delegate.profile().web())
                .put("endpoint", delegate.profile().endpoint());
    }
}
