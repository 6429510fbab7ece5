// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.scale;

/**
 * What all chains have alike, the root too.
 *
 * @param cores of each member's machine
 * @param members of each committee
 * @param oneWayMillis between any two machines
 * @param blockMillis the least time between blocks
 * @param gasLimit of a block
 * @param runBlocks of a sidechain, after which it may make a checkpoint
 * @param delayMillis from a checkpoint's acceptance until its messages go on
 */
public record Terms(
        int cores, int members, long oneWayMillis, long blockMillis, long gasLimit, int runBlocks, long delayMillis) {}
