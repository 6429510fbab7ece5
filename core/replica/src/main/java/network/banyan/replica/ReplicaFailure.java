// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

/** The replica cannot go on without a person: going on would risk disagreement. The message says what happened. */
public final class ReplicaFailure extends RuntimeException {
    ReplicaFailure(String message) {
        super(message);
    }
}
