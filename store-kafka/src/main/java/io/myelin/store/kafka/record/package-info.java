/**
 * How an event is written as a Kafka record, and read back.
 *
 * <p>Enter at {@link RecordFormat}. A record follows the format of Axon's Kafka extension, so that any application with
 * that extension can read the topic, and carries in addition the stamp of the log protocol. This package knows nothing
 * of what is valid: that is for {@code protocol} to say.
 */
@NullMarked
package io.myelin.store.kafka.record;

import org.jspecify.annotations.NullMarked;
