// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Whole runs of four members as text, line by line as a person would want to read them. When a change of the protocol
 * changes a run on purpose, run with {@code -Dbanyan.bless=true} and review the difference.
 */
class GoldenTraceTest {
    private static final Path TRACES =
            Path.of(System.getProperty("banyan.root"), "core/consensus/src/test/resources/traces");

    @Test
    void everybodyIsWell() throws IOException {
        compare("happy-path", 170, world -> world.replicas.forEach(World.Replica::start));
    }

    @Test
    void theFirstLeaderIsSilent() throws IOException {
        compare(
                "silent-leader",
                500,
                world -> world.replicas.stream()
                        .filter(replica -> replica.seat != 0)
                        .forEach(World.Replica::start));
    }

    @Test
    void oneMembersMessagesComeLate() throws IOException {
        compare("late-votes", 800, world -> {
            world.replicas.forEach(World.Replica::start);
            world.weather.islands = List.of(List.of(0, 1, 2), List.of(3));
            world.schedule(300, () -> world.weather.islands = List.of());
        });
    }

    @Test
    void aMemberRestartsInTheMiddleOfAView() throws IOException {
        compare("restart", 400, world -> {
            world.replicas.forEach(World.Replica::start);
            world.schedule(75, () -> world.replicas.get(1).stop());
            world.schedule(100, () -> world.replicas.get(1).start());
        });
    }

    private static void compare(String name, long until, Consumer<World> run) throws IOException {
        List<String> trace = new ArrayList<>();
        World world = new World(Committees.FOUR, new Pacing(50, 100), 1, Optional.of(trace::add));
        world.weather.minDelay = 10;
        world.weather.maxDelay = 10;
        for (int seat = 0; seat < 4; seat++) {
            world.add(seat, 0, Conduct.HONEST);
        }
        run.accept(world);
        world.runUntil(until);

        Path golden = TRACES.resolve(name + ".txt");
        String actual = String.join("\n", trace) + "\n";
        if (Boolean.getBoolean("banyan.bless")) {
            Files.createDirectories(TRACES);
            Files.writeString(golden, actual, StandardCharsets.UTF_8);
        }
        assertThat(actual).isEqualTo(Files.readString(golden, StandardCharsets.UTF_8));
    }
}
