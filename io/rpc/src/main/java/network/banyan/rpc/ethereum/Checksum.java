// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;

/** Addresses as people see them: the case of the letters carries a checksum (EIP-55). */
final class Checksum {
    private Checksum() {}

    static String of(Address address) {
        String digits = address.toHex().substring(2);
        Hash hash = Keccak.hash(digits.getBytes(StandardCharsets.US_ASCII));
        String upper = digits.toUpperCase(Locale.ROOT);
        StringBuilder text = new StringBuilder("0x");
        for (int i = 0; i < digits.length(); i++) {
            text.append((hash.nibble(i) >= 8 ? upper : digits).charAt(i));
        }
        return text.toString();
    }
}
