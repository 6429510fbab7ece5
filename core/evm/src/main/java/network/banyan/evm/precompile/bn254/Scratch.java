// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

/**
 * Room for intermediate results, shared by all elements of a computation, so that none is allocated on the way. Each level
 * of the tower has its own; one thread uses it at a time.
 */
final class Scratch {
    /** For {@link Fp2}. */
    final Wide u = new Wide();

    final Wide v = new Wide();
    final Wide w = new Wide();
    final Fp s = new Fp();
    final Fp t = new Fp();
    final Fp twice = new Fp();

    /** For {@link Fp6}. */
    final Fp2 p = new Fp2(this);

    final Fp2 q = new Fp2(this);
    final Fp2 aa = new Fp2(this);
    final Fp2 bb = new Fp2(this);
    final Fp2 cc = new Fp2(this);
    final Fp2 ab = new Fp2(this);
    final Fp2 bc = new Fp2(this);

    /** For {@link Fp12}. */
    final Fp6 x = new Fp6(this);

    final Fp6 y = new Fp6(this);
    final Fp6 left = new Fp6(this);
    final Fp6 right = new Fp6(this);
}
