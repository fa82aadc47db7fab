/**
 * A real Kafka broker (KRaft) inside this JVM, on the loopback interface, with its data on disk.
 *
 * <p>Enter at {@link EmbeddedKafka}; tests that share one broker per JVM enter at {@link SharedEmbeddedKafka}.
 * {@code NodeSettings} checks what was asked for, {@code NodeProperties} makes Kafka's properties of it,
 * {@code DirectoryLock} keeps a second broker out of the data, and {@code NodeLoader} makes the node. A broker that
 * can't start throws an {@link EmbeddedKafkaException}.
 *
 * <p>Several brokers, as processes to kill, freeze and cut off, begin at {@link EmbeddedKafkaCluster}: a {@link ClusterBroker}
 * is a {@code NodeProcess} that runs {@code NodeMain}, reached through a {@link FaultyLink} for each of its listeners.
 *
 * <p>Kafka logs under {@code org.apache.kafka}, {@code kafka} and {@code state.change.logger}. Set these to WARN;
 * for Logback, {@code <include resource="io/myelin/embeddedkafka/quiet-logback.xml"/>} does it. This package knows
 * nothing of Axon or of the event store.
 */
@NullMarked
package io.myelin.embeddedkafka;

import org.jspecify.annotations.NullMarked;
