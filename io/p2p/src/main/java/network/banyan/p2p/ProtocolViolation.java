// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

/** The peer broke a rule; its connection ends. Carries no stack trace: an attacker causes it at will. */
final class ProtocolViolation extends RuntimeException {
    ProtocolViolation(String message) {
        super(message, null, false, false);
    }
}
