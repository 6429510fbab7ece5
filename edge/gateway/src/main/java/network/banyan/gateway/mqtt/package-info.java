// SPDX-License-Identifier: Apache-2.0
/**
 * The MQTT door (docs/spec/gateway.md, rules 3 to 7): an embedded Artemis broker keeps connections, sessions and
 * subscriptions. It never sees a record: {@link network.banyan.gateway.mqtt.RecordHandler} stands before it on every
 * connection, takes each PUBLISH, and acknowledges it when the pipeline has answered.
 */
@NullMarked
package network.banyan.gateway.mqtt;

import org.jspecify.annotations.NullMarked;
