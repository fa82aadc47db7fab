package io.myelin.store.kafka.axon;

import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.PatientEmbeddedEventStoreTest;
import org.axonframework.serialization.json.JacksonSerializer;

/** Axon's own tests of its embedded event store, with our engine below it. */
abstract class EmbeddedStoreContract extends PatientEmbeddedEventStoreTest {

    /** Returns an open log without events, a new one for every test. */
    protected abstract OpenLog emptyLog() throws Exception;

    @Override
    public EventStorageEngine createStorageEngine() {
        OpenLog log = openLog();
        return KafkaEventStorageEngine.builder()
                .log(() -> log)
                .eventSerializer(JacksonSerializer.defaultSerializer())
                .snapshotSerializer(JacksonSerializer.defaultSerializer())
                .build();
    }

    private OpenLog openLog() {
        try {
            return emptyLog();
        } catch (Exception e) {
            throw new AssertionError("A log could not be opened.", e);
        }
    }
}
