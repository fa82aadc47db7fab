/**
 * The event store on Kafka for applications built with Axon.
 *
 * <p>This package holds what users touch: the module, its settings and its exceptions. Below it, {@code protocol} decides,
 * {@code log} carries out over Kafka, {@code index} keeps what was decided on the local disk, and {@code topic} creates
 * and checks the topic.
 */
@NullMarked
package io.myelin.store.kafka;

import org.jspecify.annotations.NullMarked;
