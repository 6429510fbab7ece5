// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.PriorityQueue;

/** Simulated time, and what is to happen when. Events of one moment happen in the order they were scheduled. */
final class Schedule {
    private record Event(long time, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return time != other.time ? Long.compare(time, other.time) : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long scheduled;
    private long happened;
    private long now;

    /** Milliseconds since the simulation began. */
    long now() {
        return now;
    }

    /** How many events there were. */
    long happened() {
        return happened;
    }

    void after(long delayMillis, Runnable action) {
        events.add(new Event(now + delayMillis, scheduled++, action));
    }

    void runUntil(long time) {
        while (!events.isEmpty() && events.peek().time <= time) {
            Event next = events.remove();
            now = next.time;
            happened++;
            next.action.run();
        }
        now = time;
    }
}
