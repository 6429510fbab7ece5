// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;

/**
 * A name of our method: {@code did:banyan:<chain id>:device:0x<id>} or {@code did:banyan:<chain id>:account:0x<address>}.
 * There is one spelling of each, in lower case (docs/spec/did.md).
 */
public sealed interface Did {
    /** The chain that tells about it, from 1. */
    long chainId();

    /** What the DID registry knows it by. */
    Hash subject();

    /** A device in the registry, by the Keccak-256 of its first key. */
    record Device(long chainId, Hash id) implements Did {
        @Override
        public Hash subject() {
            return id;
        }

        @Override
        public String toString() {
            return "did:banyan:" + chainId + ":device:" + id.toHex();
        }
    }

    /** A person or an application, by an account. */
    record Account(long chainId, Address address) implements Did {
        @Override
        public Hash subject() {
            return address.toWord().toHash();
        }

        @Override
        public String toString() {
            return "did:banyan:" + chainId + ":account:" + address.toHex();
        }
    }

    /** What a text is that should be a DID. */
    sealed interface Parsed {
        record Ours(Did did) implements Parsed {}

        record Refused(Resolution.Problem problem) implements Parsed {}
    }

    int MAX_LENGTH = 256;

    /** DID Core 1.0, section 3.1. */
    Pattern ANY = Pattern.compile(
            "did:([a-z0-9]+):(?:(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})*:)*(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})+");

    Pattern OURS =
            Pattern.compile("did:banyan:([1-9][0-9]{0,17}):(?:device:(0x[0-9a-f]{64})|account:(0x[0-9a-f]{40}))");

    static Parsed parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return refused(Resolution.Reason.INVALID_DID, "a DID has at most " + MAX_LENGTH + " characters here");
        }
        Matcher any = ANY.matcher(text);
        if (!any.matches()) {
            return refused(Resolution.Reason.INVALID_DID, "that is no DID: did:<method>:<name>");
        }
        if (!any.group(1).equals("banyan")) {
            return refused(
                    Resolution.Reason.METHOD_NOT_SUPPORTED,
                    "DIDs of the method " + any.group(1) + " are not known here");
        }
        Matcher ours = OURS.matcher(text);
        if (!ours.matches()) {
            return refused(
                    Resolution.Reason.INVALID_DID,
                    "that is neither did:banyan:<chain id>:device:0x<64 hex digits> nor"
                            + " did:banyan:<chain id>:account:0x<40 hex digits>, in lower case");
        }
        long chainId = Long.parseLong(ours.group(1));
        return new Parsed.Ours(
                ours.group(2) != null
                        ? new Device(chainId, Hash.fromHex(ours.group(2)))
                        : new Account(chainId, Address.fromHex(ours.group(3))));
    }

    /**
     * @throws IdentityException if the text is no DID of ours
     */
    static Did of(String text) {
        return switch (parse(text)) {
            case Parsed.Ours ours -> ours.did();
            case Parsed.Refused refused ->
                throw new IdentityException(refused.problem().detail());
        };
    }

    private static Parsed refused(Resolution.Reason reason, String detail) {
        return new Parsed.Refused(new Resolution.Problem(reason, detail));
    }
}
