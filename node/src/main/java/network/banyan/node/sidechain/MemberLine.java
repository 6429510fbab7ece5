// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import network.banyan.bridge.member.Member;

/** How far a member is, in a line for people. */
final class MemberLine {
    private MemberLine() {}

    static String of(Member.Standing standing) {
        String work = "inbox %,d of %,d handled  checkpoint %,d made, %,d on the root"
                .formatted(standing.handled(), standing.inbox(), standing.made(), standing.accepted());
        return standing.halted()
                .map(reason -> work + "  SIGNS NOTHING MORE: " + reason)
                .orElse(work);
    }
}
