// SPDX-License-Identifier: Apache-2.0
/**
 * A tracker in software: where something is and how it fares, as signed records that go through a gateway.
 *
 * <pre>
 * source -> samples -> batch -> record -> journal -> MQTT -> gateway -> receipt
 * GPX, CSV,                     signed    fsync                          verified, kept
 * NMEA, sensors
 * </pre>
 *
 * <p>Two threads share the journal and nothing else: one measures, signs and keeps, and never waits for a network; the
 * other sends, and takes a record off the queue only when it holds a receipt by the gateway's registered key. Either end
 * may lose power at any byte: what was kept is sent again, and the gateway answers what it knows with a receipt.
 *
 * <p>Source: docs/spec/tracker.md; docs/spec/gateway.md, rules 3 to 8.
 */
@NullMarked
package network.banyan.tracker;

import org.jspecify.annotations.NullMarked;
