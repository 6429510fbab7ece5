// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.scale;

/** A block that is being filled, and how long it will take. */
final class Block {
    private static final long MICROS = 1_000;

    /** Proposal, votes and certificate each cross the network once. */
    private static final int CROSSINGS = 3;

    /** The proposer executes a block before it shows it, and voters before they vote. */
    private static final int EXECUTIONS = 2;

    private final Terms terms;
    private long gas;
    private long micros;
    private long serialMicros;
    private long transactions;

    Block(Terms terms, long micros) {
        this.terms = terms;
        this.micros = micros;
    }

    boolean fits(Costs.Price price) {
        return gas + price.gas() <= terms.gasLimit();
    }

    void add(Costs.Price price) {
        add(price, 1);
    }

    void add(Costs.Price price, long times) {
        gas += times * price.gas();
        micros += times * price.micros();
        serialMicros += times * price.serialMicros();
        transactions += times;
    }

    /** How many of these could still be added. */
    long room(long gasOfEach) {
        return Math.max(0, terms.gasLimit() - gas) / gasOfEach;
    }

    long gas() {
        return gas;
    }

    long transactions() {
        return transactions;
    }

    /** Microseconds until it is final: its interval, or what its machines need if that is more. */
    long lasts() {
        long agreeing = CROSSINGS * terms.oneWayMillis() * MICROS + EXECUTIONS * serialMicros;
        long working = micros / terms.cores();
        return Math.max(terms.blockMillis() * MICROS, Math.max(agreeing, working));
    }
}
