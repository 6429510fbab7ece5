// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A collector of OpenTelemetry's traces, which reads them by the numbers of their fields and shares no code with who sends. */
final class SpanCollector implements AutoCloseable {
    private static final int RESOURCE_SPANS = 1;
    private static final int RESOURCE = 1;
    private static final int SCOPE_SPANS = 2;
    private static final int SPANS = 2;

    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    /**
     * @param node its {@code service.instance.id}
     * @param parent the span above it in the trace, in hexadecimal digits; empty for none
     */
    record Span(String node, String name, String trace, String parent) {}

    SpanCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            take(UnknownFieldSet.parseFrom(exchange.getRequestBody()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    URI url() {
        return URI.create(
                "http://127.0.0.1:%d/v1/traces".formatted(server.getAddress().getPort()));
    }

    List<Span> spans() {
        return spans;
    }

    private void take(UnknownFieldSet request) throws IOException {
        for (UnknownFieldSet one : messages(request, RESOURCE_SPANS)) {
            String node = node(messages(one, RESOURCE).getFirst());
            for (UnknownFieldSet scope : messages(one, SCOPE_SPANS)) {
                for (UnknownFieldSet span : messages(scope, SPANS)) {
                    spans.add(new Span(node, text(span, 5).toStringUtf8(), hex(span, 1), hex(span, 4)));
                }
            }
        }
    }

    private static String node(UnknownFieldSet resource) throws IOException {
        for (UnknownFieldSet attribute : messages(resource, 1)) {
            if (text(attribute, 1).toStringUtf8().equals("service.instance.id")) {
                return text(messages(attribute, 2).getFirst(), 1).toStringUtf8();
            }
        }
        return "";
    }

    private static List<UnknownFieldSet> messages(UnknownFieldSet holder, int field) throws IOException {
        List<UnknownFieldSet> read = new ArrayList<>();
        for (ByteString bytes : holder.getField(field).getLengthDelimitedList()) {
            read.add(UnknownFieldSet.parseFrom(bytes));
        }
        return read;
    }

    private static ByteString text(UnknownFieldSet holder, int field) {
        List<ByteString> values = holder.getField(field).getLengthDelimitedList();
        return values.isEmpty() ? ByteString.EMPTY : values.getFirst();
    }

    private static String hex(UnknownFieldSet holder, int field) {
        return HexFormat.of().formatHex(text(holder, field).toByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
