// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault.sale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import network.banyan.crypto.P256;
import network.banyan.evidence.CborReader;
import network.banyan.evidence.CborWriter;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.WholeFiles;
import network.banyan.vault.VaultException;
import network.banyan.vault.chain.SaleTerms;

/**
 * A seller's sales that are not over, each in a file of its own: terms and key. A file is there before anything of its sale is
 * shown to anybody, and it is secret until the key is revealed.
 */
public final class SaleBook {
    private static final int VERSION = 1;
    private static final int FILE_BYTES_MAX = 4_096;
    private static final int SALES_MAX = 100_000;
    private static final String ENDING = ".sale";

    private final Path folder;

    public SaleBook(Path folder) {
        this.folder = folder;
    }

    /**
     * @param seller whose transactions offer it
     * @param key that the records are encrypted with
     */
    public record Entry(long chainId, Address seller, SaleTerms terms, Hash key) {
        public Hash id() {
            return terms.id(chainId, seller);
        }

        @Override
        public String toString() {
            return "sale " + id();
        }
    }

    void put(Entry entry) {
        try {
            Files.createDirectories(folder);
            WholeFiles.replace(file(entry.id()), encode(entry).unsafeArray());
        } catch (IOException failed) {
            throw failure(file(entry.id()), "cannot be written", failed);
        }
    }

    void remove(Hash sale) {
        try {
            Files.deleteIfExists(file(sale));
        } catch (IOException failed) {
            throw failure(file(sale), "cannot be deleted", failed);
        }
    }

    /**
     * @throws VaultException if there is a file and it is none of ours
     */
    public Optional<Entry> find(Hash sale) {
        return read(file(sale)).map(entry -> {
            if (!entry.id().equals(sale)) {
                throw VaultException.of("%s holds another sale than its name says", file(sale));
            }
            return entry;
        });
    }

    /** All that are not over, by name. */
    public List<Entry> open() {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .limit(SALES_MAX)
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException failed) {
            throw failure(folder, "cannot be read", failed);
        }
        List<Entry> entries = new ArrayList<>();
        files.forEach(file -> read(file).ifPresent(entries::add));
        return entries;
    }

    private Path file(Hash sale) {
        return folder.resolve(sale.toHex().substring(2) + ENDING);
    }

    private static Optional<Entry> read(Path file) {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw VaultException.of("%s is no sale's file: it is too long", file);
            }
            return Optional.of(decode(file, Bytes.wrap(Files.readAllBytes(file))));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException failed) {
            throw failure(file, "cannot be read", failed);
        }
    }

    private static Bytes encode(Entry entry) {
        SaleTerms terms = entry.terms();
        return new CborWriter()
                .array(16)
                .integer(VERSION)
                .integer(entry.chainId())
                .bytes(entry.seller().toBytes())
                .bytes(entry.key().toBytes())
                .bytes(terms.run().device().toBytes())
                .bytes(terms.run().key().x().toBytes())
                .bytes(terms.run().key().y().toBytes())
                .integer(terms.run().first())
                .integer(terms.run().count())
                .bytes(terms.root().toBytes())
                .bytes(terms.price().token().toBytes())
                .bytes(terms.price().amount().toHash().toBytes())
                .bytes(terms.buyer().toBytes())
                .integer(terms.times().buyBy())
                .integer(terms.times().revealSeconds())
                .integer(terms.times().disputeSeconds())
                .toBytes();
    }

    private static Entry decode(Path file, Bytes encoded) {
        try {
            var in = new CborReader(encoded);
            in.array(16, "a sale's file");
            if (in.unsigned() != VERSION) {
                throw VaultException.of("%s is of a version that is not known here", file);
            }
            long chainId = in.unsigned();
            Address seller = Address.of(in.bytes().toArray());
            Hash key = hash(in);
            var run = new SaleTerms.Run(hash(in), new P256.PublicKey(hash(in), hash(in)), in.unsigned(), in.unsigned());
            Hash root = hash(in);
            var price = new SaleTerms.Price(Address.of(in.bytes().toArray()), amount(in));
            Address buyer = Address.of(in.bytes().toArray());
            var times = new SaleTerms.Times(in.unsigned(), in.unsigned(), in.unsigned());
            in.end();
            return new Entry(
                    chainId, seller, new SaleTerms(run, SaleCipher.keyHash(key), root, price, buyer, times), key);
        } catch (EvidenceFormatException | IllegalArgumentException refused) {
            throw new VaultException("%s is no sale's file: %s".formatted(file, refused.getMessage()), refused);
        }
    }

    private static Hash hash(CborReader in) {
        return Hash.of(in.bytes().toArray());
    }

    private static UInt256 amount(CborReader in) {
        return hash(in).toUInt256();
    }

    private static VaultException failure(Path file, String what, IOException failed) {
        return new VaultException("%s %s: %s".formatted(file, what, failed.getMessage()), failed);
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
