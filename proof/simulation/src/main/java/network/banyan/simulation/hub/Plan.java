// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What users mean to do and how late everything is, and which chains turn on them when: all that a seed decides. It is drawn before
 * anything happens, so that the same plan can be lived through without the attacks.
 *
 * @param attacks by chain, of those that are not honest
 */
record Plan(long seed, List<Step> steps, SortedMap<Integer, Attack> attacks) {
    static final int CHAINS = 5;
    static final int USERS = 4;

    private static final int STEPS = 36;

    Plan {
        steps = List.copyOf(steps);
        attacks = new TreeMap<>(attacks);
    }

    enum Deed {
        DEPOSIT,
        WITHDRAW,
        SEND,
        FORCE,
        CALL,
        CHECKPOINT,
        CARRY,
        CLAIM,
        WAIT
    }

    /**
     * @param isCareful whether the user goes to honest chains alone
     * @param from a chain; taken modulo those that the user goes to
     * @param share of what the user has, in thousandths
     * @param hours until a deadline, or of waiting
     * @param isPrompt whether a checkpoint is carried as soon as it is made
     */
    record Step(
            Deed deed,
            boolean isCareful,
            int user,
            int from,
            int to,
            boolean isToken,
            int share,
            int hours,
            boolean isPrompt) {}

    /** @param step from which on */
    record Attack(Conduct conduct, int step) {}

    static Plan of(long seed) {
        Random random = new Random(seed);
        Deed[] deeds = Deed.values();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            steps.add(new Step(
                    deeds[random.nextInt(deeds.length)],
                    random.nextInt(2) == 0,
                    random.nextInt(USERS),
                    random.nextInt(CHAINS),
                    random.nextInt(CHAINS),
                    random.nextInt(3) == 0,
                    1 + random.nextInt(1000),
                    1 + random.nextInt(8),
                    random.nextBoolean()));
        }
        SortedMap<Integer, Attack> attacks = new TreeMap<>();
        int hostile = 1 + random.nextInt(3);
        List<Conduct> conducts = List.of(Conduct.values());
        for (int i = 0; i < hostile; i++) {
            Conduct conduct = conducts.get(random.nextInt(conducts.size()));
            attacks.put(CHAINS - 1 - i, new Attack(conduct, random.nextInt(STEPS)));
        }
        return new Plan(seed, steps, attacks);
    }

    /** How many chains, from the first on, are honest for ever. */
    int honest() {
        return CHAINS - attacks.size();
    }
}
