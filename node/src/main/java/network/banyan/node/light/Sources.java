// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.light;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import network.banyan.light.FalseAnswer;
import network.banyan.sdk.RpcFailure;

/** All nodes that are asked. A question goes to one after the other until one answers with what holds. */
final class Sources implements AutoCloseable {
    private final List<Source> all;

    Sources(List<URI> urls) {
        this.all = urls.stream().map(Source::new).toList();
    }

    /** What is asked, and how the answer is checked. */
    @FunctionalInterface
    interface Question<T> {
        /**
         * @throws FalseAnswer if the answer does not hold
         * @throws RpcFailure if there is none
         */
        T of(SourceTalk talk);
    }

    /** No source gave an answer that holds; the message says what came of each. */
    static final class NobodyAnswers extends RuntimeException {
        NobodyAnswers(String message) {
            super(message, null, false, false);
        }
    }

    List<Source> all() {
        return all;
    }

    /** Those that do not rest, the highest first. */
    private List<Source> asked() {
        return all.stream()
                .filter(Source::isAsked)
                .sorted(Comparator.comparingLong(
                        (Source source) -> -source.standing().proved()))
                .toList();
    }

    int countAsked() {
        return asked().size();
    }

    /**
     * The first answer that holds.
     *
     * @throws NobodyAnswers if there is none
     */
    <T> T ask(Question<T> question) {
        List<Source> asked = asked();
        List<String> why = new ArrayList<>();
        for (Source source : asked) {
            Optional<T> answer = put(question, source, why);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw nobody(asked, why);
    }

    /** @param why what came of each that was asked; the others rest */
    private NobodyAnswers nobody(List<Source> asked, List<String> why) {
        List<String> lines = new ArrayList<>(why);
        for (Source source : all) {
            if (!asked.contains(source)) {
                lines.add("%s is not asked for %d s: %s"
                        .formatted(
                                source.url(),
                                source.restLeft().toSeconds(),
                                source.standing().trouble().orElse("it was silent")));
            }
        }
        return new NobodyAnswers("no source answers with what holds: " + String.join("; ", lines));
    }

    /**
     * The first that knows something. That somebody knows nothing proves nothing, so all are asked; what all say is then
     * the answer (docs/spec/light-node.md, rule 12).
     *
     * @throws NobodyAnswers if nobody answers at all
     */
    <T> Optional<T> search(Question<Optional<T>> question) {
        List<Source> asked = asked();
        List<String> why = new ArrayList<>();
        boolean somebody = false;
        for (Source source : asked) {
            Optional<Optional<T>> answer = put(question, source, why);
            somebody |= answer.isPresent();
            if (answer.isPresent() && answer.get().isPresent()) {
                return answer.get();
            }
        }
        if (!somebody) {
            throw nobody(asked, why);
        }
        return Optional.empty();
    }

    /** What comes of telling each of them something. */
    sealed interface Told {
        record Taken() implements Told {}

        record Refused(String reason) implements Told {}

        record Unheard(String reason) implements Told {}
    }

    /** Tells all of them. */
    List<Told> tell(Consumer<SourceTalk> saying) {
        List<Told> outcomes = new ArrayList<>();
        for (Source source : asked()) {
            outcomes.add(told(saying, source));
        }
        return outcomes;
    }

    private static Told told(Consumer<SourceTalk> saying, Source source) {
        try {
            saying.accept(source.talk());
            return new Told.Taken();
        } catch (RpcFailure.Refused refused) {
            // Its own words: a wallet knows them.
            return new Told.Refused(refused.reason());
        } catch (RpcFailure.Unreachable silent) {
            silenced(source, silent);
            return new Told.Unheard(String.valueOf(silent.getMessage()));
        }
    }

    private static <T> Optional<T> put(Question<T> question, Source source, List<String> why) {
        try {
            T answer = question.of(source.talk());
            source.answered();
            return Optional.of(answer);
        } catch (FalseAnswer lie) {
            source.lied(String.valueOf(lie.getMessage()));
            why.add("%s said what is not true: %s".formatted(source.url(), lie.getMessage()));
        } catch (RpcFailure.Refused refused) {
            source.refused(String.valueOf(refused.getMessage()));
            why.add("%s refuses: %s".formatted(source.url(), refused.getMessage()));
        } catch (RpcFailure.Unreachable silent) {
            silenced(source, silent);
            why.add("%s: %s".formatted(source.url(), silent.getMessage()));
        }
        return Optional.empty();
    }

    /** Whoever asked may have been interrupted, which is not the source's fault. */
    private static void silenced(Source source, RpcFailure.Unreachable silent) {
        if (!Thread.currentThread().isInterrupted()) {
            source.silent(String.valueOf(silent.getMessage()));
        }
    }

    @Override
    public void close() {
        all.forEach(Source::close);
    }
}
