/**
 * Kafka's server behind an interface of the JDK's types.
 *
 * <p>Enter at {@link BrokerNode}. {@link KraftNode} is the only class of all modules that touches Kafka's server jars. It
 * stands in a package of its own because the broker may be loaded apart from the application's own version of Kafka's
 * clients; it knows neither directories in use nor ports nor settings. For {@code io.myelin.embeddedkafka} only.
 */
@NullMarked
package io.myelin.embeddedkafka.internal;

import org.jspecify.annotations.NullMarked;
