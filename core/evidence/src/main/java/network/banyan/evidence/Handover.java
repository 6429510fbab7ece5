// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.List;
import network.banyan.election.Member;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Certificate;

/**
 * How a committee names the next one: the last header of its epoch, which commits to it, the certificate by which the old
 * committee made that block final, and the members that the commitment is of. Nothing in it is believed before a
 * {@link LightClient} has followed it.
 *
 * @param members of the committee that follows, in the order of their seats
 */
public record Handover(BlockHeader header, Certificate certificate, List<Member> members) {
    public Handover {
        members = List.copyOf(members);
    }
}
