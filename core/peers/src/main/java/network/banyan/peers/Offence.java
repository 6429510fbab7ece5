// SPDX-License-Identifier: Apache-2.0
package network.banyan.peers;

/** What a peer may do wrong, and how heavily it counts (docs/spec/network.md, rule 13). */
public enum Offence {
    /** A call that never became a peer: no TLS, no greeting in time, another network. Networks are lossy, so it weighs little. */
    FAILED_HANDSHAKE(5),
    /** A frame, a rate or a message that the rules of the wire forbid. */
    BROKEN_RULE(40),
    /** A message that is no message, inside frames that were right. */
    MALFORMED_MESSAGE(50),
    /** Something signed that is not true, which only a liar sends. */
    FALSEHOOD(100);

    private final int points;

    Offence(int points) {
        this.points = points;
    }

    public int points() {
        return points;
    }
}
