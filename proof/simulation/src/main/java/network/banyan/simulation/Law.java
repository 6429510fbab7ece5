// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

/** What a simulation holds every honest replica to. */
enum Law {
    /** Of one height at most one block becomes final, and it is a child of the final one below. */
    AGREEMENT,
    /** What is called final has a true FINALIZE certificate, of itself or of a later block. */
    CERTIFIED,
    /** A final block's header follows from its parent's: number, slot, time, leader, committee, price of gas, state. */
    HEADER,
    /** A final block's reveal is its leader's signature of its slot, and its randomness is made of its parent's and that. */
    REVEAL,
    /** An epoch ends with one block, the same everywhere, and nothing of it follows. */
    LAST_BLOCK,
    /** Who sits next is what the last block's randomness draws: in its header, on every disk, in every replica. */
    SUCCESSION,
    /** Nobody votes without a seat in that epoch, nor in an epoch that it has handed over, in none of its lives. */
    SEAT,
    /** Of an epoch that a node has handed over its vote log keeps nothing. */
    FORGETTING,
    /** A transaction becomes final once. */
    ONCE,
    /** Coins are moved and burned, never made or lost. */
    CONSERVATION,
    /** No seat says two things that exclude each other, over all its lives. */
    CONTRADICTION,
    /** NOTARIZE is said of a block only if its parent is notarized or final, and the views between are nullified. */
    GROUND,
    /** Nothing is said that is not on disk: votes, and the blocks that they are for. */
    DURABILITY,
    /** A final block that was told of is on disk, and there in every later life. */
    LASTING,
    /** A seat speaks of views in their order. */
    ORDER,
    /** Who restarts, or meets another, says again what it said in its last two views. */
    REPETITION,
    /** Who enters a view passes on the certificate that brought it there. */
    PASSING_ON,
    /** Who is asked for certificates or blocks that it has, gives them. */
    ANSWER,
    /** Who misses final blocks, or the parent of a proposal, asks for them. */
    ASKING,
    /** Timers run as long as rule 7 says. */
    PATIENCE,
    /** Nobody accuses an honest member, or believes that more than f lie. */
    FAIRNESS,
    /** Whoever receives two votes that convict a member reports it. */
    CONVICTION,
    /**
     * Within 10 delta of the end of the storm, delta being what the timers that run were set with, every honest node has a new
     * final block; within 5 more for each liar but the first, and once nobody waits any longer for blocks that it asked for in
     * the storm.
     */
    RECOVERY,
    /** Blocks become final once the storm is over, on every honest node. */
    PROGRESS,
    /** Once the storm is over no honest node stays behind in an epoch that another has left. */
    TOGETHER,
    /** Once the storm is over every honest member votes in the epochs it was drawn for, also if it only followed before. */
    SERVICE,
    /** Every transfer arrives, everywhere and exactly. */
    DELIVERY,
    /** No input makes a replica throw. */
    CRASH
}
