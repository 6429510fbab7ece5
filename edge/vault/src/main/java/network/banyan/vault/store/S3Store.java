// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault.store;

import com.github.davidmoten.aws.lw.client.Client;
import com.github.davidmoten.aws.lw.client.Credentials;
import com.github.davidmoten.aws.lw.client.HttpMethod;
import com.github.davidmoten.aws.lw.client.MaxAttemptsExceededException;
import com.github.davidmoten.aws.lw.client.Request;
import com.github.davidmoten.aws.lw.client.ResponseInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.banyan.primitives.Bytes;
import network.banyan.vault.VaultException;

/**
 * A store behind any endpoint that speaks S3, addressed by path and signed with AWS Signature Version 4. S3 answers a PUT
 * after it is durable, and shows it to every reader from then on.
 */
public final class S3Store implements SegmentStore {
    private static final int ANSWER_MAX = 64 << 10;
    private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z0-9]{1,64})</Code>");

    private final Place place;
    private final Client client;

    /**
     * Where a store is.
     *
     * @param endpoint {@code http://} or {@code https://}, with nothing behind host and port
     * @param prefix in front of every name; empty, or with a slash at its end
     */
    public record Place(URI endpoint, String region, String bucket, String prefix) {
        private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
        private static final Pattern PREFIX = Pattern.compile("(?:[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}/){0,8}");

        /**
         * @throws VaultException if a part cannot be right
         */
        public Place {
            boolean isWeb = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
            String path = endpoint.getPath();
            if (!isWeb || endpoint.getHost() == null || !(path.isEmpty() || path.equals("/"))) {
                throw new VaultException("an S3 endpoint is like https://s3.example.com, not " + endpoint);
            }
            if (!BUCKET.matcher(bucket).matches() || !PREFIX.matcher(prefix).matches()) {
                throw new VaultException(
                        "an S3 store is like s3://bucket/folder; that is no name of a bucket and folder");
            }
        }
    }

    /**
     * @param session a temporary key's token
     */
    public record Key(String id, String secret, Optional<String> session) {
        @Override
        public String toString() {
            return "S3 key " + id;
        }
    }

    public S3Store(Place place, Key key) {
        this.place = place;
        Credentials credentials = key.session()
                .map(token -> Credentials.of(key.id(), key.secret(), token))
                .orElseGet(() -> Credentials.of(key.id(), key.secret()));
        this.client = Client.s3()
                .region(place.region())
                .credentials(credentials)
                .connectTimeout(10, TimeUnit.SECONDS)
                .readTimeout(60, TimeUnit.SECONDS)
                .retryMaxAttempts(3)
                .build();
    }

    @Override
    public void put(Name name, Bytes content) {
        Answer answer = ask(request(name, HttpMethod.PUT).requestBody(content.toArray()), ANSWER_MAX);
        if (answer.status() / 100 != 2) {
            throw refusal("does not take", name, answer);
        }
    }

    @Override
    public Optional<Bytes> get(Name name, int most) {
        Answer answer = ask(request(name, HttpMethod.GET), most);
        return switch (answer.status()) {
            case 200 -> Optional.of(answer.body());
            case 404 -> {
                // A bucket that is not there is a mistake of whoever named it, not a missing object.
                if ("NoSuchBucket".equals(answer.code())) {
                    throw refusal("does not give", name, answer);
                }
                yield Optional.empty();
            }
            default -> throw refusal("does not give", name, answer);
        };
    }

    @Override
    public void delete(Name name) {
        Answer answer = ask(request(name, HttpMethod.DELETE), ANSWER_MAX);
        if (answer.status() / 100 != 2 && answer.status() != 404) {
            throw refusal("does not delete", name, answer);
        }
    }

    private record Answer(int status, Bytes body) {
        /** S3's word for what went wrong. */
        String code() {
            Matcher code = CODE.matcher(new String(body.unsafeArray(), StandardCharsets.UTF_8));
            return code.find() ? code.group(1) : "no reason";
        }
    }

    private Request request(Name name, HttpMethod method) {
        String slash = place.endpoint().getPath().isEmpty() ? "/" : "";
        return client.url(place.endpoint() + slash + place.bucket() + "/" + place.prefix() + name)
                .method(method);
    }

    private Answer ask(Request request, int most) {
        try (ResponseInputStream answer = request.responseInputStream()) {
            int limit = answer.statusCode() == 200 ? most : ANSWER_MAX;
            byte[] body = answer.readNBytes(limit + 1);
            if (body.length > limit) {
                throw VaultException.of("%s answers with over %d bytes: that is not what was put there", this, limit);
            }
            return new Answer(answer.statusCode(), Bytes.wrap(body));
        } catch (IOException | UncheckedIOException away) {
            throw new VaultException("%s cannot be reached: %s".formatted(this, away.getMessage()), away);
        } catch (MaxAttemptsExceededException away) {
            throw new VaultException("%s cannot be reached, tried three times".formatted(this), away);
        }
    }

    private VaultException refusal(String what, Name name, Answer answer) {
        return VaultException.of("%s %s %s: %s (%d)", this, what, name, answer.code(), answer.status());
    }

    @Override
    public String toString() {
        return "s3://%s/%s at %s".formatted(place.bucket(), place.prefix(), place.endpoint());
    }
}
