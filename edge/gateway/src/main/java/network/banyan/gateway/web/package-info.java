// SPDX-License-Identifier: Apache-2.0
/** The gateway over HTTP, for auditors, owners and monitoring (docs/spec/gateway.md, rule 22). */
@NullMarked
package network.banyan.gateway.web;

import org.jspecify.annotations.NullMarked;
