// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import network.banyan.evm.compiled.Style;
import network.banyan.evm.compiled.Translation;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import org.jspecify.annotations.Nullable;

/**
 * Which codes are hot, and the bytecode of those that were translated. Shared by all threads that run code: what it
 * knows and when only decides how fast a result comes, never which.
 *
 * <p>Bounded everywhere, because anyone may deploy and call code: it must have spent gas in proportion to its size before
 * it is translated, only so many wait for that, and the class files of all together keep to a budget, the one that was
 * not run for longest going first.
 */
public final class CompiledCodes {
    private final Fork fork;
    private final Limits limits;
    private final Executor executor;
    private final Style style;
    private final LinkedHashMap<Hash, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private int pending;
    private int live;
    private long classBytes;
    private long compiled;
    private long refused;
    private long evicted;

    /** Counts the frames that began; only to tell what was used lately, so lost updates do not matter. */
    private long frames;

    /**
     * @param executor runs the translations: on a thread of low priority in a node, at once in a test
     */
    public CompiledCodes(Fork fork, Limits limits, Executor executor) {
        this(fork, limits, executor, false);
    }

    /** Translated so that the interpreter can take over after every block, which costs speed; see {@link Engine#switching}. */
    public static CompiledCodes leavingAfterEveryBlock(Fork fork, Limits limits) {
        return new CompiledCodes(fork, limits, Runnable::run, true);
    }

    private CompiledCodes(Fork fork, Limits limits, Executor executor, boolean leavesAfterEveryBlock) {
        this.fork = fork;
        this.limits = limits;
        this.executor = executor;
        this.style = new Style(fork.includes(Fork.OSAKA), leavesAfterEveryBlock);
    }

    /**
     * What may be spent on translating.
     *
     * @param hotGas gas that a code must have spent in the interpreter
     * @param hotGasPerByte and this for every byte of it
     * @param pendingMax most codes that wait to be translated
     * @param classBytesMax most bytes of class files alive; about as much again is HotSpot's
     * @param codesMax most codes to be remembered
     */
    public record Limits(long hotGas, long hotGasPerByte, int pendingMax, long classBytesMax, int codesMax) {
        public static final Limits DEFAULT = new Limits(500_000, 500, 16, 32L << 20, 16_384);

        /** Every code is translated when it is first run. */
        public static final Limits AT_ONCE = new Limits(0, 0, 1, 256L << 20, 16_384);

        public Limits {
            Invariant.check(hotGas >= 0 && hotGasPerByte >= 0, "negative gas %d, %d", hotGas, hotGasPerByte);
            Invariant.check(pendingMax > 0 && codesMax > 0, "no room: %d, %d", pendingMax, codesMax);
            Invariant.check(classBytesMax >= 0, "negative budget %d", classBytesMax);
        }
    }

    /**
     * For metrics.
     *
     * @param compiled translations made so far
     * @param refused codes that would not be translated
     * @param evicted translations given up for others
     * @param live translations there are
     * @param classBytes size of their class files
     * @param pending codes that wait
     */
    public record Statistics(long compiled, long refused, long evicted, int live, long classBytes, int pending) {}

    /** A translated code. */
    static final class Compiled {
        private final CompiledCode code;
        private final int[] entries;
        private final int[] targets;
        private final int bytes;

        private Compiled(CompiledCode code, Translation translation) {
            this.code = code;
            this.entries = translation.entries();
            this.targets = translation.targets();
            this.bytes = translation.classFile().length;
        }

        /** Runs the frame from that block on. */
        int run(Frame frame, Instructions instructions, int entry) {
            return code.run(frame, instructions, entry, targets);
        }

        /** The block by which a frame may be entered at its program counter, or -1. */
        int entry(Frame frame) {
            return entries[frame.pc];
        }
    }

    private enum State {
        COLD,
        PENDING,
        COMPILED,
        REFUSED
    }

    /** What is known of one code. Heat and use are counted without a lock: they may be a little wrong. */
    static final class Entry {
        final CompiledCodes owner;
        private State state = State.COLD;
        private long heat;
        private long lastUse;

        /** Null until the code is translated, and again once that is evicted. */
        volatile @Nullable Compiled compiled;

        Entry(CompiledCodes owner) {
            this.owner = owner;
        }
    }

    Fork fork() {
        return fork;
    }

    /** Whether a code is hot before it was ever run. */
    boolean translatesAtOnce() {
        return limits.hotGas == 0 && limits.hotGasPerByte == 0;
    }

