// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import network.banyan.primitives.Bytes;

/** What a block makes of an entry of the flat state. No bytes stand for no entry. */
record FlatChange(Bytes key, Bytes before, Bytes after) {}
