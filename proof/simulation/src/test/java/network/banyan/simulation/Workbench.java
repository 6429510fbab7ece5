// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import network.banyan.consensus.LogRecord;
import network.banyan.ledger.Genesis.Epochs;
import network.banyan.replica.Admission;
import network.banyan.replica.Alarm;
import network.banyan.replica.ChainState;
import network.banyan.replica.Effect;
import network.banyan.replica.Input;
import network.banyan.replica.PeerMessage;
import network.banyan.replica.Replica;
import network.banyan.replica.TransactionPool;
import network.banyan.state.StateChain;
import org.jspecify.annotations.Nullable;

/**
 * Whole replicas that do one thing at a time, as a golden script tells them: messages lie in a queue until the script
 * delivers or drops them, and clocks stand still until it waits. The commands are in {@code golden/README.md}.
 */
final class Workbench {
    private static final StateChain.Limits STATE_LIMITS = new StateChain.Limits(10_000, 64, 4L << 20, 1 << 10);

    /** More rounds than any script means to have. */
    private static final int ROUNDS_MAX = 100;

    private final Cast cast;
    private final History history;
    private final Signatures signatures;
    private final Words words;
    private final Reader reader = new Reader();
    private final List<Machine> machines;
    private final List<String> output = new ArrayList<>();
    private List<Letter> queue = new ArrayList<>();
    private long now;

    private record Letter(int from, int to, PeerMessage message) {}

    /** A replica with its disk and its alarms. */
    private final class Machine {
        private final int number;
        private final MemoryChainStore disk = new MemoryChainStore(Power.STEADY, history, record -> {}, this::stored);
        private final Map<Alarm.Kind, Ring> alarms = new EnumMap<>(Alarm.Kind.class);
        private @Nullable Replica replica;
        private long epoch;
        private long view;

        private Machine(int number) {
            this.number = number;
        }

        private void stored(network.banyan.ledger.Block block) {
            if (history.ends(block.number())) {
                history.ended("node " + number, block);
            }
        }

        private void start() {
            require(replica == null, "node %d is up", number);
            disk.open();
            ChainState chain = ChainState.open(cast.genesis(), cast.committee(), disk, STATE_LIMITS);
            var admission = new Admission(chain, new TransactionPool(TransactionPool.Limits.DEFAULT));
            replica = new Replica(chain, signatures.membership(number), admission);
            step("starts", new Input.Start());
        }

        private void crash() {
            require(replica != null, "node %d is down", number);
            replica = null;
            alarms.clear();
            output.add(number + " loses its power");
        }

        /** Nothing is printed of what changes nothing. */
        private void step(String title, Input input) {
            Replica up = replica;
            if (up == null) {
                return;
            }
            List<Effect> effects = up.step(cast.genesis().timestamp() * 1_000 + now, input);
            List<String> lines = effects.stream()
                    .filter(this::changesSomething)
                    .map(effect -> "  " + words.of(effect))
                    .toList();
            if (!lines.isEmpty()) {
                output.add(number + " " + title);
                output.addAll(lines);
            }
            effects.forEach(this::carryOut);
        }

        private boolean changesSomething(Effect effect) {
            return switch (effect) {
                case Effect.Nominated _ -> false;
                case Effect.SetAlarm set ->
                    !ring(set).equals(alarms.get(set.alarm().kind()));
                default -> true;
            };
        }

        private Ring ring(Effect.SetAlarm set) {
            return new Ring(now + Math.max(0, set.delayMillis()), this, set.alarm());
        }

        private void carryOut(Effect effect) {
            switch (effect) {
                case Effect.Send send -> post(cast.member(send.peer()), send.message());
                case Effect.Broadcast broadcast ->
                    IntStream.range(0, cast.size())
                            .filter(to -> to != number)
                            .forEach(to -> post(to, broadcast.message()));
                case Effect.SetAlarm set -> alarms.put(set.alarm().kind(), ring(set));
                case Effect.Seated seated -> epoch = seated.committee().epoch();
                case Effect.Entered entered -> view = entered.view();
                case Effect.Published _,
                        Effect.Behind _,
                        Effect.Nominated _,
                        Effect.Misbehaved _,
                        Effect.Caught _,
                        Effect.Alert _ -> {}
            }
        }

        private void post(int to, PeerMessage message) {
            queue.add(new Letter(number, to, reader.carried(message.encode())));
        }
    }

    private record Ring(long time, Machine machine, Alarm alarm) {}

    private Workbench(int nodes, Optional<Epochs> epochs) {
        this.cast = Cast.of(nodes, Cast.QUICK, epochs);
        this.history = new History(cast);
        this.signatures = new Signatures(cast, false);
        this.words = new Words(cast);
        this.machines = IntStream.range(0, nodes).mapToObj(Machine::new).toList();
    }

