// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

/**
 * The request was understood and the chain says no: a contract refuses, or an account lacks coins. The message is the
 * sentence people read.
 */
public final class Declined extends RuntimeException {
    public Declined(String message) {
        super(message);
    }
}
