// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.light;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import network.banyan.evidence.Trust;
import network.banyan.node.NodeConfig;
import network.banyan.node.Settings;
import network.banyan.node.UserError;

/**
 * What a light node is told from outside.
 *
 * @param node what it has in common with the others: genesis, folder, where it answers and whom
 * @param sources nodes to ask; they need not be believed
 * @param checkpoint where to begin instead of at genesis: a file that its owner trusts
 * @param trusting how long a committee is trusted after its checkpoint (docs/spec/light-client.md, rule 13)
 */
public record LightConfig(NodeConfig node, List<URI> sources, Optional<Path> checkpoint, Duration trusting) {
    static final int SOURCES_MAX = 16;

    private static final long DAYS =
            Duration.ofMillis(Trust.DEFAULT_PERIOD_MILLIS).toDays();
    private static final long DAYS_MAX =
            Duration.ofMillis(Trust.MAX_PERIOD_MILLIS).toDays();

    public LightConfig {
        sources = List.copyOf(sources);
    }

    /**
     * @param folder what relative paths stand against
     * @throws UserError that names the setting, the value, its source and what would be right
     */
    public static LightConfig of(Settings settings, Path folder) {
        List<URI> sources = settings.list("light.sources").stream()
                .map(text -> source(text, settings.source("light.sources")))
                .distinct()
                .toList();
        if (sources.isEmpty() || sources.size() > SOURCES_MAX) {
            throw new UserError(
                    "A light node needs 1 to %d nodes to ask, and light.sources names %d: write sources = [\"http://HOST:8545\"] under [light]."
                            .formatted(SOURCES_MAX, sources.size()));
        }
        return new LightConfig(
                NodeConfig.of(settings, folder),
                sources,
                Optional.of(settings.text("light.checkpoint", ""))
                        .filter(text -> !text.isEmpty())
                        .map(folder::resolve),
                Duration.ofDays(settings.number("light.trusting-days", DAYS, 1, DAYS_MAX)));
    }

    /**
     * @param where the text stands, for messages
     * @throws UserError if it is no address of HTTP
     */
    public static URI source(String text, String where) {
        try {
            URI uri = URI.create(text);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException malformed) {
            // Told below, with an example.
        }
        throw new UserError(
                "A source is an address like http://node.example:8545, but %s says \"%s\".".formatted(where, text));
    }
}
