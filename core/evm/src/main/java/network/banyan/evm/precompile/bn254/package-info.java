// SPDX-License-Identifier: Apache-2.0
/**
 * The pairing-friendly curve of EIP-196 and 197, also called alt_bn128: {@code y^2 = x^3 + 3} over a field of 254 bits,
 * its twist over the quadratic extension, and the optimal ate pairing into the extension of degree twelve.
 *
 * <p>From below: {@link network.banyan.evm.precompile.bn254.Fp} has the field's elements in five limbs of 53 bits, whose
 * sums need neither carries nor reduction, and {@link network.banyan.evm.precompile.bn254.FpProduct} their products,
 * written out. The tower is {@code Fp2 = Fp[u] / (u^2 + 1)}, {@code Fp6 = Fp2[v] / (v^3 - (9 + u))}, {@code Fp12 = Fp6[w]
 * / (w^2 - v)}. Elements are written over inside one computation, which owns a {@link
 * network.banyan.evm.precompile.bn254.Scratch}; a method's name says what its object becomes. The points at the package's
 * border, G1 and G2, are immutable.
 *
 * <p>A multiple in G1 splits its scalar by the curve's endomorphism and adds odd multiples by signed digits, with one
 * inversion at the end. A pairing takes the lines of Miller's loop in homogeneous coordinates, all pairs in one loop; where
 * the loop ends tells at no cost whether Q lies in the group. The final exponentiation squares in the cyclotomic subgroup.
 * Nothing here runs in constant time: all inputs are public.
 *
 * <p>Sources: Barreto and Naehrig, "Pairing-friendly elliptic curves of prime order" (2005); Vercauteren, "Optimal
 * pairings" (2008); Costello, Lange and Naehrig, "Faster pairing computations on curves with high-degree twists" (2010);
 * and what the classes name.
 */
@NullMarked
package network.banyan.evm.precompile.bn254;

import org.jspecify.annotations.NullMarked;
