// SPDX-License-Identifier: Apache-2.0
/**
 * What makes starts quick. The JVM keeps classes in a cache as it had them in memory (JEP 483), but not those of signed jars, nor
 * those of before Java 6; {@link network.banyan.node.startup.CacheableJars} makes copies of such jars that it does keep.
 */
package network.banyan.node.startup;
