// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.identity;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import network.banyan.identity.Relationship;
import network.banyan.node.UserError;
import picocli.CommandLine.Option;

/** What a key or a delegate is for, and until when: options that two commands share. */
final class Terms {
    @Option(
            names = "--for",
            paramLabel = "USE",
            split = ",",
            description = "authentication, assertionMethod (to sign credentials), keyAgreement, capabilityInvocation or"
                    + " capabilityDelegation; several with commas between.")
    private List<String> uses = List.of();

    @Option(names = "--until", paramLabel = "TIME", description = "When it ends, such as 2027-01-01T00:00:00Z.")
    private Optional<String> until = Optional.empty();

    /** Bits of the DID registry. */
    int purposes(Relationship otherwise) {
        if (uses.isEmpty()) {
            return otherwise.bit();
        }
        int bits = 0;
        for (String use : uses) {
            bits |= Arrays.stream(Relationship.values())
                    .filter(one -> one.property().equals(use))
                    .findFirst()
                    .orElseThrow(() -> new UserError("There is no use \"%s\"; there are %s."
                            .formatted(
                                    use,
                                    Arrays.stream(Relationship.values())
                                            .map(Relationship::property)
                                            .collect(Collectors.joining(", ")))))
                    .bit();
        }
        return bits;
    }

    /** Seconds since 1970; 0 if without end. */
    long validUntil() {
        return until.map(Terms::seconds).orElse(0L);
    }

    static long seconds(String time) {
        try {
            long seconds = Instant.parse(time).getEpochSecond();
            if (seconds > 0) {
                return seconds;
            }
        } catch (DateTimeException noTime) {
            // Said below.
        }
        throw new UserError("\"%s\" is no time; write it as 2027-01-01T00:00:00Z.".formatted(time));
    }
}
