// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.banyan.device.DeviceException;
import network.banyan.evidence.Reading;
import network.banyan.primitives.Bytes;
import network.banyan.twin.Desired;
import network.banyan.twin.Reported;
import network.banyan.twin.TwinVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackerTwinTest {
    private static final long TIME = 1_763_683_200_000L;

    @TempDir
    private Path folder;

    private final TestSigner device = TestSigner.named("tracker");
    private final TestOwner owner = new TestOwner(device.device());
    private final FakeGateway gateway = new FakeGateway(TestSigner.named("gateway"));
    private final Paced source = new Paced();
    private final Pace pace = new Pace(source);
    private TrackerTwin twin;

    @BeforeEach
    void begin() {
        twin = start();
    }

    /** A source that remembers what it was told. */
    private static final class Paced implements SampleSource {
        private long millis = 1_000;

        @Override
        public Optional<Sample> next() {
            return Optional.empty();
        }

        @Override
        public OptionalLong everyMillis() {
            return OptionalLong.of(millis);
        }

        @Override
        public void every(long told) {
            millis = told;
        }

        @Override
        public void close() {}
    }

    private TrackerTwin start() {
        var started = new TrackerTwin(
                folder.resolve("twin"), device, owner, InstantSource.fixed(Instant.ofEpochMilli(TIME)), "test 1");
        started.begin(pace);
        return started;
    }

    private void brings(Desired desired) throws Exception {
        gateway.brings(desired.encode());
        twin.advance(gateway, pace, 3);
    }

    private Desired desired(long version, String interval) {
        return owner.desired(device.device(), version, "{\"interval\":\"%s\"}".formatted(interval));
    }

    private Reported.State told() {
        return gateway.reports().getLast().state();
    }

    @Test
    void itSaysHowItFaresAsSoonAsItIsConnected() throws Exception {
        twin.advance(gateway, pace, 3);
        assertThat(gateway.reports().getLast().isSignedBy(device.key())).isTrue();
        assertThat(told().document()).hasToString("{\"interval\":\"1s\",\"queue\":3,\"software\":\"test 1\"}");
        assertThat(told().applied()).isEqualTo(TwinVersion.NONE);
        twin.advance(gateway, pace, 3);
        assertThat(gateway.reports()).as("nothing is new").hasSize(1);
    }

    @Test
    void itAppliesWhatItsOwnerSignedAndReportsTheVersion() throws Exception {
        brings(desired(1, "5s"));
        assertThat(source.millis).isEqualTo(5_000);
        assertThat(told().applied()).isEqualTo(new TwinVersion(0, 1));
        assertThat(told().document().get("interval").orElseThrow().textValue()).isEqualTo("5s");
        brings(owner.desired(device.device(), 2, "{}"));
        assertThat(source.millis).as("its own again").isEqualTo(1_000);
    }

    @Test
    void whatIsOlderOfTheSameNumberOrAnothersIsNotApplied() throws Exception {
        brings(desired(5, "5s"));
        brings(desired(4, "4s"));
        brings(desired(5, "6s"));
        var thief = new TestOwner(device.device());
        thief.sell();
        brings(thief.desired(device.device(), 9, "{\"interval\":\"9s\"}"));
        brings(owner.desired(TestSigner.named("other").device(), 9, "{\"interval\":\"9s\"}"));
        gateway.brings(Bytes.fromHex("ffff"));
        twin.advance(gateway, pace, 3);
        assertThat(source.millis).isEqualTo(5_000);
        assertThat(told().applied()).isEqualTo(new TwinVersion(0, 5));
    }

    @Test
    void whatItDoesNotTakeItRefusesWithASentenceAndTakesTheRest() throws Exception {
        brings(owner.desired(device.device(), 1, "{\"interval\":\"5s\",\"led\":{\"on\":true},\"a/b\":1}"));
        assertThat(source.millis).isEqualTo(5_000);
        assertThat(told().refused()).containsOnlyKeys("/led", "/a~1b");
        assertThat(told().refused().get("/led")).contains("no such setting");
        for (String bad : List.of("\"1ms\"", "\"25h\"", "5", "null", "\"5 s\"", "\"-1s\"", "\"99999999h\"")) {
            Path fresh = Files.createTempDirectory(folder, "twin");
            var other = new TrackerTwin(fresh, device, owner, InstantSource.system(), "test 1");
            gateway.brings(owner.desired(device.device(), 1, "{\"interval\":%s}".formatted(bad))
                    .encode());
            other.advance(gateway, pace, 0);
            assertThat(told().refused()).as(bad).containsOnlyKeys("/interval");
            assertThat(source.millis).as(bad).isEqualTo(1_000);
        }
    }

    @Test
    void whatWasAppliedIsInForceAfterARestartWithoutGatewayOrNode() throws Exception {
        brings(desired(3, "7s"));
        owner.isAway(true);
        source.every(1_000);
        twin = start();
        assertThat(source.millis).isEqualTo(7_000);
        brings(desired(2, "2s"));
        assertThat(source.millis).isEqualTo(7_000);
        assertThat(gateway.reports().getLast().state().counter())
                .isGreaterThan(gateway.reports().getFirst().state().counter());
    }

    @Test
    void withoutANodeTheOwnerItHeardOfLastIsHeard() throws Exception {
        owner.isAway(true);
        brings(desired(1, "5s"));
        assertThat(source.millis).as("nobody has said who owns it").isEqualTo(1_000);
        owner.isAway(false);
        twin = start();
        brings(desired(1, "5s"));
        owner.isAway(true);
        brings(desired(2, "6s"));
        assertThat(source.millis).isEqualTo(6_000);
    }

    @Test
    void afterASaleTheNewOwnersFirstOutranksTheOldOnesLast() throws Exception {
        Desired late = desired(TwinVersion.MAX, "24h");
        brings(desired(1, "5s"));
        owner.sell();
        brings(late);
        assertThat(source.millis).isEqualTo(5_000);
        twin = start();
        brings(desired(1, "6s"));
        assertThat(source.millis).isEqualTo(6_000);
        assertThat(told().applied()).isEqualTo(new TwinVersion(1, 1));
    }

    @Test
    void aSpoiltFileIsToldWithWhatToDo() throws Exception {
        brings(desired(1, "5s"));
        Files.writeString(folder.resolve("twin/desired"), "{");
        assertThatThrownBy(this::start).isInstanceOf(DeviceException.class).hasMessageContaining("delete it");
    }

    @Test
    void ofARecordingSamplesThatComeTooSoonAreLeftOut() {
        var recording = new Pace(new Replay(new Recording(List.of(), 0), 1, false, Optional.empty()));
        assertThat(recording.now()).isEmpty();
        recording.set(Interval.parse("5s"));
        List<Reading> readings = List.of(Reading.of("lat", "lat", "1"));
        assertThat(java.util.stream.LongStream.of(0, 1_000, 4_999, 5_000, 9_999, 10_000, 2_000)
                        .filter(millis -> recording.takes(new Sample(TIME + millis, readings))))
                .containsExactly(0L, 5_000L, 10_000L, 2_000L);
    }
}
