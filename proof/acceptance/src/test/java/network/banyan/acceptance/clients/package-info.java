// SPDX-License-Identifier: Apache-2.0
/** Real processes and real clients: a devnet as people start it, met by what people would meet it with. */
@org.jspecify.annotations.NullMarked
package network.banyan.acceptance.clients;
