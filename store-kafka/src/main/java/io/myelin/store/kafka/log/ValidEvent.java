package io.myelin.store.kafka.log;

import static java.util.Objects.requireNonNull;

import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.NewEvent;
import java.util.Map;

/**
 * An event that has happened, with all that its record says.
 *
 * @param logged where it is, and what it holds
 * @param metaDataText the metadata as text by key, for readers of the topic that know Axon's Kafka extension only
 */
public record ValidEvent(LogRecord.Event logged, Map<String, String> metaDataText) {

    /** Copies the map. */
    public ValidEvent {
        requireNonNull(logged, "logged");
        metaDataText = Map.copyOf(metaDataText);
    }

    /** Returns the event as it is appended to another log. */
    public NewEvent toNewEvent() {
        return new NewEvent(logged.event(), metaDataText);
    }
}
