// SPDX-License-Identifier: Apache-2.0
/**
 * Who else is out there (docs/spec/network.md). A node signs a {@link network.banyan.peers.PeerRecord} that says where it
 * listens, and tells others by {@link network.banyan.peers.PeerTalk}; an {@link network.banyan.peers.AddressBook} keeps
 * what they say, so that nobody can fill it, and {@link network.banyan.peers.OutboundSlots} chooses whom to call. A {@link
 * network.banyan.peers.TokenBucket} bounds what a peer may ask for, a {@link network.banyan.peers.BanBook} counts what peers
 * do wrong and forgets it again.
 *
 * <p>Pure: times and random draws come as arguments, sockets and files are elsewhere.
 */
@NullMarked
package network.banyan.peers;

import org.jspecify.annotations.NullMarked;
