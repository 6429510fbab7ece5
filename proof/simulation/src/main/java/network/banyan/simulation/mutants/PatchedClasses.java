// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.mutants;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The classes of a mutant, in front of the real ones. Loaded anew is the package it breaks and all that stand above it, for
 * they must see the broken classes; what stands below stays as it is, and warm.
 */
final class PatchedClasses extends ClassLoader {
    /** From below to above, as ARCHITECTURE.md has them. */
    private static final List<String> LAYERS = List.of(
            "network.banyan.primitives",
            "network.banyan.crypto",
            "network.banyan.ledger",
            "network.banyan.state",
            "network.banyan.evm",
            "network.banyan.execution",
            "network.banyan.election",
            "network.banyan.consensus",
            "network.banyan.replica",
            "network.banyan.simulation");

    private final ClassLoader real;
    private final List<String> reloaded;
    private final Map<String, byte[]> patched;

    private PatchedClasses(ClassLoader real, List<String> reloaded, Map<String, byte[]> patched) {
        super(real);
        this.real = real;
        this.reloaded = reloaded;
        this.patched = patched;
    }

    /**
     * @param root of the repository whose sources these classes were built from
     * @throws Mutant.Stale if the patch does not fit, or what comes of it does not compile
     */
    static PatchedClasses of(Mutant mutant, Path root) {
        int lowest = LAYERS.size();
        Map<String, String> sources = new TreeMap<>();
        for (Mutant.Patch patch : mutant.patches()) {
            int layer = LAYERS.indexOf(patch.packageName());
            if (layer < 0) {
                throw new Mutant.Stale(
                        "mutant %s breaks %s, which is not simulated".formatted(mutant.name(), patch.file()));
            }
            lowest = Math.min(lowest, layer);
            String source = sources.containsKey(patch.file())
                    ? sources.get(patch.file())
                    : read(mutant.name(), root, patch.file());
            sources.put(patch.file(), mutant.apply(patch, source));
        }
        return new PatchedClasses(
                PatchedClasses.class.getClassLoader(),
                LAYERS.subList(lowest, LAYERS.size()),
                compile(mutant.name(), sources));
    }

    private static String read(String mutant, Path root, String file) {
        try {
            return Files.readString(root.resolve(file));
        } catch (IOException unreadable) {
            throw new Mutant.Stale("mutant %s is stale: cannot read %s".formatted(mutant, file));
        }
    }

    private static Map<String, byte[]> compile(String mutant, Map<String, String> files) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new Mutant.Stale("There is no compiler in this Java; mutants need a JDK.");
        }
        List<Source> sources = files.entrySet().stream()
                .map(file -> new Source(file.getKey(), file.getValue()))
                .toList();
        var messages = new StringWriter();
        try (var standard = compiler.getStandardFileManager(null, null, null);
                var memory = new Memory(standard)) {
            List<String> options =
                    List.of("-cp", System.getProperty("java.class.path"), "-proc:none", "-implicit:none", "-nowarn");
            boolean compiled = compiler.getTask(messages, memory, null, options, null, sources)
                    .call();
            if (!compiled) {
                throw new Mutant.Stale("mutant %s does not compile: %s".formatted(mutant, messages));
            }
            return memory.classes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            String packageName = name.substring(0, Math.max(0, name.lastIndexOf('.')));
            if (!reloaded.contains(packageName)) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                byte[] bytes = bytes(name);
                loaded = defineClass(name, bytes, 0, bytes.length);
            }
            return loaded;
        }
    }

    private byte[] bytes(String name) throws ClassNotFoundException {
        byte[] broken = patched.get(name);
        if (broken != null) {
            return broken;
        }
        try (InputStream in = real.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new ClassNotFoundException(name, unreadable);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String file, String text) {
            super(URI.create("patched:///" + file), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Keeps what the compiler writes. */
    private static final class Memory extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final Map<String, ByteArrayOutputStream> written = new TreeMap<>();

        Memory(StandardJavaFileManager standard) {
            super(standard);
        }

        Map<String, byte[]> classes() {
            Map<String, byte[]> classes = new TreeMap<>();
            written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
            return classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                JavaFileManager.Location location,
                String type,
                JavaFileObject.Kind kind,
                @Nullable FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("patched:///" + type.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return written.computeIfAbsent(type, any -> new ByteArrayOutputStream());
                }
            };
        }
    }
}
