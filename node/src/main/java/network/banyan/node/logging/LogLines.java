// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.logging;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;

/** Writes each event in the format that was chosen. Logback makes it, and calls the setters that its file names. */
public final class LogLines extends EncoderBase<ILoggingEvent> {
    private static final byte[] NONE = {};

    private final PatternLayoutEncoder text = new PatternLayoutEncoder();
    private boolean isJson;

    /** @param format {@code json}; text for all else */
    public void setFormat(String format) {
        isJson = format.equals("json");
    }

    /** @param pattern of the text, as logback has them */
    public void setPattern(String pattern) {
        text.setPattern(pattern);
    }

    @Override
    public void start() {
        text.setContext(getContext());
        text.start();
        super.start();
    }

    @Override
    public void stop() {
        super.stop();
        text.stop();
    }

    @Override
    public byte[] headerBytes() {
        return NONE;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return isJson ? JsonLine.of(event).getBytes(StandardCharsets.US_ASCII) : text.encode(event);
    }

    @Override
    public byte[] footerBytes() {
        return NONE;
    }
}
