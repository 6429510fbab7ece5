// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

/** One link of the chain from a reading to genesis, and whether it holds. */
public sealed interface Link {
    Name name();

    /** One sentence for people, with the values. */
    String text();

    record Holds(Name name, String text) implements Link {}

    record Broken(Name name, String text) implements Link {}

    /**
     * The links in the order in which they are looked at: cheap ones first, so that a forged file costs little. Signatures
     * come last, when everything else already hangs together.
     */
    enum Name {
        /** The file is a bundle, byte for byte as one is written, and the record in it is a record. */
        FORM("form"),
        /** The bundle speaks of the genesis' chain, and the genesis holds the two contracts. */
        CHAIN("chain"),
        /** The anchoring block's header leads, parent by parent, to the header that the certificate names. */
        HEADERS("block headers"),
        /** The anchoring transaction stands in the block and calls the anchor contract. */
        TRANSACTION("anchoring transaction"),
        /** Its receipt stands in the block, succeeded, and holds the event of that very call. */
        RECEIPT("receipt"),
        /** The event names the record's device, with its key and owner at that block. */
        REGISTRATION("device registration"),
        /** The record stands under the anchored root at its own sequence number. */
        INCLUSION("Merkle inclusion"),
        /** The registered key signed the record. */
        SIGNATURE("record signature"),
        /** Each committee since genesis, or since a trusted checkpoint, made the block final that names the next one. */
        HANDOVERS("committee handovers"),
        /** The headers commit to the committee that genesis names or the handovers lead to. */
        COMMITTEE("committee"),
        /** A quorum of that committee signed that the block is final. */
        FINALITY("finality certificate"),
        /**
         * Witnesses saw the gateway's log, and it extends the anchored one. Looked at only if the bundle tells of witnesses
         * or the verifier wants some.
         */
        WITNESSES("witnesses");

        private final String label;

        Name(String label) {
            this.label = label;
        }

        /** For people: {@code record signature}. */
        public String label() {
            return label;
        }
    }
}
