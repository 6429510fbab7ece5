// SPDX-License-Identifier: Apache-2.0
/**
 * One identity for devices, people and applications (docs/spec/did.md), and what others say of them
 * (docs/spec/credentials.md).
 *
 * <ol>
 *   <li>A {@link network.banyan.identity.Did} names a registered device or an account. What stands on the chain of it is a
 *       {@link network.banyan.identity.DidDocument}; a {@link network.banyan.identity.DidResolver} makes one from what a
 *       {@link network.banyan.identity.ChainSource} reads.
 *   <li>{@link network.banyan.identity.PublicKey}s are written as Multikeys; a {@link network.banyan.identity.SecretKey}
 *       signs, or hardware behind {@link network.banyan.identity.ProofSigner}.
 *   <li>{@link network.banyan.identity.DataIntegrity} puts proofs on JSON documents and checks them, over their canonical
 *       form ({@link network.banyan.identity.Jcs}).
 *   <li>A {@link network.banyan.identity.CredentialCheck} says link by link whether a credential holds: its form, its proof,
 *       its issuer, its time, and its place in a {@link network.banyan.identity.StatusList}.
 * </ol>
 *
 * <p>Documents are strangers' JSON: bounded, read strictly ({@link network.banyan.identity.Json}), and never used to fetch
 * anything.
 */
@NullMarked
package network.banyan.identity;

import org.jspecify.annotations.NullMarked;
