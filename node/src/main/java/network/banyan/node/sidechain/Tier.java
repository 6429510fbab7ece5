// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

/** What a chain's committee would have to do to cheat its own users (docs/spec/hub.md, rule 34). */
enum Tier {
    SOVEREIGN(
            "Its committee could take what you brought there, within the limits shown; it could take nothing of anybody"
                    + " else. It could ignore you. You can leave without it.");

    private final String meaning;

    Tier(String meaning) {
        this.meaning = meaning;
    }

    String word() {
        return "sovereign";
    }

    /**
     * @throws IllegalArgumentException if none is called so
     */
    static Tier named(String word) {
        if (!word.equals(SOVEREIGN.word())) {
            throw new IllegalArgumentException("no tier is called \"" + word + "\"");
        }
        return SOVEREIGN;
    }

    /** For people who think of bringing something. */
    String meaning() {
        return meaning;
    }
}
