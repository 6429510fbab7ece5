// SPDX-License-Identifier: Apache-2.0
/**
 * The contracts of a chain's side of the hub (docs/spec/outpost.md) in types: a class each that makes call data and reads
 * answers. A method without {@code Bytes returned} makes call data; one with it reads an answer, and throws
 * {@link network.banyan.contracts.AbiException} if it is none.
 */
@NullMarked
package network.banyan.contracts.outpost;

import org.jspecify.annotations.NullMarked;
