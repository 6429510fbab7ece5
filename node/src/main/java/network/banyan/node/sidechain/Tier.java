// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import java.util.stream.Stream;
import network.banyan.contracts.hub.ChainsContract;

/** What a chain's committee would have to do to cheat its own users (docs/spec/hub.md, rule 34). */
enum Tier {
    SOVEREIGN(
            "sovereign",
            ChainsContract.SOVEREIGN,
            "Its committee could take what you brought there, within the limits shown; it could take nothing of anybody"
                    + " else. It could ignore you. You can leave without it."),
    DISPUTABLE(
            "disputable",
            ChainsContract.DISPUTABLE,
            "It could take what you brought there, unless one watcher looks before it is paid. It could ignore you. You"
                    + " can leave without it.");

    private final String word;
    private final int number;
    private final String meaning;

    Tier(String word, int number, String meaning) {
        this.word = word;
        this.number = number;
        this.meaning = meaning;
    }

    String word() {
        return word;
    }

    /** What the root's contracts call it. */
    int number() {
        return number;
    }

    /**
     * @throws IllegalArgumentException if none is called so
     */
    static Tier named(String word) {
        return Stream.of(values())
                .filter(tier -> tier.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no tier is called \"" + word + "\""));
    }

    /** For people who think of bringing something. */
    String meaning() {
        return meaning;
    }
}
