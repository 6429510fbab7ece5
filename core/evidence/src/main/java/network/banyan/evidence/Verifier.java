// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.election.Committee;
import network.banyan.evidence.witness.Witnesses;
import network.banyan.ledger.Genesis;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.RlpException;

/**
 * Verifies evidence bundles offline, trusting nothing but a genesis, or a checkpoint of its chain. Made once for a genesis, because checking the
 * committee's proofs of possession is dear; then any number of files, of any origin, from any thread.
 *
 * <p>The links and what each of them shows: docs/spec/evidence.md.
 */
public final class Verifier {
    private final Genesis genesis;
    private final LightClient beginning;
    private final Reliance reliance;
    private final Optional<Witnesses> witnesses;

    private Verifier(Genesis genesis, LightClient beginning, Reliance reliance, Optional<Witnesses> witnesses) {
        this.genesis = genesis;
        this.beginning = beginning;
        this.reliance = reliance;
        this.witnesses = witnesses;
    }

    /** One that besides wants so many of these witnesses to have seen the gateway's log. */
    public Verifier with(Witnesses wanted) {
        return new Verifier(genesis, beginning, reliance, Optional.of(wanted));
    }

    /**
     * @throws Committee.Refused if the members that genesis names can be no committee
     */
    public static Verifier of(Genesis genesis) {
        return new Verifier(genesis, LightClient.of(genesis), new Reliance.GenesisAlone(), Optional.empty());
    }

    /**
     * One that besides wants each bundle's committees to pass through a checkpoint, or to begin with it.
     *
     * @throws Committee.Refused if the members that genesis names can be no committee
     */
    public static Verifier of(Genesis genesis, Trust trust) {
        return new Verifier(genesis, LightClient.of(genesis), new Reliance.Trusted(trust), Optional.empty());
    }

    /**
     * One that besides wants each bundle's committees to pass through the last signed checkpoint before its block, or to
     * begin with it. Bundles from before the first need genesis alone.
     *
     * @throws Committee.Refused if the members that genesis names can be no committee
     */
    public static Verifier of(Genesis genesis, CheckpointChain.Followed checkpoints) {
        return new Verifier(genesis, LightClient.of(genesis), new Reliance.Signed(checkpoints), Optional.empty());
    }

    /** As {@link #verify(Bytes)}, for a single file. */
    public static Verdict verify(Bytes file, Genesis genesis) {
        return of(genesis).verify(file);
    }

    /** Looks at one file in its JSON or CBOR form. Never throws, whatever the file holds. */
    public Verdict verify(Bytes file) {
        List<Link> links = new ArrayList<>();
        var examination = new Examination(genesis, beginning, reliance, witnesses, file);
        for (Link.Name name : Link.Name.values()) {
            if (name == Link.Name.WITNESSES && !examination.hasWitnesses()) {
                continue;
            }
            Link link = look(examination, name);
            links.add(link);
            if (link instanceof Link.Broken) {
                return new Verdict(links, Optional.empty(), Optional.empty(), Optional.empty());
            }
        }
        return new Verdict(
                links, Optional.of(examination.record()), Optional.of(examination.key()), examination.checkpoint());
    }

    private static Link look(Examination examination, Link.Name name) {
        try {
            return new Link.Holds(name, examination.examine(name));
        } catch (EvidenceFormatException | RlpException | Trust.Ended | DoesNotHold broken) {
            return new Link.Broken(name, String.valueOf(broken.getMessage()));
        }
    }
}
