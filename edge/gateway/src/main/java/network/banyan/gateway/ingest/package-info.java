// SPDX-License-Identifier: Apache-2.0
/** From a message to durable records and answers (docs/spec/gateway.md, rules 6 to 9). */
@NullMarked
package network.banyan.gateway.ingest;

import org.jspecify.annotations.NullMarked;
