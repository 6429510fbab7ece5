// SPDX-License-Identifier: Apache-2.0
/**
 * What the explorer Otterscan asks beyond Ethereum's methods, as far as the chain's indexes tell it. Source: Otterscan's
 * description of its JSON-RPC extensions; docs/spec/rpc.md says where ours know less.
 */
@NullMarked
package network.banyan.rpc.otterscan;

import org.jspecify.annotations.NullMarked;
