// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.member;

import java.util.List;
import network.banyan.crypto.Bls;
import network.banyan.hub.CommitteeKeys;
import network.banyan.hub.member.Turn;
import network.banyan.primitives.Address;
import network.banyan.primitives.Invariant;

/**
 * Who signs for a chain.
 *
 * @param accounts in the order of the keys
 */
public record Committee(CommitteeKeys keys, List<Address> accounts) {
    public Committee {
        accounts = List.copyOf(accounts);
        Invariant.check(accounts.size() == keys.size(), "%d accounts of %d members", accounts.size(), keys.size());
    }

    int number(Address account) {
        return accounts.indexOf(account);
    }

    Bls.PublicKey key(int number) {
        return keys.keys().get(number);
    }

    Turn turn(Address account) {
        return new Turn(number(account), accounts.size());
    }
}
