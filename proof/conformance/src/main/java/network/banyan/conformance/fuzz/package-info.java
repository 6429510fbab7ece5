// SPDX-License-Identifier: Apache-2.0
/**
 * A differential fuzzer of the EVM: programs that nobody thought of, run by machines that must agree.
 *
 * <p><b>Trials.</b> A {@link network.banyan.conformance.fuzz.Trial} is a signed transaction on a block and a small state:
 * three contracts, an account that runs another's code (EIP-7702), accounts with and without coins. The transaction calls
 * one of them or a precompile, or creates a contract; it is of any type, with access lists, blobs and authorizations, some
 * of which do not hold. {@link network.banyan.conformance.fuzz.Trials} draws all that from a seed. Codes are random
 * programs, whose operands tend to the edges, whose calls reach each other and the precompiles with points that lie on
 * their curves, and whose creations run real init code; or else mutations of such programs, and of a
 * {@link network.banyan.conformance.fuzz.Corpus} of those that ran well. Program {@code i} of a run has the seed
 * {@code N + i}, and depends on nothing else but the corpus: any of them can be had again alone. Sixteen neighbours share
 * their codes, because translating takes longer than running.
 *
 * <p><b>Machines.</b> A {@link network.banyan.conformance.fuzz.Machine} answers with an
 * {@link network.banyan.conformance.fuzz.Outcome}: how it ended, output, logs, gas paid for, refund, and every account with
 * its nonce, balance, code and storage. A {@link network.banyan.conformance.fuzz.Panel} holds what all say against what
 * our interpreter says; of our own engines the reason of a halt too. Transient storage and warmth show in what loads
 * answer and cost.
 *
 * <p>Anvil, which is revm, gets the same trial as a call to trace, on the same state and block by overrides: number, time,
 * gas limit, beneficiary, PREVRANDAO, base fee, the hashes of the last 256 blocks; chain id and blob base fee are the same
 * anyway. All instructions can so be compared, and of the outcome all but the reason of a halt and the refund counter,
 * which gas and balances imply. What it is not asked stands at {@link network.banyan.conformance.fuzz.AnvilMachine}.
 *
 * <p><b>Findings.</b> A {@link network.banyan.conformance.fuzz.Disagreement} is made small by the
 * {@link network.banyan.conformance.fuzz.Shrinker}, which keeps what still makes the same machine differ in the same first
 * aspect; that may in time be another cause, so whoever mends one runs the seed again. A
 * {@link network.banyan.conformance.fuzz.TrialFile} keeps it as a state test, which other clients read too.
 */
@NullMarked
package network.banyan.conformance.fuzz;

import org.jspecify.annotations.NullMarked;
