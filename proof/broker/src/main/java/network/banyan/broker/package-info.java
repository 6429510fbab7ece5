// SPDX-License-Identifier: Apache-2.0
/** Apache Kafka in processes of its own, for tests. */
@NullMarked
package network.banyan.broker;

import org.jspecify.annotations.NullMarked;
