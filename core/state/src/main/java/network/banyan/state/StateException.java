// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

/** The state asked for cannot be read: its block is no longer kept, or the store is damaged. The message says which. */
public final class StateException extends RuntimeException {
    public StateException(String message) {
        super(message);
    }

    static StateException forgotten(long height) {
        return new StateException("the state after block " + height + " is no longer kept");
    }

    static StateException damaged(String what) {
        return new StateException(
                what + " is missing or damaged in the state database; remove the data folder and sync again");
    }
}
