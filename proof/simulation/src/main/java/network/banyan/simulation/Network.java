// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import network.banyan.primitives.Bytes;
import network.banyan.replica.Input;
import network.banyan.replica.PeerMessage;

/** Lines between nodes. What travels is bytes; weather and strain lose, double, delay and reorder it. */
final class Network {
    private static final long STRAGGLE_MILLIS = 3_000;

    private final Simulation world;
    private final Distances distances;
    private final SplittableRandom random;
    private final Faults faults;
    private final boolean inOrder;
    private final Map<Line, Traffic> traffic = new HashMap<>();
    private long messages;
    private long digest;

    private record Line(SimulatedNode from, SimulatedNode to) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Line that && from == that.from && to == that.to;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(from) + System.identityHashCode(to);
        }
    }

    /** What a line has carried: how many were sent, the number of the latest that arrived, and when the last one will. */
    private static final class Traffic {
        private long sent;
        private long latest;
        private long busyUntil;
    }

    /** A message on its way, read once for all who receive it: nothing in it can change. */
    private record Parcel(PeerMessage message, int hash) {}

    /**
     * @param inOrder whether a line carries messages in the order they were sent, as TCP does
     */
    Network(Simulation world, Distances distances, SplittableRandom random, Faults faults, boolean inOrder) {
        this.world = world;
        this.distances = distances;
        this.random = random;
        this.faults = faults;
        this.inOrder = inOrder;
    }

    long messages() {
        return messages;
    }

    /** Of every message and its time: equal for equal runs. */
    long digest() {
        return digest;
    }

    /** When the last message will have come that others wait behind; 0 where none waits. */
    long clearAt() {
        return traffic.values().stream().mapToLong(line -> line.busyUntil).max().orElse(0);
    }

    private Parcel pack(PeerMessage said) {
        byte[] encoded = said.encode();
        return new Parcel(world.reader().carried(encoded), Arrays.hashCode(encoded));
    }

    /** Both ends of every connection of a node that came up learn of it. */
    void connect(SimulatedNode node) {
        for (SimulatedNode other : world.nodes()) {
            if (other.member != node.member) {
                world.schedule().after(1 + random.nextInt(20), () -> node.step(new Input.Connected(other.key())));
                world.schedule().after(1 + random.nextInt(20), () -> other.step(new Input.Connected(node.key())));
            }
        }
    }

    void send(SimulatedNode from, Bytes to, PeerMessage message) {
        List<SimulatedNode> others =
                world.nodes().stream().filter(other -> other.key().equals(to)).toList();
        for (Wording said : from.wording(message)) {
            Parcel parcel = pack(said.message());
            others.stream().filter(other -> said.isFor(other.member)).forEach(other -> transmit(from, other, parcel));
        }
    }

    /** Twins speak each to a half of the others, and are overheard at times. */
    void broadcast(SimulatedNode from, PeerMessage message) {
        if (message instanceof PeerMessage.Proposal proposal) {
            world.stopwatch().proposed(proposal.block().hash(), world.schedule().now());
        }
        for (Wording said : from.wording(message)) {
            Parcel parcel = pack(said.message());
            for (SimulatedNode other : world.nodes()) {
                if (from.faces(other.member) || world.chance(50)) {
                    if (said.isFor(other.member)) {
                        transmit(from, other, parcel);
                    }
                }
            }
        }
    }

    private void transmit(SimulatedNode from, SimulatedNode to, Parcel parcel) {
        if (from.member == to.member) {
            return;
        }
        Weather weather = world.weather();
        if (!weather.connected(from.member, to.member)) {
            faults.struck(Faults.Kind.MESSAGES_CUT_OFF);
            return;
        }
        if (world.strain().deaf().contains(new Strain.Line(from.member, to.member))) {
            faults.struck(Faults.Kind.ONE_WAY_LOSSES);
            return;
        }
        if (strikes(weather.drop(), Faults.Kind.MESSAGES_DROPPED)) {
            return;
        }
        int copies = strikes(weather.duplicate(), Faults.Kind.MESSAGES_DOUBLED) ? 2 : 1;
        Traffic line = traffic.computeIfAbsent(new Line(from, to), any -> new Traffic());
        long number = ++line.sent;
        for (int copy = 0; copy < copies; copy++) {
            long delay = distances.millis(from.member, to.member, random) + 1 + random.nextLong(weather.delay());
            if (delay > world.calmDelayMillis()) {
                faults.struck(Faults.Kind.MESSAGES_SLOW);
            }
            if (strikes(weather.straggle(), Faults.Kind.MESSAGES_LATE)) {
                delay += random.nextLong(STRAGGLE_MILLIS);
            }
            if (inOrder) {
                line.busyUntil = Math.max(line.busyUntil, world.schedule().now() + delay);
                delay = line.busyUntil - world.schedule().now();
            }
            world.schedule().after(delay, () -> deliver(from, to, parcel, line, number));
        }
    }

    private void deliver(SimulatedNode from, SimulatedNode to, Parcel parcel, Traffic line, long number) {
        messages++;
        digest = 31 * (31 * digest + world.schedule().now() * 64 + to.member * 8L + to.face) + parcel.hash;
        if (number < line.latest) {
            faults.struck(Faults.Kind.MESSAGES_REORDERED);
        }
        line.latest = Math.max(line.latest, number);
        world.tell(to, () -> "<- %s: %s".formatted(from.name(), Words.of(parcel.message)));
        to.step(new Input.Received(from.key(), parcel.message));
    }

    private boolean strikes(int ofThousand, Faults.Kind kind) {
        boolean struck = world.chance(ofThousand);
        if (struck) {
            faults.struck(kind);
        }
        return struck;
    }
}
