// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.doctor;

import java.util.List;

/** What an examination of one part came to. Texts are for people. */
sealed interface Finding {
    /** The part, in one or two words. */
    String part();

    record Sound(String part, String summary) implements Finding {}

    /** Nothing is lost, but somebody should look at it. */
    record Doubtful(String part, List<String> sentences) implements Finding {}

    /** It is not what the node wrote. */
    record Damaged(String part, List<String> sentences) implements Finding {}

    /** Sound, unless there is something to say. */
    static Finding of(String part, String summary, List<String> damage) {
        return damage.isEmpty() ? new Sound(part, summary) : new Damaged(part, damage);
    }
}
