// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import network.banyan.election.Committee;
import org.junit.jupiter.api.Test;

/** Whole committees in bad weather, seed by seed: nothing wrong ever happens, and something happens once it clears up. */
class SimulationTest {
    private static final Pacing PACING = new Pacing(50, 100);
    private static final long STORM = 12_000;
    private static final long CALM = 8_000;

    /** More seeds for those with more time. */
    private static final int FACTOR = Integer.getInteger("banyan.seeds", 1);

    @Test
    void fourAgreeThroughLossDelayPartitionsAndCrashes() {
        seeds(100, seed -> survives(Committees.FOUR, seed, Conduct.HONEST, 0));
    }

    @Test
    void sevenAgreeThroughLossDelayPartitionsAndCrashes() {
        seeds(40, seed -> survives(Committees.SEVEN, seed, Conduct.HONEST, 0));
    }

    @Test
    void fourAgreeAlthoughOneIsTwoFaced() {
        seeds(80, seed -> survives(Committees.FOUR, seed, Conduct.TWIN, 1));
    }

    @Test
    void sevenAgreeAlthoughTwoAreTwoFaced() {
        seeds(30, seed -> survives(Committees.SEVEN, seed, Conduct.TWIN, 2));
    }

    @Test
    void fourAgreeAlthoughOneForks() {
        seeds(50, seed -> survives(Committees.FOUR, seed, Conduct.FORKER, 1));
    }

    @Test
    void fourAgreeAlthoughOneForges() {
        seeds(30, seed -> survives(Committees.FOUR, seed, Conduct.FORGER, 1));
    }

    @Test
    void sevenAgreeAlthoughTwoContradictThemselvesAndBothAreConvicted() {
        seeds(20, seed -> {
            World world = survives(Committees.SEVEN, seed, Conduct.CONFLICTER, 2);
            assertThat(world.watch.convicted())
                    .containsExactlyElementsOf(world.replicas.stream()
                            .filter(replica -> !replica.honest())
                            .map(replica -> replica.seat)
                            .toList());
        });
    }

    @Test
    void twoLiarsOfFourAreMoreThanItCanBear() {
        // Shows that the watch sees a broken agreement when there is one.
        List<String> broken = new ArrayList<>();
        seeds(40, seed -> {
            try {
                survives(Committees.FOUR, seed, Conduct.TWIN, 2);
            } catch (Watch.Broken expected) {
                broken.add(expected.getMessage());
            }
        });
        assertThat(broken).anyMatch(what -> what.contains("AGREEMENT") || what.contains("HALT"));
    }

    private static void seeds(int count, LongConsumer run) {
        LongStream.rangeClosed(1, (long) count * FACTOR).forEach(run);
    }

    @Test
    void theSameSeedIsTheSameRun() {
        assertThat(run(Committees.FOUR, 7)).isEqualTo(run(Committees.FOUR, 7));
        assertThat(run(Committees.FOUR, 7)).isNotEqualTo(run(Committees.FOUR, 8));
    }

    private static List<String> run(Committee committee, long seed) {
        List<String> trace = new ArrayList<>();
        World world = new World(committee, PACING, seed, Optional.of(trace::add));
        for (int seat = 0; seat < committee.size(); seat++) {
            world.add(seat, 0, Conduct.HONEST).start();
        }
        storm(world);
        world.runUntil(5_000);
        return trace;
    }

    /** Only the last block can follow itself, so that is where all of them must stand at the end. */
    @Test
    void allEndTheEpochWithOneBlock() {
        seeds(60, seed -> ends(seed, Conduct.HONEST, 0));
        seeds(60, seed -> ends(seed, Conduct.TWIN, 1));
        seeds(40, seed -> ends(seed, Conduct.FORKER, 1));
        seeds(20, seed -> ends(seed, Conduct.FORGER, 1));
    }

    private static void ends(long seed, Conduct lies, int liars) {
        var term = new Term(Committees.FOUR, 1 + seed % 12);
        World world = survives(term, seed, lies, liars);
        assertThat(world.watch.height()).isEqualTo(term.last());
    }

    private static World survives(Committee committee, long seed, Conduct lies, int liars) {
        return survives(Term.endless(committee), seed, lies, liars);
    }

    private static World survives(Term term, long seed, Conduct lies, int liars) {
        Committee committee = term.committee();
        World world = new World(term, PACING, seed, Optional.empty());
        int firstLiar = world.random.nextInt(committee.size());
        for (int seat = 0; seat < committee.size(); seat++) {
            boolean liar = Math.floorMod(seat - firstLiar, committee.size()) < liars;
            world.add(seat, 0, liar ? lies : Conduct.HONEST);
            if (liar && lies == Conduct.TWIN) {
                world.add(seat, 1, lies);
            }
        }
        try {
            world.replicas.forEach(World.Replica::start);
            storm(world);
            world.runUntil(STORM);
            clearUp(world);
            long before = world.watch.height();
            world.runUntil(STORM + CALM);
            requireProgress(world, before);
            return world;
        } catch (Watch.Broken broken) {
            throw new Watch.Broken("seed %d, %d members, %d %s, at %d ms: %s"
                    .formatted(seed, committee.size(), liars, lies, world.now, broken.getMessage()));
        }
    }

    /** Draws the weather anew every second. */
    private static void storm(World world) {
        World.Weather weather = world.weather;
        var random = world.random;
        weather.drop = random.nextInt(4) == 0 ? random.nextInt(400) : random.nextInt(50);
        weather.duplicate = random.nextInt(100);
        weather.straggle = random.nextInt(100);
        weather.crash = random.nextInt(3) == 0 ? random.nextInt(30) : 0;
        weather.maxDowntime = random.nextBoolean() ? 200 : 3_000;
        weather.maxDelay = weather.minDelay + random.nextInt(200);
        weather.invalidBlock = 200;
        weather.islands = List.of();
        if (random.nextInt(3) == 0) {
            List<Integer> here = new ArrayList<>();
            List<Integer> there = new ArrayList<>();
            for (int seat = 0; seat < world.committee.size(); seat++) {
                (random.nextBoolean() ? here : there).add(seat);
            }
            weather.islands = List.of(here, there);
        }
        world.schedule(1_000, () -> {
            if (world.now < STORM) {
                storm(world);
            }
        });
    }

    private static void clearUp(World world) {
        World.Weather weather = world.weather;
        weather.drop = 0;
        weather.duplicate = 0;
        weather.straggle = 0;
        weather.crash = 0;
        weather.maxDelay = 40;
        weather.islands = List.of();
    }

    private static void requireProgress(World world, long before) {
        long least = Math.min(before + 10, world.term.last());
        for (World.Replica replica : world.replicas) {
            if (replica.honest() && replica.tip.height() < least) {
                throw new Watch.Broken(
                        "PROGRESS: seat %d is at height %d in view %d, expected %d; at the storm's end %d"
                                .formatted(
                                        replica.seat,
                                        replica.tip.height(),
                                        replica.up() ? replica.machine.view() : -1,
                                        least,
                                        before));
            }
        }
    }
}
