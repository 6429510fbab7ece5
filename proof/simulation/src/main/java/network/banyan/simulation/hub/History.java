// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import network.banyan.hub.HubException;
import network.banyan.primitives.Address;
import network.banyan.simulation.hub.Plan.Attack;

/** A plan lived through with its attacks, and again without: who keeps to honest chains must not see the difference. */
final class History {
    private History() {}

    /**
     * @param checkpoints that the root accepted in both courses
     * @param broken which law, if any
     */
    record Report(long seed, List<Conduct> conducts, long checkpoints, Optional<String> broken) {
        Report {
            conducts = List.copyOf(conducts);
        }
    }

    static Report of(Ground ground, long seed) {
        Plan plan = Plan.of(seed);
        List<Conduct> conducts =
                plan.attacks().values().stream().map(Attack::conduct).toList();
        Course attacked = new Course(plan, ground);
        Course calm = new Course(plan, ground);
        Optional<String> broken = Optional.empty();
        try {
            live(plan, attacked, true);
            live(plan, calm, false);
            compare(plan, ground, attacked, calm);
        } catch (Books.Broken | HubException | IllegalStateException | ArithmeticException law) {
            broken = Optional.of("seed %d, %s: %s".formatted(seed, conducts, law));
        }
        return new Report(seed, conducts, attacked.checkpoints() + calm.checkpoints(), broken);
    }

    private static void live(Plan plan, Course course, boolean isAttacked) {
        for (int i = 0; i < plan.steps().size(); i++) {
            if (isAttacked) {
                attack(plan, course, i);
            }
            course.take(plan.steps().get(i));
        }
        course.close();
    }

    private static void attack(Plan plan, Course course, int step) {
        plan.attacks().forEach((number, attack) -> {
            if (attack.step() == step) {
                new Assault(course, number, new Random(plan.seed() + number)).attack(attack.conduct());
                course.books().check(course.children());
            }
        });
    }

    private static void compare(Plan plan, Ground ground, Course attacked, Course calm) {
        for (int number = 0; number < plan.honest(); number++) {
            int made = attacked.madeByThen(number);
            int alone = calm.madeByThen(number);
            Books.require(made == alone, "H3: chain %d made %d checkpoints, and %d alone", number, made, alone);
        }
        for (Address asset : List.of(Address.ZERO, ground.wrapper())) {
            long all = 0;
            for (int i = 0; i < Plan.USERS; i++) {
                Address user = Ground.user(true, i);
                List<Long> beset = owned(plan, attacked, user, asset);
                List<Long> alone = owned(plan, calm, user, asset);
                Books.require(beset.equals(alone), "H3: user %d has %s of %s, and %s alone", i, beset, asset, alone);
                all += beset.stream().mapToLong(Long::longValue).sum();
            }
            Books.require(all == Plan.USERS * Ground.COINS, "careful users have %d of %s together", all, asset);
        }
    }

    /** On the root, and on each honest chain. */
    private static List<Long> owned(Plan plan, Course course, Address user, Address asset) {
        List<Long> owned = new ArrayList<>(List.of(course.books().inHand(user, asset)));
        for (int number = 0; number < plan.honest(); number++) {
            owned.add(course.children().get(number).held(asset, user));
        }
        return owned;
    }
}
