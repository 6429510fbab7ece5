// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

/** What a disk has to fear. */
interface Power {
    /** Never fails. */
    Power STEADY = new Power() {
        @Override
        public boolean failsAt(long write) {
            return false;
        }

        @Override
        public int survivors(int entries) {
            return entries;
        }

        @Override
        public byte[] torn(byte[] bytes) {
            return new byte[0];
        }
    };

    /** Whether it fails in the middle of a write, the so-manieth of this disk. */
    boolean failsAt(long write);

    /** How many of so many entries the disk then has whole. */
    int survivors(int entries);

    /**
     * What is left of the bytes behind the whole entries: nothing, the first of them, or as many with some of them wrong,
     * as when a disk's sectors were written in another order.
     *
     * @param bytes of the entry that the write did not finish
     */
    byte[] torn(byte[] bytes);
}