    public synchronized Statistics statistics() {
        return new Statistics(compiled, refused, evicted, live, classBytes, pending);
    }

    /** The code's translation if there is one; a frame is about to run it. */
    @Nullable
    Compiled find(Code code) {
        Entry entry = entry(code);
        entry.lastUse = ++frames;
        return entry.compiled;
    }

    /** As {@link #find}, leaving no trace. */
    @Nullable
    Compiled peek(Code code) {
        @Nullable Entry known = code.hotness;
        if (known == null || known.owner != this) {
            synchronized (this) {
                known = entries.get(code.hash());
            }
            if (known == null) {
                return null;
            }
            code.hotness = known;
        }
        return known.compiled;
    }

    private Entry entry(Code code) {
        @Nullable Entry known = code.hotness;
        if (known != null && known.owner == this) {
            return known;
        }
        Entry entry = remembered(code.hash());
        code.hotness = entry;
        return entry;
    }

    private synchronized Entry remembered(Hash hash) {
        Entry entry = entries.computeIfAbsent(hash, absent -> new Entry(this));
        if (entries.size() > limits.codesMax) {
            Entry forgotten = entries.pollFirstEntry().getValue();
            evict(forgotten);
        }
        return entry;
    }

    /** The interpreter spent so much gas on the code; if that makes it hot, it will be translated. */
    void spent(Code code, long gas) {
        Entry entry = entry(code);
        entry.heat += gas;
        if (entry.heat >= limits.hotGas + limits.hotGasPerByte * code.size()
                && entry.state == State.COLD
                && claim(entry)) {
            try {
                executor.execute(() -> compile(entry, code));
            } catch (RejectedExecutionException stopped) {
                release(entry, State.COLD);
            }
        }
    }

    private synchronized boolean claim(Entry entry) {
        if (entry.state != State.COLD) {
            return false;
        }
        entry.heat = 0;
        if (pending == limits.pendingMax) {
            return false;
        }
        entry.state = State.PENDING;
        pending++;
        return true;
    }

    private synchronized void release(Entry entry, State state) {
        pending--;
        entry.state = state;
        refused += state == State.REFUSED ? 1 : 0;
    }

    /** A translation that fails is not tried again: the code stays with the interpreter. */
    private void compile(Entry entry, Code code) {
        Optional<Compiled> made = Optional.empty();
        try {
            made = Translation.of(code.padded(), code.size(), style)
                    .filter(translation -> translation.classFile().length <= limits.classBytesMax)
                    .map(CompiledCodes::load);
        } catch (IllegalArgumentException | LinkageError failed) {
            // The class file would break a limit of the JVM: the code is as unusual as that.
        } finally {
            if (made.isEmpty()) {
                release(entry, State.REFUSED);
            }
        }
        made.ifPresent(ready -> keep(entry, code.hash(), ready));
    }

    private static Compiled load(Translation translation) {
        try {
            var lookup = MethodHandles.lookup().defineHiddenClass(translation.classFile(), true);
            var constructor = lookup.findConstructor(lookup.lookupClass(), MethodType.methodType(void.class));
            var code = (CompiledCode) constructor.invoke();
            return new Compiled(code, translation);
        } catch (LinkageError refusedByVerifier) {
            throw refusedByVerifier;
        } catch (Throwable impossible) {
            throw new AssertionError("a generated class without constructor", impossible);
        }
    }

    private synchronized void keep(Entry entry, Hash hash, Compiled ready) {
        if (entries.get(hash) != entry) {
            // Forgotten while it waited.
            release(entry, State.COLD);
            return;
        }
        release(entry, State.COMPILED);
        entry.compiled = ready;
        entry.lastUse = frames;
        compiled++;
        live++;
        classBytes += ready.bytes;
        while (classBytes > limits.classBytesMax) {
            evict(leastRecentlyUsed(entry));
        }
    }

    private Entry leastRecentlyUsed(Entry except) {
        Entry oldest = except;
        for (Map.Entry<Hash, Entry> each : entries.entrySet()) {
            Entry entry = each.getValue();
            boolean older = oldest == except || entry.lastUse < oldest.lastUse;
            if (entry != except && entry.compiled != null && older) {
                oldest = entry;
            }
        }
        return oldest;
    }

    private void evict(Entry entry) {
        @Nullable Compiled gone = entry.compiled;
        if (gone != null) {
            entry.compiled = null;
            entry.state = State.COLD;
            entry.heat = 0;
            evicted++;
            live--;
            classBytes -= gone.bytes;
        }
    }
}
