// SPDX-License-Identifier: Apache-2.0
/**
 * The pairing-friendly curve of EIP-196 and 197, also called alt_bn128: {@code y^2 = x^3 + 3} over a field of 254 bits,
 * its twist over the quadratic extension, and the optimal ate pairing into the extension of degree twelve.
 *
 * <p>The tower: {@code Fp2 = Fp[u] / (u^2 + 1)}, {@code Fp6 = Fp2[v] / (v^3 - (9 + u))}, {@code Fp12 = Fp6[w] / (w^2 -
 * v)}. All values are immutable; field elements are kept in Montgomery's form.
 *
 * <p>Sources: Barreto and Naehrig, "Pairing-friendly elliptic curves of prime order" (2005); Vercauteren, "Optimal
 * pairings" (2008); Costello, Lange and Naehrig, "Faster pairing computations on curves with high-degree twists" (2010);
 * Scott and others, "On the final exponentiation for calculating pairings on ordinary elliptic curves" (2008).
 */
@NullMarked
package network.banyan.evm.precompile.bn254;

import org.jspecify.annotations.NullMarked;
