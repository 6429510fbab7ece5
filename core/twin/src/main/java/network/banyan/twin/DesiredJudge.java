// SPDX-License-Identifier: Apache-2.0
package network.banyan.twin;

import java.util.Locale;
import java.util.Optional;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.twin.Owners.Ownership;

/**
 * Decides whether a desired document is taken, by the same rules at a gateway and at the device, which does not believe it
 * (docs/spec/twin.md, rules 2 to 5 and 8).
 *
 * @param owners as whoever judges knows them
 */
public record DesiredJudge(Hash device, Owners owners) {
    public sealed interface Verdict {
        /** It comes after all that were taken, and its owner wants it. */
        record Good() implements Verdict {}

        /** It is the one that is held. */
        record Known() implements Verdict {}

        /** @param reason a sentence, for people */
        record Refused(DesiredRefusal refusal, String reason) implements Verdict {}
    }

    /** @param held what was taken last */
    public Verdict judge(Desired desired, Optional<Desired> held) {
        if (!desired.device().equals(device)) {
            return no(DesiredRefusal.WRONG_DEVICE, "it is for device %s, not for %s", desired.device(), device);
        }
        if (held.filter(desired::equals).isPresent()) {
            return new Verdict.Known();
        }
        Optional<Verdict> refused;
        try {
            long chainId = owners.chainId();
            if (desired.chainId() != chainId) {
                return no(DesiredRefusal.WRONG_CHAIN, "it is for chain %d, not for %d", desired.chainId(), chainId);
            }
            refused = byOwner(desired);
        } catch (Owners.Unknown away) {
            return no(DesiredRefusal.BUSY, "nobody can say who owns the device: %s", String.valueOf(away.getMessage()));
        }
        return refused.or(() -> held.flatMap(last -> byOrder(desired, last))).orElseGet(Verdict.Good::new);
    }

    private Optional<Verdict> byOwner(Desired desired) {
        Optional<Ownership> ownership = owners.of(device);
        if (ownership.isEmpty()) {
            return Optional.of(no(DesiredRefusal.UNREGISTERED, "device %s is not registered, or was revoked", device));
        }
        long tenure = ownership.get().tenure();
        if (desired.version().tenure() != tenure) {
            return Optional.of(no(
                    DesiredRefusal.WRONG_TENURE,
                    "it is of tenure %d, and the device is in its owners' tenure %d",
                    desired.version().tenure(),
                    tenure));
        }
        Optional<Address> signer = desired.signer();
        if (signer.isEmpty()) {
            return Optional.of(no(DesiredRefusal.BAD_SIGNATURE, "no key made this signature"));
        }
        Address owner = ownership.get().owner();
        return signer.get().equals(owner) || owners.isDelegate(device, signer.get())
                ? Optional.empty()
                : Optional.of(no(
                        DesiredRefusal.NOT_OWNER,
                        "account %s signed it, or bytes were changed; the device is %s's, who named no such delegate",
                        signer.get(),
                        owner));
    }

    private static Optional<Verdict> byOrder(Desired desired, Desired last) {
        int order = desired.version().compareTo(last.version());
        return order > 0
                ? Optional.empty()
                : Optional.of(
                        order < 0
                                ? no(
                                        DesiredRefusal.REPLAYED,
                                        "it is %s, and %s was taken already",
                                        desired.version(),
                                        last.version())
                                : no(
                                        DesiredRefusal.CONFLICT,
                                        "another document was taken as %s already",
                                        last.version()));
    }

    private static Verdict no(DesiredRefusal refusal, String format, Object... arguments) {
        return new Verdict.Refused(refusal, String.format(Locale.ROOT, format, arguments));
    }
}
