// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.rules;

/** What a rule says about a record, from the weakest word to the strongest. */
public enum Decision {
    /** It asks for no anchor. */
    KEEP,
    /** It is anchored with the next one due. */
    LOG,
    /** It is anchored at once and published to the node. */
    RECORD
}
