// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.List;
import java.util.Optional;
import network.banyan.crypto.Keccak;
import network.banyan.evidence.witness.Witnessed;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * Everything that proves one reading to who knows only genesis.json: the record, its place under the anchored root, the
 * transaction and the receipt that anchored it with their proofs, the header of their block, and the finality certificate
 * of that block or of a later one, with the headers between.
 *
 * <p>It has one JSON form and one CBOR form; {@link #parse} takes either and refuses whatever is not exactly one of them.
 * Nothing in it is believed: that is the {@link Verifier}'s work.
 *
 * @param chainId the chain it speaks of
 * @param record the record's bytes
 * @param headers RLP of the anchoring block's header, then of its descendants up to the certified one; 1 to 256
 * @param certificate RLP of a FINALIZE certificate for the last header
 * @param handovers how the committee that signed it came to sit
 * @param registration of the device, if a gateway anchored the record; a device's own anchor names its key
 * @param witnessed what witnesses said of the gateway's log
 */
public record EvidenceBundle(
        long chainId,
        Bytes record,
        Inclusion inclusion,
        AnchorTransaction transaction,
        AnchorReceipt receipt,
        List<Bytes> headers,
        Bytes certificate,
        Handovers handovers,
        Optional<Registration> registration,
        Optional<Witnessed> witnessed) {
    /** The first words of a bundle of epoch 0, where the committee is that of genesis. */
    public static final String FORMAT = "banyan-evidence-1";

    /** The first words of a bundle of a later epoch. */
    public static final String FORMAT_HANDED_OVER = "banyan-evidence-2";

    /** The first words of a bundle of a record that came through a gateway. */
    public static final String FORMAT_LOGGED = "banyan-evidence-3";

    /** The first words of a bundle of a record in a gateway's log that witnesses saw. */
    public static final String FORMAT_WITNESSED = "banyan-evidence-4";

    /** Of a bundle without handovers. */
    public static final int MAX_BYTES_ALONE = 1024 * 1024;

    /** Larger files are refused before anything is decoded. */
    public static final int MAX_BYTES = 16 * MAX_BYTES_ALONE;

    public static final int MAX_HEADERS = 256;

    /**
     * Thirteen months of epochs of an hour; they take 2.5 MB or more, and about a minute to check. Whoever proves something later
     * begins at a checkpoint.
     */
    public static final int MAX_HANDOVERS = 10_000;

    /** Keeps heights far within 63 bits. */
    public static final long MAX_EPOCH = (1L << 32) - 1;

    /** A log of 2^53 - 1 leaves is 53 high. */
    static final int MAX_PATH = 53;

    private static final long MAX_LEAVES = (1L << 53) - 1;

    /** Keys of the state's tries are hashes of 64 nibbles. */
    static final int MAX_STATE_PROOF = 65;

    /** RLP of an index has at most 5 bytes, so no path in the trie has more nodes than 10 nibbles and a leaf. */
    static final int MAX_PROOF = 11;

    public EvidenceBundle {
        headers = List.copyOf(headers);
        EvidenceFormat.between(chainId, 1, 1L << 52, "chainId");
        EvidenceFormat.between(headers.size(), 1, MAX_HEADERS, "number of headers");
        if (witnessed.isPresent() && registration.isEmpty()) {
            throw new EvidenceFormatException("witnesses see logs of gateways");
        }
    }

    /**
     * The chain from a committee that the verifier trusts to the one that signed.
     *
     * @param firstEpoch of the committee that hands over first: 0 for that of genesis, else that of a checkpoint
     * @param chain as {@link HandoverCodec} writes it, from that epoch on
     */
    public record Handovers(long firstEpoch, List<Bytes> chain) {
        /** Genesis names the committee. */
        public static final Handovers NONE = new Handovers(0, List.of());

        public Handovers {
            chain = List.copyOf(chain);
            EvidenceFormat.between(firstEpoch, 0, MAX_EPOCH, "firstEpoch");
            EvidenceFormat.between(chain.size(), 0, MAX_HANDOVERS, "number of handovers");
        }
    }

    /** RFC 9162: the record is leaf {@code index} of {@code size}. */
    public record Inclusion(long index, long size, List<Hash> path) {
        public Inclusion {
            path = List.copyOf(path);
            EvidenceFormat.between(size, 1, MAX_LEAVES, "inclusion size");
            EvidenceFormat.between(index, 0, size - 1, "inclusion index");
            EvidenceFormat.between(path.size(), 0, MAX_PATH, "length of the inclusion path");
        }
    }

    /**
     * @param index its place in the block
     * @param raw its EIP-2718 bytes
     * @param proof trie nodes from the header's transactionsRoot
     */
    public record AnchorTransaction(long index, Bytes raw, List<Bytes> proof) {
        public AnchorTransaction {
            proof = List.copyOf(proof);
            EvidenceFormat.between(index, 0, Integer.MAX_VALUE, "transaction index");
            EvidenceFormat.between(proof.size(), 1, MAX_PROOF, "length of the transaction proof");
        }
    }

    /**
     * @param logIndex the place of the anchor's event among the receipt's logs
     * @param raw as it stands in the receipts trie
     * @param proof trie nodes from the header's receiptsRoot
     */
    public record AnchorReceipt(long logIndex, Bytes raw, List<Bytes> proof) {
        public AnchorReceipt {
            proof = List.copyOf(proof);
            EvidenceFormat.between(logIndex, 0, Integer.MAX_VALUE, "log index");
            EvidenceFormat.between(proof.size(), 1, MAX_PROOF, "length of the receipt proof");
        }
    }

    /**
     * What the registry held for the device in the anchoring block.
     *
     * @param account trie nodes from the header's stateRoot to the registry's account
     * @param storage trie nodes from that account's storage root to the passport's word
     */
    public record Registration(Passport passport, List<Bytes> account, List<Bytes> storage) {
        public Registration {
            account = List.copyOf(account);
            storage = List.copyOf(storage);
            EvidenceFormat.between(account.size(), 1, MAX_STATE_PROOF, "length of the account proof");
            EvidenceFormat.between(storage.size(), 1, MAX_STATE_PROOF, "length of the storage proof");
        }

        /** Deterministic CBOR, as it stands in a bundle. */
        public Bytes encode() {
            var out = new CborWriter();
            BundleCbor.write(out, this);
            return out.toBytes();
        }

        /**
         * @throws EvidenceFormatException if the bytes are anything but what {@link #encode} writes
         */
        public static Registration decode(Bytes encoded) {
            var in = new CborReader(encoded);
            Registration registration = BundleCbor.registration(in);
            in.end();
            return registration;
        }

        /**
         * @throws DoesNotHold if the state with this root holds another passport for the device, or none
         */
        void mustStandIn(Hash stateRoot) {
            Bytes registry = StateProof.value(
                    stateRoot, Keccak.hash(RegistryContract.ADDRESS.toBytes()), account, "the registry's account");
            Bytes word = StateProof.value(
                    StateProof.storageRoot(registry),
                    Keccak.hash(Passport.storageKey(passport.id()).toHash().toBytes()),
                    storage,
                    "the device's passport");
            DoesNotHold.unless(
                    StateProof.word(word).equals(passport.hash()),
                    "in that block the registry held another passport for device %s",
                    passport.id());
        }
    }

    /**
     * Reads a file in either form.
     *
     * @throws EvidenceFormatException if it is anything but one bundle in its one JSON form or its one CBOR form
     */
    public static EvidenceBundle parse(Bytes file) {
        if (file.isEmpty() || file.size() > MAX_BYTES) {
            throw EvidenceFormatException.of("a file of %d bytes; a bundle has 1 to %d", file.size(), MAX_BYTES);
        }
        EvidenceBundle bundle = file.at(0) == '{' ? BundleJson.parse(file) : BundleCbor.parse(file);
        if (bundle.handovers().equals(Handovers.NONE) && file.size() > MAX_BYTES_ALONE) {
            throw EvidenceFormatException.of(
                    "a file of %d bytes; without handovers a bundle has at most %d", file.size(), MAX_BYTES_ALONE);
        }
        return bundle;
    }

    Version version() {
        if (witnessed.isPresent()) {
            return Version.WITNESSED;
        }
        if (registration.isPresent()) {
            return Version.LOGGED;
        }
        return handovers.equals(Handovers.NONE) ? Version.ALONE : Version.HANDED_OVER;
    }

    /** What a file holds, as its first words say. */
    enum Version {
        ALONE(FORMAT),
        /** Committees changed since genesis. */
        HANDED_OVER(FORMAT_HANDED_OVER),
        /** The record came through a gateway; committees may have changed. */
        LOGGED(FORMAT_LOGGED),
        /** And witnesses saw the gateway's log. */
        WITNESSED(FORMAT_WITNESSED);

        private final String format;

        Version(String format) {
            this.format = format;
        }

        String format() {
            return format;
        }

        boolean hasHandovers() {
            return this != ALONE;
        }

        boolean hasRegistration() {
            return this == LOGGED || this == WITNESSED;
        }

        static Version of(String format) {
            for (Version version : values()) {
                if (version.format.equals(format)) {
                    return version;
                }
            }
            throw EvidenceFormatException.of(
                    "this is none of %s, %s, %s and %s", FORMAT, FORMAT_HANDED_OVER, FORMAT_LOGGED, FORMAT_WITNESSED);
        }

        Handovers handovers(long firstEpoch, List<Bytes> chain) {
            var handovers = new Handovers(firstEpoch, chain);
            if (this == HANDED_OVER && handovers.equals(Handovers.NONE)) {
                throw EvidenceFormatException.of("without handovers a bundle is a %s", FORMAT);
            }
            return handovers;
        }
    }

    /** For people and the web: indented JSON, ASCII, with a line feed at the end. */
    public Bytes toJson() {
        return BundleJson.write(this);
    }

    /** For devices and archives: deterministic CBOR, half the size. */
    public Bytes toCbor() {
        return BundleCbor.write(this);
    }
}
