// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.witness;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.witness.AddCheckpoint;
import network.banyan.evidence.witness.Cosignature;
import network.banyan.evidence.witness.SignedNote;

/** Asks one witness, believes it nothing, and never waits for longer than ten seconds. */
final class WitnessClient implements AutoCloseable {
    private static final int SECONDS_MAX = 10;

    private final WitnessAddress witness;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(SECONDS_MAX / 2))
            .build();

    WitnessClient(WitnessAddress witness) {
        this.witness = witness;
    }

    /** What the witness said. */
    sealed interface Answer {
        record Cosigned(Cosignature cosignature) implements Answer {}

        /** It saw another size last. */
        record OtherSize(long size) implements Answer {}

        /** It will not cosign this, whoever asks: a person must look. The reason is for people. */
        record Refused(String reason) implements Answer {}

        /** It did not answer, or not as a witness does. */
        record Away(String reason) implements Answer {}
    }

    Answer ask(AddCheckpoint request) throws InterruptedException {
        HttpRequest post = HttpRequest.newBuilder(URI.create(witness.url() + "/add-checkpoint"))
                .timeout(Duration.ofSeconds(SECONDS_MAX))
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.encode().toArray()))
                .build();
        CompletableFuture<HttpResponse<String>> coming = http.sendAsync(
                post, BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), SignedNote.MAX_BYTES));
        try {
            return read(request, coming.get(SECONDS_MAX, TimeUnit.SECONDS));
        } catch (ExecutionException failed) {
            return new Answer.Away(String.valueOf(
                    Optional.ofNullable(failed.getCause()).orElse(failed).toString()));
        } catch (TimeoutException slow) {
            return new Answer.Away("no answer in ten seconds");
        } finally {
            coming.cancel(true);
        }
    }

    private Answer read(AddCheckpoint request, HttpResponse<String> response) {
        String body = response.body();
        return switch (response.statusCode()) {
            case 200 -> cosigned(request, body);
            case 409 ->
                isSize(response) && body.matches("(0|[1-9][0-9]{0,15})\n")
                        ? new Answer.OtherSize(Long.parseLong(body.strip()))
                        : new Answer.Refused("409 " + brief(body));
            case 400, 403, 404, 422 -> new Answer.Refused(response.statusCode() + " " + brief(body));
            default -> new Answer.Away("HTTP " + response.statusCode());
        };
    }

    private static boolean isSize(HttpResponse<String> response) {
        return response.headers()
                .firstValue("content-type")
                .filter(type -> type.equals("text/x.tlog.size"))
                .isPresent();
    }

    private Answer cosigned(AddCheckpoint request, String body) {
        try {
            List<SignedNote.Line> lines = SignedNote.lines(body);
            return Cosignature.under(new SignedNote(request.note().text(), lines), witness.key())
                    .<Answer>map(Answer.Cosigned::new)
                    .orElseGet(() -> new Answer.Refused("its answer holds no cosignature of the key it should have"));
        } catch (EvidenceFormatException malformed) {
            return new Answer.Refused("its answer is no list of cosignatures: " + malformed.getMessage());
        }
    }

    /** A line of a stranger's text, for the log. */
    private static String brief(String text) {
        String line = text.lines().findFirst().orElse("").replaceAll("\\p{C}", "?");
        return line.length() <= 200 ? line : line.substring(0, 200);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
