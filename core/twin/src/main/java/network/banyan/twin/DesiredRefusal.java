// SPDX-License-Identifier: Apache-2.0
package network.banyan.twin;

/** Why a desired document is not taken (docs/spec/twin.md, rule 8). */
public enum DesiredRefusal {
    MALFORMED("malformed"),
    WRONG_DEVICE("wrong-device"),
    WRONG_CHAIN("wrong-chain"),
    UNREGISTERED("unregistered"),
    WRONG_TENURE("wrong-tenure"),
    BAD_SIGNATURE("bad-signature"),
    NOT_OWNER("not-owner"),
    REPLAYED("replayed"),
    CONFLICT("conflict"),
    BUSY("busy");

    private final String code;

    DesiredRefusal(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    /** Whether the same document may be taken later, because the chain, or what is known of it, moves on. */
    public boolean isPassing() {
        return switch (this) {
            case UNREGISTERED, WRONG_TENURE, NOT_OWNER, BUSY -> true;
            case MALFORMED, WRONG_DEVICE, WRONG_CHAIN, BAD_SIGNATURE, REPLAYED, CONFLICT -> false;
        };
    }
}
