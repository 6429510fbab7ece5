// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import java.time.Duration;

/**
 * What one network may use and what one peer may ask of it.
 *
 * @param messages the largest messages
 * @param memory how much may wait
 * @param rates how fast a peer may speak
 * @param lanes how much of that it may say on each lane
 * @param connections how many may connect
 * @param times how long things may take
 */
public record Limits(Messages messages, Memory memory, Rates rates, Lanes lanes, Connections connections, Times times) {
    /** Fits a committee of 36 on a small machine. */
    public static Limits defaults() {
        return new Limits(
                new Messages(64 << 10, 8 << 20),
                new Memory(18 << 20, 10 << 20, 14 << 20),
                new Rates(32L << 20, 64L << 20, 20_000, 40_000, Duration.ofSeconds(60)),
                Lanes.DEFAULT,
                new Connections(128, 32, 8, 50, 32, 4),
                // After a long silence TCP itself tries again as late as it was silent; a new connection is sooner.
                new Times(
                        Duration.ofSeconds(5),
                        Duration.ofMillis(2_500),
                        Duration.ofSeconds(10),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(5)));
    }

    /** With the usual lanes. */
    public Limits(Messages messages, Memory memory, Rates rates, Connections connections, Times times) {
        this(messages, memory, rates, Lanes.DEFAULT, connections, times);
    }

    public Limits {
        require(
                messages.bulkBytesMax() + Outbox.OVERHEAD <= Outbox.share(Lane.GOSSIP, memory.queueBytesPerPeerMax()),
                "queueBytesPerPeerMax must hold a message of the largest size in seven eighths");
        require(memory.queueBytesPerPeerMax() <= memory.queueBytesMax(), "queueBytesMax is below one peer's");
        require(messages.bulkBytesMax() <= memory.receiveBytesMax(), "receiveBytesMax must hold the largest message");
    }

    /**
     * @param consensusBytesMax on {@link Lane#CONSENSUS}
     * @param bulkBytesMax on the other lanes, but for {@link Lane#PEERS}, which has its own
     */
    public record Messages(int consensusBytesMax, int bulkBytesMax) {
        /** Room for as many records as one message may bring. */
        static final int PEERS_BYTES_MAX = 16 << 10;

        public Messages {
            require(0 < consensusBytesMax && consensusBytesMax <= bulkBytesMax, "consensusBytesMax out of range");
            require(bulkBytesMax <= 256 << 20, "bulkBytesMax is over 256 MiB");
        }

        int bytesMax(Lane lane) {
            return switch (lane) {
                case CONSENSUS -> consensusBytesMax;
                case BLOCKS, GOSSIP -> bulkBytesMax;
                case PEERS -> Math.min(PEERS_BYTES_MAX, bulkBytesMax);
            };
        }
    }

    /**
     * @param queueBytesMax waiting to be sent, all peers together; a message to several counts once. An eighth is kept
     *     for {@link Lane#CONSENSUS}
     * @param queueBytesPerPeerMax waiting to be sent to one peer, with the same eighth
     * @param receiveBytesMax of messages received in part, all peers together, outside {@link Lane#CONSENSUS}
     */
    public record Memory(int queueBytesMax, int queueBytesPerPeerMax, int receiveBytesMax) {}

    /**
     * What a peer may send us. Above it we stop reading until the average is right again, which a well-meaning sender
     * feels as a slow network. Who keeps pushing against the limit without a pause is disconnected.
     *
     * @param bytesPerSecond on the wire
     * @param bytesBurst after a pause
     * @param framesPerSecond of any type
     * @param framesBurst after a pause
     * @param abuseAfter how long a peer may stay at the limit
     */
    public record Rates(
            long bytesPerSecond, long bytesBurst, long framesPerSecond, long framesBurst, Duration abuseAfter) {
        public Rates {
            require(
                    bytesPerSecond > 0 && bytesBurst > 0 && framesPerSecond > 0 && framesBurst > 0,
                    "rates must be > 0");
            require(Math.max(bytesPerSecond, bytesBurst) <= 1L << 32, "rates over 4 GiB are no limit");
        }
    }

    /** Parts of {@link Rates}, each of them counted like those. */
    public record Lanes(LaneRates consensus, LaneRates blocks, LaneRates gossip, LaneRates peers) {
        static final Lanes DEFAULT = new Lanes(
                new LaneRates(8L << 20, 8_000),
                new LaneRates(32L << 20, 4_000),
                new LaneRates(16L << 20, 2_000),
                new LaneRates(32L << 10, 10));

        LaneRates on(Lane lane) {
            return switch (lane) {
                case CONSENSUS -> consensus;
                case BLOCKS -> blocks;
                case GOSSIP -> gossip;
                case PEERS -> peers;
            };
        }
    }

    /**
     * What a peer may say on one lane; after a pause, twice as much at once.
     *
     * @param bytesPerSecond of frames, after TLS
     * @param framesPerSecond so at most so many messages, too
     */
    public record LaneRates(long bytesPerSecond, long framesPerSecond) {
        public LaneRates {
            require(bytesPerSecond > 0 && framesPerSecond > 0, "lane rates must be > 0");
            require(bytesPerSecond <= 1L << 31, "lane rates over 2 GiB are no limit");
        }
    }

    /**
     * @param max in all; above it none is accepted
     * @param halfOpenMax accepted from strangers and not yet authenticated
     * @param halfOpenPerAddressMax the same, of anyone from one IPv4 address or IPv6 /64
     * @param acceptedPerSecond from strangers, and again as many from nodes we call ourselves; each costs us a signature
     *     before the other has shown anything
     * @param strangersMax peers that called us, of those that nobody named
     * @param strangersPerSubnetMax the same, from one IPv4 /24 or IPv6 /48; this machine is no subnet
     */
    public record Connections(
            int max,
            int halfOpenMax,
            int halfOpenPerAddressMax,
            int acceptedPerSecond,
            int strangersMax,
            int strangersPerSubnetMax) {
        public Connections {
            require(max > 0 && halfOpenMax > 0 && halfOpenPerAddressMax > 0, "connection limits must be > 0");
            require(strangersMax >= 0 && strangersPerSubnetMax > 0, "limits of strangers out of range");
            require(acceptedPerSecond > 0, "acceptedPerSecond must be > 0");
        }
    }

    /**
     * @param handshake from the first packet to both greetings
     * @param keepalive a peer hears from us at least this often
     * @param idle a peer that completes no frame, or takes none of ours, for this long is gone
     * @param redialFirst the wait before the first new attempt to connect; doubles with each
     * @param redialMax the longest such wait
     */
    public record Times(
            Duration handshake, Duration keepalive, Duration idle, Duration redialFirst, Duration redialMax) {
        public Times {
            require(
                    handshake.isPositive() && keepalive.isPositive() && redialFirst.isPositive(),
                    "times must be positive");
            require(idle.compareTo(keepalive.multipliedBy(2)) >= 0, "idle must be at least twice keepalive");
            require(redialMax.compareTo(redialFirst) >= 0, "redialMax must be at least redialFirst");
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("network limits: " + message);
        }
    }
}
