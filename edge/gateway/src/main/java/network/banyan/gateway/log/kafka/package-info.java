// SPDX-License-Identifier: Apache-2.0
/**
 * The gateway's log in Apache Kafka (docs/spec/gateway.md, rules 26 to 33; docs/adr/0018-kafka-log.md). One partition is one
 * gateway's log. A commit is one message, written in a transaction; the transactional id belongs to the partition, so that
 * whoever begins to write there last is the only one who can. Each writer begins with a claim, a message that names it: who
 * finds somebody else's claim behind its own stops for good, and who finds only its own may go on. Who has opened
 * the log claims again only after it has fenced the others and then read all there is, so whoever claimed last goes on.
 *
 * <p>Whatever goes wrong with a write, there is one way back: begin to write anew, which ends every transaction under way
 * for good or for nought, and read what is there.
 */
@NullMarked
package network.banyan.gateway.log.kafka;

import org.jspecify.annotations.NullMarked;
