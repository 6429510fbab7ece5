// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Serves the files of a folder on the class path. A path is looked up only if it consists of harmless characters, never
 * climbs, and ends in a type we know; a path without a type is a place inside the web app, which {@code index.html} is.
 * Files are read once and kept: they are few, and part of the program.
 */
public final class StaticSite implements PageSource {
    private static final int PATH_LENGTH_MAX = 200;
    private static final String INDEX = "index.html";

    /** Scripts and styles only from the node itself, and no page may frame it; WebSockets count as their own scheme. */
    private static final String SECURITY_POLICY =
            "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; "
                    + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"));

    private final ClassLoader loader;
    private final String folder;
    private final Map<String, Page> known = new ConcurrentHashMap<>();

    /**
     * @param folder on the class path, with a slash at its end: {@code explorer/}
     */
    public StaticSite(ClassLoader loader, String folder) {
        if (!folder.endsWith("/")) {
            throw new IllegalArgumentException("a folder ends in a slash: " + folder);
        }
        this.loader = loader;
        this.folder = folder;
    }

    @Override
    public Optional<Page> page(String path) {
        if (!isHarmless(path)) {
            return Optional.empty();
        }
        String file = path.substring(1);
        String name = file.substring(file.lastIndexOf('/') + 1);
        return name.contains(".") ? file(file) : file(INDEX);
    }

    /** Letters, digits, {@code - _ . /}; no segment that is empty or begins with a dot. */
    private static boolean isHarmless(String path) {
        if (path.isEmpty() || path.length() > PATH_LENGTH_MAX || path.charAt(0) != '/') {
            return false;
        }
        char last = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean allowed = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '_'
                    || ((c == '.' || c == '/') && last != '/');
            if (!allowed) {
                return false;
            }
            last = c;
        }
        return true;
    }

    private Optional<Page> file(String file) {
        String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
        if (type == null) {
            return Optional.empty();
        }
        Page page = known.get(file);
        if (page == null) {
            page = read(file, type);
            if (page != null) {
                known.put(file, page);
            }
        }
        return Optional.ofNullable(page);
    }

    private @Nullable Page read(String file, String type) {
        try (InputStream in = loader.getResourceAsStream(folder + file)) {
            if (in == null) {
                return null;
            }
            Bytes body = Bytes.wrap(in.readAllBytes());
            var headers = new TreeMap<String, String>();
            headers.put("etag", '"' + Keccak.hash(body).toHex().substring(2, 34) + '"');
            headers.put("cache-control", "no-cache");
            headers.put("content-security-policy", SECURITY_POLICY);
            headers.put("referrer-policy", "no-referrer");
            return new Page(200, type, body, headers);
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read " + folder + file, broken);
        }
    }
}
