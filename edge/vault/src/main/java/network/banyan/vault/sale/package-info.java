// SPDX-License-Identifier: Apache-2.0
/**
 * Selling records (docs/spec/vault.md, rules 19 to 28).
 *
 * <ol>
 *   <li>{@link network.banyan.vault.sale.SaleCipher} encrypts records one by one, so that a contract can decrypt one.
 *   <li>{@link network.banyan.vault.sale.Ciphertexts} are what a sale's root is over; a
 *       {@link network.banyan.vault.sale.Parcel} brings them to the buyer alone, through any store.
 *   <li>A {@link network.banyan.vault.sale.Seller} and a {@link network.banyan.vault.sale.Buyer} look at the chain and take
 *       the next step there is. Neither keeps in memory what the other step needs, so both may be killed anywhere.
 *   <li>{@link network.banyan.vault.sale.Delivery} says of what was delivered whether it is good, as the contract does.
 * </ol>
 */
@NullMarked
package network.banyan.vault.sale;

import org.jspecify.annotations.NullMarked;
