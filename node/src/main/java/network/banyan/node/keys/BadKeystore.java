// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.keys;

/** A keystore that cannot be opened. The message goes on after the file's name: it is what a person reads. */
public final class BadKeystore extends RuntimeException {
    BadKeystore(String message) {
        super(message);
    }
}
