// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

/** What one round of the uplink brought, and when to try the next. */
public sealed interface Progress {
    /** How long to wait while something is under way, in milliseconds. */
    long POLL_MILLIS = 250;

    /** How long to wait before trying again what was refused, in milliseconds. */
    long PROBLEM_MILLIS = 5_000;

    /** Something went forward: go on at once. */
    record Moved() implements Progress {}

    /** Nothing to do, or something is under way. */
    record Resting() implements Progress {}

    /** Something is in the way, which may pass; the reason is for people. */
    record Hindered(String reason) implements Progress {}

    /** Of two things done in one round: a move wins, then a problem. */
    static Progress of(Progress one, Progress other) {
        if (one instanceof Moved || other instanceof Resting) {
            return one;
        }
        return other instanceof Moved || one instanceof Resting ? other : one;
    }
}
