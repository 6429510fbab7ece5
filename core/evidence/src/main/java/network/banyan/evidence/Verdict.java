// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.List;
import java.util.Optional;

/**
 * What the verifier found: every link up to the first broken one. A file is proven if all of {@link Link.Name} hold.
 *
 * @param record the record that was proven; empty if anything is broken, so that nobody shows an unproven reading
 * @param key that signed it; empty if anything is broken
 * @param checkpoint where whoever believes this verdict may begin next time; empty if anything is broken, and in epoch 0
 */
public record Verdict(
        List<Link> links, Optional<DeviceRecord> record, Optional<ProvenKey> key, Optional<Checkpoint> checkpoint) {
    public Verdict {
        links = List.copyOf(links);
    }

    public boolean isProven() {
        return record.isPresent();
    }

    /** The link that failed; what comes after it was not looked at. */
    public Optional<Link.Broken> broken() {
        return links.getLast() instanceof Link.Broken broken ? Optional.of(broken) : Optional.empty();
    }
}
