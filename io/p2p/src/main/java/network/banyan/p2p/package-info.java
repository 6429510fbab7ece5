// SPDX-License-Identifier: Apache-2.0
/**
 * Mutually authenticated connections between nodes: bytes in, bytes out, ignorant of what they mean.
 *
 * <h2>Who may connect</h2>
 *
 * A node is its Ed25519 key ({@link network.banyan.p2p.NodeId}). Both sides of a connection show a self-signed
 * certificate with that key in a TLS 1.3 handshake (RFC 8446) and prove that they hold it; a key that {@link
 * network.banyan.p2p.AllowedKeys} does not allow or that {@link network.banyan.p2p.Conduct} has banned is refused in the
 * handshake, and loses its connection when that changes.
 * Names, dates and issuers in certificates mean nothing and are not read. Sessions are never resumed unchecked: the key is
 * looked up again after every handshake and with every message.
 *
 * <h2>The wire</h2>
 *
 * Inside TLS run frames: type (1 byte), payload length (3 bytes, big-endian, at most 32 KiB), payload.
 *
 * <pre>
 *   1 HELLO      version (2 bytes), network label (32 bytes); the first frame of each side, and only that
 *   2 KEEPALIVE  empty
 *   16 + lane    part of a message on that lane; the first part begins with the message's length (4 bytes)
 * </pre>
 *
 * Every part but a message's last fills its frame, so the number of frames is bounded by the bytes. Parts of messages on
 * different lanes may alternate: a vote never waits behind a block. Messages of one lane arrive in the order sent, as
 * long as the connection lasts; nothing is promised across two connections, and nothing is acknowledged.
 *
 * <h2>One connection per pair</h2>
 *
 * Either side may dial; the one with the larger key waits a moment longer, so that usually the smaller one has. If both
 * dial at once, the one with the smaller key chooses: it greets on one connection and closes the other, and the larger one
 * takes the connection on which it is greeted. A node that dials although a connection stands has lost it, so the new one
 * replaces the old.
 *
 * <h2>What bounds it</h2>
 *
 * One thread owns the sockets of a network and all state about them. Memory: queued and half-received messages share
 * budgets of {@link network.banyan.p2p.Limits}; buffers of Netty are pooled per network and bounded per connection (one
 * read of 64 KiB, one frame, 128 KiB of unflushed output), connections by a maximum. Work: raw bytes and frames are
 * counted per peer and lane before anything is decoded; who exceeds them is not read for a while. Strangers are bounded by the
 * number of unfinished handshakes, in all and per address, by the rate of accepted connections, and by a deadline.
 */
@NullMarked
package network.banyan.p2p;

import org.jspecify.annotations.NullMarked;
