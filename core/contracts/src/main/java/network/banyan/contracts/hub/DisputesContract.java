// SPDX-License-Identifier: Apache-2.0
package network.banyan.contracts.hub;

import network.banyan.primitives.Address;

/** {@code HubDisputes}: who says that a block of a chain of tier D is false, or demands to see one (docs/spec/disputes.md). */
public final class DisputesContract {
    public static final Address ADDRESS = Address.ofNumber(0x102a);

    private DisputesContract() {}
}
