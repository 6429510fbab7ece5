// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import network.banyan.contracts.staking.Parameter;
import network.banyan.contracts.staking.StakingContract.Bucket;
import network.banyan.node.UserError;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.StakingClient;

/** Buckets as people and as scripts read them. */
final class BucketText {
    /** A bucket with what stands elsewhere. */
    private record Row(long number, Bucket bucket, String delegate, UInt256 pending) {}

    private final Desk desk;
    private final long now;
    private final long wait;
    private final Map<Long, String> names = new TreeMap<>();

    BucketText(Desk desk) {
        this.desk = desk;
        this.now = desk.now();
        this.wait = desk.staking().parameters().number(Parameter.WITHDRAWAL_WAIT);
    }

    /** A table, and what all of it comes to. */
    void list(PrintWriter out, List<Long> buckets) {
        Table table = new Table(">bucket", ">coins", ">weight", "for", "delegate", ">pending", "state");
        UInt256 coins = UInt256.ZERO;
        UInt256 pending = UInt256.ZERO;
        for (long number : buckets) {
            Row row = read(number);
            Bucket bucket = row.bucket();
            coins = coins.plus(bucket.amount());
            pending = pending.plus(row.pending());
            table.row(
                    number,
                    Coins.about(bucket.amount()),
                    Coins.about(bucket.weight()),
                    term(bucket),
                    row.delegate(),
                    Coins.about(row.pending()),
                    Standings.bucket(bucket, now, wait));
        }
        table.print(out);
        out.printf(
                "%s, %s coins, %s to claim%n",
                buckets.size() == 1 ? "1 bucket" : buckets.size() + " buckets",
                Coins.about(coins),
                Coins.about(pending));
    }

    ArrayNode json(List<Long> buckets) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        buckets.forEach(number -> list.add(json(number)));
        return list;
    }

    /** Amounts in wei, as texts: JSON's numbers do not hold them. */
    ObjectNode json(long number) {
        Row row = read(number);
        Bucket bucket = row.bucket();
        return JsonNodeFactory.instance
                .objectNode()
                .put("bucket", number)
                .put("owner", bucket.owner().toHex())
                .put("amount", bucket.amount().toString())
                .put("weight", bucket.weight().toString())
                .put("days", bucket.term().days())
                .put("autoStake", bucket.term().autoStake())
                .put("compounding", bucket.compounding())
                .put("delegate", bucket.delegate())
                .put("delegateName", row.delegate())
                .put("pledgedTo", bucket.pledgedTo())
                .put("createdAt", bucket.createdAt())
                .put("since", bucket.since())
                .put("lockedUntil", bucket.lockedUntil())
                .put("unstaked", bucket.unstaked())
                .put("pending", row.pending().toString())
                .put("state", Standings.bucket(bucket, now, wait));
    }

    void show(PrintWriter out, long number) {
        Row row = read(number);
        Bucket bucket = row.bucket();
        out.printf("bucket       %d, of %s%n", number, bucket.owner());
        out.printf("coins        %s%n", Coins.exactly(bucket.amount()));
        out.printf("weight       %s%n", Coins.exactly(bucket.weight()));
        out.printf("staked for   %s, since %s%n", term(bucket), Times.at(bucket.since()));
        out.printf("delegate     %s%n", row.delegate());
        out.printf("pending      %s%n", Coins.exactly(row.pending()));
        out.printf("compounding  %s%n", bucket.compounding() ? "by anyone" : "by its owner only");
        out.printf("state        %s%n", Standings.bucket(bucket, now, wait));
        out.flush();
    }

    private Row read(long number) {
        StakingClient staking = desk.staking();
        Bucket bucket = staking.bucket(number);
        if (!bucket.exists()) {
            throw new UserError("There is no bucket %d.".formatted(number));
        }
        String delegate = bucket.delegate() == 0
                ? "none"
                : names.computeIfAbsent(
                        bucket.delegate(), id -> staking.delegate(id).name());
        return new Row(number, bucket, delegate, staking.pending(number));
    }

    private static String term(Bucket bucket) {
        int days = bucket.term().days();
        return (days == 1 ? "1 day" : days + " days") + (bucket.term().autoStake() ? ", auto-stake" : "");
    }
}
