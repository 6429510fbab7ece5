// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault;

import java.util.OptionalLong;
import network.banyan.evidence.DeviceRecord;

/** Checks the signatures of a device's records in the order of their numbers: its keys only ever follow each other. */
final class Signers {
    private final DeviceKeys keys;
    private int newest;
    private long unfixed;

    Signers(DeviceKeys keys) {
        this.keys = keys;
    }

    /**
     * @param leaf of the stream's list that holds it, if one does
     * @throws VaultException if the record is not signed by the key that was the device's then
     */
    void check(DeviceRecord record, OptionalLong leaf) {
        if (record.isSignedBy(keys.present())) {
            newest = Integer.MAX_VALUE;
            return;
        }
        KeyHistory.Signer signer = keys.history()
                .signer(record, leaf)
                .orElseThrow(() ->
                        VaultException.of("record %d is not signed by the device's registered key", record.sequence()));
        if (signer.term() < newest) {
            throw VaultException.of(
                    "record %d is signed by a key that was replaced before the record in front of it",
                    record.sequence());
        }
        newest = signer.term();
        unfixed += signer.isFixed() ? 0 : 1;
    }

    /** Records of replaced keys of which the chain does not show that they were there before. */
    long unfixed() {
        return unfixed;
    }
}
