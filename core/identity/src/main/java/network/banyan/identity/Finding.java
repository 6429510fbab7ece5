// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

/** What was found of one thing that a credential rests on. The reason is a sentence, and safe to print. */
public sealed interface Finding {
    /** Form, proof, issuer, time or status. */
    String name();

    String reason();

    record Holds(String name, String reason) implements Finding {}

    /** Nobody here can tell. Whoever relies on it must know. */
    record Unproven(String name, String reason) implements Finding {}

    record Broken(String name, String reason) implements Finding {}
}
