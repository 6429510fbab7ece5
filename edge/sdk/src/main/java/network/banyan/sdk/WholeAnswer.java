// SPDX-License-Identifier: Apache-2.0
package network.banyan.sdk;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An HTTP answer with its whole body, bounded in size and in time. The time limit of the JDK's own requests ends with the
 * headers (JDK-8208693): who sends those and then nothing would hold its caller for ever.
 */
public final class WholeAnswer {
    private WholeAnswer() {}

    /**
     * Sends a request.
     *
     * @param bytesMax of the answer's body
     * @param timeMax from sending to the last byte
     * @throws HttpTimeoutException if it is not whole by then
     * @throws IOException if it is too large, or the connection broke
     */
    public static HttpResponse<byte[]> of(HttpClient http, HttpRequest request, long bytesMax, Duration timeMax)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), bytesMax));
        try {
            return answer.get(timeMax.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new HttpTimeoutException("no whole answer within %d ms".formatted(timeMax.toMillis()));
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException broken ? broken : new IOException(failed.getCause());
        } finally {
            answer.cancel(true);
        }
    }
}
