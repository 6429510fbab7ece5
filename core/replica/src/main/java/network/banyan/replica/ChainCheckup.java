// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import network.banyan.election.CertificateCheck;
import network.banyan.election.Committee;
import network.banyan.execution.HeaderRules;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Hash;

/**
 * Reads a stored chain from genesis, or from the first block after its snapshot, to its tip and says what is not as it should be: blocks that do not follow, bodies and
 * receipts that their headers do not name, indexes that lead elsewhere, committees and certificates that do not hold. It
 * executes nothing; {@code StateAudit} looks at the state.
 */
public final class ChainCheckup {
    private static final int MAX_DAMAGE = 20;

    private final Genesis genesis;
    private final Committee first;
    private final ChainStore store;
    private final HeaderRules headers;
    private final List<String> damage = new ArrayList<>();
    private long certificates;
    private Optional<Certificate> checked = Optional.empty();

    private ChainCheckup(Genesis genesis, Committee first, ChainStore store) {
        this.genesis = genesis;
        this.first = first;
        this.store = store;
        this.headers = new HeaderRules(genesis.parameters());
    }

    /**
     * @param height of the last block; -1 if there is no chain
     * @param earliest from which on blocks were read; 0 unless the chain began with a snapshot
     * @param certificates whose signatures were checked
     * @param damage sentences for people, at most {@value #MAX_DAMAGE}; empty if the chain is whole
     */
    public record Report(long height, long earliest, long certificates, List<String> damage) {
        public Report {
            damage = List.copyOf(damage);
        }
    }

    /**
     * @param first the committee of genesis
     * @param newest of so many blocks, and of the last ones of epochs, certificates' signatures are checked, too: each
     *     takes one to two milliseconds
     * @param progress told the height of each block that was read
     */
    public static Report of(Genesis genesis, Committee first, ChainStore store, long newest, LongConsumer progress) {
        var checkup = new ChainCheckup(genesis, first, store);
        long height = store.height();
        Optional<Block> parent = Optional.empty();
        if (height >= 0 && store.earliest() > 0) {
            checkup.block(0, parent, false);
        }
        for (long number = store.earliest(); number <= height && checkup.damage.size() < MAX_DAMAGE; number++) {
            parent = checkup.block(number, parent, number > height - newest || checkup.ends(number));
            progress.accept(number);
        }
        return new Report(height, store.earliest(), checkup.certificates, checkup.damage);
    }

    private boolean ends(long number) {
        return genesis.parameters().epochs().map(epochs -> epochs.ends(number)).orElse(false);
    }

    private Optional<Block> block(long number, Optional<Block> parent, boolean isSignatureChecked) {
        try {
            Optional<Block> found = store.block(number);
            if (found.isEmpty()) {
                broken("block %d is missing", number);
                return found;
            }
            Block block = found.get();
            if (block.number() != number) {
                broken("in the place of block %d stands block %d", number, block.number());
                return found;
            }
            body(block);
            index(block);
            parent.ifPresent(before -> follows(block, before));
            if (number > 0) {
                certificate(block, isSignatureChecked);
            }
            return found;
        } catch (RuntimeException unreadable) {
            // A store says in words of its own what it cannot read.
            broken("block %d cannot be read: %s", number, String.valueOf(unreadable.getMessage()));
            return Optional.empty();
        }
    }

    private void body(Block block) {
        tell(block, headers.checkBody(block.header(), block.transactions()));
        Optional<List<Receipt>> receipts = store.receipts(block.number());
        if (receipts.isEmpty()) {
            broken("block %d: its receipts are missing", block.number());
        } else {
            tell(block, headers.checkReceipts(block.header(), receipts.get()));
        }
    }

    private void index(Block block) {
        if (!store.numberOf(block.hash()).equals(Optional.of(block.number()))) {
            broken("block %d is not found by its hash", block.number());
        }
        for (int i = 0; i < block.transactions().size(); i++) {
            Hash transaction = block.transactions().get(i).hash();
            if (!store.locate(transaction).equals(Optional.of(new ChainView.Location(block.number(), i)))) {
                broken("transaction %s of block %d is not found by its hash", transaction, block.number());
            }
        }
    }

    private void follows(Block block, Block parent) {
        tell(block, headers.check(block.header(), parent.header()));
        BlockHeader header = block.header();
        Hash committee = ends(block.number())
                ? committee(epochOf(block.number()) + 1).map(Committee::root).orElse(Hash.ZERO)
                : parent.header().parentBeaconBlockRoot();
        if (!header.parentBeaconBlockRoot().equals(committee)) {
            broken("block %d names another committee than the one that is stored", block.number());
        }
    }

    private void certificate(Block block, boolean isSignatureChecked) {
        Optional<Certificate> found = store.certificate(block.number());
        if (found.isEmpty()) {
            broken("block %d has no certificate", block.number());
            return;
        }
        Certificate certificate = found.get();
        long height = certificate.subject().height();
        boolean isOfOurs = height > store.height()
                || store.block(height)
                        .filter(its -> its.hash().equals(certificate.subject().block()))
                        .isPresent();
        if (certificate.subject().type() != VoteType.FINALIZE || height < block.number() || !isOfOurs) {
            broken("the certificate over block %d is one of something else", block.number());
        } else if (isSignatureChecked && !checked.equals(found)) {
            checked = found;
            signature(block, certificate);
        }
    }

    private void signature(Block block, Certificate certificate) {
        certificates++;
        Optional<Committee> committee = committee(certificate.subject().epoch());
        if (committee.isEmpty()) {
            broken("the committee of epoch %d is missing", certificate.subject().epoch());
        } else if (CertificateCheck.verify(certificate, committee.get(), genesis.chainId())
                instanceof CertificateCheck.Outcome.Invalid(String reason)) {
            broken("the certificate over block %d: %s", block.number(), reason);
        }
    }

    private long epochOf(long number) {
        return genesis.parameters().epochs().map(epochs -> epochs.of(number)).orElse(0L);
    }

    private Optional<Committee> committee(long epoch) {
        return epoch == 0 ? Optional.of(first) : store.committee(epoch);
    }

    private void tell(Block block, HeaderRules.Verdict verdict) {
        if (verdict instanceof HeaderRules.Verdict.Invalid(String reason)) {
            broken("block %d: %s", block.number(), reason);
        }
    }

    private void broken(String sentence, Object... arguments) {
        if (damage.size() < MAX_DAMAGE) {
            damage.add(sentence.formatted(arguments));
        }
    }
}
