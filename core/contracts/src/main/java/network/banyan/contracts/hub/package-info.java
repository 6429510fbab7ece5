// SPDX-License-Identifier: Apache-2.0
/**
 * The root's side of the hub (docs/spec/hub.md) in types: a class for each contract that makes call data and reads answers. A
 * method without {@code Bytes returned} makes call data; one with it reads an answer, and throws
 * {@link network.banyan.contracts.AbiException} if it is none.
 */
@NullMarked
package network.banyan.contracts.hub;

import org.jspecify.annotations.NullMarked;
