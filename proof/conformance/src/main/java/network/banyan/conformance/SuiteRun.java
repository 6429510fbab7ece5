// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import network.banyan.node.UserError;

/** Runs the files of a suite side by side, and tells what came of them in the order of their names. */
public final class SuiteRun {
    private static final int TENTHS = 10;

    private final Suite suite;
    private final int jobs;
    private final PrintWriter out;
    private final PrintWriter progress;

    /**
     * @param jobs files at a time
     * @param out for failures and the sum
     * @param progress for who waits
     */
    public SuiteRun(Suite suite, int jobs, PrintWriter out, PrintWriter progress) {
        this.suite = suite;
        this.jobs = jobs;
        this.out = out;
        this.progress = progress;
    }

    /** How many cases passed and failed, and how many did not run and why. */
    public record Tally(int passed, List<String> failures, SortedMap<String, Integer> notRun) {
        public Tally {
            failures = List.copyOf(failures);
        }
    }

    private record Told(Path file, Suite.Case test, Verdict verdict) {}

    /**
     * Files named, and all JSON files in folders named.
     *
     * @throws UserError if a path does not exist
     */
    public static List<Path> files(List<Path> paths) {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw new UserError("There is no " + path + ".");
            }
            try (Stream<Path> found = Files.walk(path)) {
                found.filter(Files::isRegularFile)
                        .filter(file -> file.equals(path) || isTest(path.relativize(file)))
                        .sorted()
                        .forEach(files::add);
            } catch (IOException failed) {
                throw new UserError("Cannot read " + path + ": " + UserError.why(failed) + ".", failed);
            }
        }
        return files;
    }

    /** Releases of the suites keep an index of their files in a hidden folder. */
    private static boolean isTest(Path file) {
        for (Path part : file) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        return file.toString().endsWith(".json");
    }

    /** Runs all; failures are printed as they come, in order, and the sum at the end. */
    public Tally run(List<Path> files) throws InterruptedException {
        int passed = 0;
        List<String> failures = new ArrayList<>();
        SortedMap<String, Integer> notRun = new TreeMap<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(jobs)) {
            List<Future<List<Told>>> results =
                    files.stream().map(file -> pool.submit(() -> run(file))).toList();
            for (int i = 0; i < results.size(); i++) {
                for (Told told : result(results.get(i))) {
                    switch (told.verdict) {
                        case Verdict.Passed _ -> passed++;
                        case Verdict.Failed(String reason) -> {
                            failures.add("%s %s: %s".formatted(told.file, told.test.name(), reason));
                            out.println("FAILED " + failures.getLast());
                        }
                        case Verdict.NotRun(String reason) -> notRun.merge(reason, 1, Integer::sum);
                    }
                }
                tell(i + 1, files.size(), passed, failures.size());
            }
        }
        notRun.forEach((reason, count) -> out.printf("%,d not run: %s%n", count, reason));
        out.printf("%d passed, %d failed%n", passed, failures.size());
        out.flush();
        return new Tally(passed, failures, notRun);
    }

    private List<Told> run(Path file) {
        return suite.cases(file).stream()
                .map(test -> new Told(file, test, test.run()))
                .toList();
    }

    private static List<Told> result(Future<List<Told>> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void tell(int done, int all, int passed, int failed) {
        if (all >= 2 * TENTHS && done % (all / TENTHS) == 0 && done < all) {
            progress.printf("%,d of %,d files, %,d passed, %,d failed%n", done, all, passed, failed);
            progress.flush();
        }
    }
}
