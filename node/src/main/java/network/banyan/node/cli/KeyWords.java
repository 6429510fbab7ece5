// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import java.util.Optional;
import network.banyan.evidence.Passport.Attestation;

/** What a person must hear of where a device's key lives, from what the registry holds. */
final class KeyWords {
    private KeyWords() {}

    /**
     * @param attestation empty if it is not known
     */
    static String of(Optional<Attestation> attestation) {
        if (attestation.isEmpty()) {
            return "WHERE IT LIVES IS NOT SHOWN in a bundle of this kind. Take it for a key in software, which can be"
                    + " copied; `banyan did show` says what evidence the device gave.";
        }
        Attestation given = attestation.get();
        String document = "%s, SHA-256 %s".formatted(given.kindName(), given.hash());
        return switch (given.kind()) {
            case 0 -> "NO EVIDENCE was given of where it lives. Take it for a key in software, which can be copied.";
            case 1 -> "HELD IN SOFTWARE, as the device itself declared: whoever copied its file can sign the same.";
            case 2, 3 ->
                "in hardware, says a document that the registry does not judge (%s); check it with --attestation FILE"
                                .formatted(document)
                        + " --trust CA.pem";
            case 4 -> "in a PKCS#11 token, by its owner's word alone (%s).".formatted(document);
            case 5 -> "named by a vendor's batch, %s.".formatted(given.hash());
            default -> "with evidence of a kind that this program does not know (%s).".formatted(document);
        };
    }
}
