// SPDX-License-Identifier: Apache-2.0
package network.banyan.light;

import java.util.List;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.state.AccountProof;

/** The port through which a {@link ProvenState} gets what it lacks. What it answers has passed {@link StateAnswers}. */
public interface ProofFetch {
    /**
     * @param slots of the account, none or more
     */
    record Wanted(Address address, List<UInt256> slots) {
        public Wanted {
            slots = List.copyOf(slots);
        }
    }

    /** One proof for each that is wanted, in their order. */
    List<AccountProof> proofs(List<Wanted> wanted);

    /**
     * @param owner an account that has the code
     */
    Bytes code(Address owner, Hash codeHash);
}
