// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.evidence.witness.Witnesses;
import network.banyan.ledger.Genesis;
import network.banyan.primitives.Bytes;

/** What every verifier must judge alike, as it is gathered: files, and under what each is to be judged. */
final class VerdictFiles {
    static final String GENESIS = "genesis.json";
    static final String EPOCHS = "genesis-epochs.json";
    static final String OTHER_CHAIN = "genesis-other-chain.json";
    static final String OTHER_COMMITTEE = "genesis-other-committee.json";
    static final String BARE = "genesis-bare.json";

    /** @param age of the checkpoint when the file is verified, milliseconds */
    record Checkpointed(String file, Checkpoint checkpoint, long age) {}

    /** One file under one genesis, and perhaps a checkpoint, or witnesses that must have seen it. */
    record Case(String file, String genesis, Optional<Checkpointed> trust, Optional<Witnesses> wanted) {}

    final SortedMap<String, Genesis> geneses = new TreeMap<>();
    final SortedMap<String, Bytes> files = new TreeMap<>();
    final List<Case> cases = new ArrayList<>();

    void add(String name, EvidenceBundle bundle) {
        add(name, name.endsWith(".json") ? bundle.toJson() : bundle.toCbor());
    }

    void add(String name, Bytes file) {
        add(name, GENESIS, file);
    }

    void add(String name, String genesis, Bytes file) {
        files.put(name, file);
        under(name, genesis);
    }

    /** A file that is there already, under another genesis. */
    void under(String name, String genesis) {
        cases.add(new Case(name, genesis, Optional.empty(), Optional.empty()));
    }

    void wanting(String name, Witnesses wanted) {
        cases.add(new Case(name, GENESIS, Optional.empty(), Optional.of(wanted)));
    }

    void trusting(String name, String genesis, Checkpointed trust) {
        files.put(trust.file(), trust.checkpoint().toJson());
        cases.add(new Case(name, genesis, Optional.of(trust), Optional.empty()));
    }
}
