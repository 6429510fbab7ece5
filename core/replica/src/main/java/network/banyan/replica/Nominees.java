// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.List;
import network.banyan.contracts.staking.DelegatesContract;
import network.banyan.election.Member;

/** Delegates as committees know them. */
public final class Nominees {
    private Nominees() {}

    /** In the order in which the contract told them. */
    public static List<Member> of(List<DelegatesContract.Member> told) {
        return told.stream()
                .map(each -> new Member(
                        each.name(),
                        each.operator(),
                        each.blsKey(),
                        each.nodeKey().toBytes()))
                .toList();
    }
}
