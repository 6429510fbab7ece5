// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import network.banyan.device.DeviceException;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;

/**
 * A satellite receiver that writes NMEA 0183, such as one on a serial line ({@code /dev/ttyUSB0}, set up by stty). The
 * sentences of one moment become one sample, as soon as the first one of the next moment comes. Its time is the satellites',
 * not this machine's.
 */
public final class NmeaSource implements SampleSource {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("ddMMyy");

    private final InputStream in;
    private Optional<NmeaSentence.Rmc> rmc = Optional.empty();
    private Optional<NmeaSentence.Gga> gga = Optional.empty();
    private final AtomicLong refused = new AtomicLong();
    private volatile boolean closed;

    public NmeaSource(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /**
     * @throws DeviceException if the device cannot be opened
     */
    public static NmeaSource open(Path device) {
        try {
            // A channel, because closing one ends a read that waits.
            return new NmeaSource(Channels.newInputStream(FileChannel.open(device, StandardOpenOption.READ)));
        } catch (IOException cannot) {
            throw new DeviceException(
                    "the receiver %s cannot be opened: %s; is it plugged in, and may this user read it?"
                            .formatted(device, Recording.why(cannot)),
                    cannot);
        }
    }

    @Override
    public Optional<Sample> next() {
        try {
            for (Optional<String> line = line(); line.isPresent(); line = line()) {
                switch (NmeaSentence.parse(line.get())) {
                    case NmeaSentence.Parsed.Fix(NmeaSentence sentence) -> {
                        Optional<Sample> whole = take(sentence);
                        if (whole.isPresent()) {
                            return whole;
                        }
                    }
                    case NmeaSentence.Parsed.Other() -> {}
                    case NmeaSentence.Parsed.Refused() -> refused.incrementAndGet();
                }
            }
            Optional<Sample> last = sample();
            rmc = Optional.empty();
            return last;
        } catch (ClosedChannelException stopped) {
            return Optional.empty();
        } catch (IOException broken) {
            if (closed) {
                return Optional.empty();
            }
            throw new DeviceException("the receiver stopped: " + broken.getMessage(), broken);
        }
    }

    /** A line without its end; of one that is too long so much that it is refused. */
    private Optional<String> line() throws IOException {
        var line = new StringBuilder();
        int c = in.read();
        if (c < 0) {
            return Optional.empty();
        }
        for (; c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r' && line.length() <= NmeaSentence.MAX_CHARACTERS) {
                line.append((char) c);
            }
        }
        return Optional.of(line.toString());
    }

    /** The sample of the moment before, if this sentence begins another one. */
    private Optional<Sample> take(NmeaSentence sentence) {
        Optional<Sample> before = Optional.empty();
        boolean isNext = rmc.filter(held -> !held.timeOfDay().equals(sentence.timeOfDay()))
                .isPresent();
        if (isNext) {
            before = sample();
            rmc = Optional.empty();
        }
        switch (sentence) {
            case NmeaSentence.Rmc held -> rmc = Optional.of(held);
            case NmeaSentence.Gga held -> gga = Optional.of(held);
        }
        return before;
    }

    /** Only RMC has the date, so without one there is no sample. */
    private Optional<Sample> sample() {
        return rmc.flatMap(fix -> {
            Optional<Long> time = time(fix);
            if (time.isEmpty()) {
                refused.incrementAndGet();
                return Optional.empty();
            }
            List<Reading> readings = new ArrayList<>();
            Quantities.latitude(fix.latitude().toPlainString()).ifPresent(readings::add);
            Quantities.longitude(fix.longitude().toPlainString()).ifPresent(readings::add);
            gga.filter(same -> same.timeOfDay().equals(fix.timeOfDay()))
                    .flatMap(NmeaSentence.Gga::altitude)
                    .flatMap(metres -> Quantities.altitude(metres.toPlainString()))
                    .ifPresent(readings::add);
            fix.speed()
                    .flatMap(speed -> Quantities.speed(speed.toPlainString()))
                    .ifPresent(readings::add);
            return Optional.of(new Sample(time.get(), readings));
        });
    }

    private static Optional<Long> time(NmeaSentence.Rmc fix) {
        try {
            String hour = fix.timeOfDay();
            LocalTime time = LocalTime.parse(
                    "%s:%s:%s".formatted(hour.substring(0, 2), hour.substring(2, 4), hour.substring(4)));
            long millis = LocalDateTime.of(LocalDate.parse(fix.date(), DATE), time)
                    .toInstant(ZoneOffset.UTC)
                    .toEpochMilli();
            return Optional.of(millis).filter(found -> found >= DeviceRecord.MIN_TIME_MILLIS);
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    @Override
    public long refused() {
        return refused.get();
    }

    @Override
    public void close() {
        closed = true;
        try {
            in.close();
        } catch (IOException alreadyGone) {
            // It is not read any more.
        }
    }
}