    /** Of {@code nodes 6 seats 4 epoch-blocks 5}, of which the last two may be left out. */
    static Workbench of(String command) {
        Map<String, Integer> settings = settings(command);
        require(settings.containsKey("nodes"), "the first command is nodes, not: %s", command);
        int nodes = settings.get("nodes");
        Optional<Epochs> epochs = Optional.ofNullable(settings.get("epoch-blocks"))
                .map(blocks -> new Epochs(blocks, settings.getOrDefault("seats", nodes)));
        return new Workbench(nodes, epochs);
    }

    /** What a command brings about, line by line. */
    List<String> run(String command) {
        output.clear();
        List<String> list = Arrays.asList(command.split(" "));
        List<Integer> numbers = list.stream()
                .skip(1)
                .filter(word -> word.matches("\\d+"))
                .map(Integer::valueOf)
                .toList();
        switch (list.getFirst()) {
            case "start" -> named(numbers).forEach(Machine::start);
            case "crash" -> named(numbers).forEach(Machine::crash);
            case "connect" -> named(numbers).forEach(this::connect);
            case "deliver" -> deliver(chosen(command));
            case "settle" -> settle(chosen(command));
            case "drop" -> drop(chosen(command));
            case "wait" -> waitFor(numbers.getFirst());
            case "log" -> named(numbers).forEach(this::tellLog);
            case "state" -> machines.forEach(this::tellState);
            default -> require(false, "no such command: %s", command);
        }
        return List.copyOf(output);
    }

    private static Map<String, Integer> settings(String command) {
        String[] list = command.split(" ");
        Map<String, Integer> settings = new HashMap<>();
        for (int at = 0; at + 1 < list.length; at += 2) {
            settings.put(list[at], Integer.valueOf(list[at + 1]));
        }
        return settings;
    }

    /** All, if none is named. */
    private List<Machine> named(List<Integer> numbers) {
        return numbers.isEmpty()
                ? machines
                : numbers.stream().map(machines::get).toList();
    }

    private void connect(Machine one) {
        for (Machine other : machines) {
            if (other != one && other.replica != null) {
                one.step("meets " + other.number, new Input.Connected(cast.nodeKey(other.number)));
                other.step("meets " + one.number, new Input.Connected(cast.nodeKey(one.number)));
            }
        }
    }

    /** {@code from 1}, {@code to 2}, both or neither. */
    private static Predicate<Letter> chosen(String command) {
        Map<String, Integer> settings = settings(command.substring(command.indexOf(' ') + 1));
        var from = settings.containsKey("from") ? OptionalInt.of(settings.get("from")) : OptionalInt.empty();
        var to = settings.containsKey("to") ? OptionalInt.of(settings.get("to")) : OptionalInt.empty();
        return letter -> from.orElse(letter.from()) == letter.from() && to.orElse(letter.to()) == letter.to();
    }

    private List<Letter> take(Predicate<Letter> which) {
        List<Letter> taken = queue.stream().filter(which).toList();
        queue = new ArrayList<>(queue.stream().filter(which.negate()).toList());
        return taken;
    }

    private void deliver(Predicate<Letter> which) {
        for (Letter letter : take(which)) {
            machines.get(letter.to())
                    .step(
                            "<- %d: %s".formatted(letter.from(), Words.of(letter.message())),
                            new Input.Received(cast.nodeKey(letter.from()), letter.message()));
        }
    }

    private void settle(Predicate<Letter> which) {
        for (int round = 0; queue.stream().anyMatch(which); round++) {
            require(round < ROUNDS_MAX, "messages never end");
            deliver(which);
        }
    }

    private void drop(Predicate<Letter> which) {
        take(which)
                .forEach(letter ->
                        output.add("%d -x %d: %s".formatted(letter.from(), letter.to(), Words.of(letter.message()))));
    }

    private void waitFor(int millis) {
        long end = now + millis;
        for (Optional<Ring> next = next(end); next.isPresent(); next = next(end)) {
            Ring ring = next.get();
            now = Math.max(now, ring.time());
            ring.machine().alarms.remove(ring.alarm().kind());
            ring.machine().step("rings " + Words.of(ring.alarm()) + ", at " + now, new Input.AlarmRang(ring.alarm()));
        }
        now = end;
    }

    private Optional<Ring> next(long end) {
        return machines.stream()
                .flatMap(machine -> machine.alarms.values().stream())
                .filter(ring -> ring.time() <= end)
                .min(Comparator.comparingLong(Ring::time));
    }

    private void tellLog(Machine machine) {
        for (LogRecord record : machine.disk.records()) {
            output.add("%d has %s".formatted(machine.number, Words.of(record)));
        }
    }

    private void tellState(Machine machine) {
        output.add("%d is %s in epoch %d, view %d, block %d"
                .formatted(
                        machine.number,
                        machine.replica == null ? "down" : "up",
                        machine.epoch,
                        machine.view,
                        machine.disk.height()));
    }

    private static void require(boolean holds, String message, Object... arguments) {
        if (!holds) {
            throw new IllegalArgumentException(message.formatted(arguments));
        }
    }
}
