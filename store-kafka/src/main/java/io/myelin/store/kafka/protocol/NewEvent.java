package io.myelin.store.kafka.protocol;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * An event that is about to be appended.
 *
 * @param event what the log will hold
 * @param metaDataText the metadata as text by key, for readers of the topic that know Axon's Kafka extension only
 */
public record NewEvent(LoggedEvent event, Map<String, String> metaDataText) {

    /** Copies the map. */
    public NewEvent {
        requireNonNull(event, "event");
        metaDataText = Map.copyOf(metaDataText);
    }
}
