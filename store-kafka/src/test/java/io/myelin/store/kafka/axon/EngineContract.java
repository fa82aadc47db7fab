package io.myelin.store.kafka.axon;

import java.util.function.UnaryOperator;
import org.axonframework.eventsourcing.eventstore.AbstractEventStorageEngineTest;
import org.axonframework.serialization.json.JacksonSerializer;
import org.junit.jupiter.api.BeforeEach;

/** Axon's own tests of storage engines, for an engine on any log. */
abstract class EngineContract
        extends AbstractEventStorageEngineTest<KafkaEventStorageEngine, KafkaEventStorageEngine.Builder> {

    /** Returns an open log without events, a new one for every test. */
    protected abstract OpenLog emptyLog() throws Exception;

    private OpenLog log;

    @BeforeEach
    void openLog() throws Exception {
        log = emptyLog();
        setTestSubject(createEngine());
    }

    @Override
    protected KafkaEventStorageEngine createEngine(UnaryOperator<KafkaEventStorageEngine.Builder> customization) {
        return customization
                .apply(KafkaEventStorageEngine.builder()
                        .log(() -> log)
                        .eventSerializer(JacksonSerializer.defaultSerializer())
                        .snapshotSerializer(JacksonSerializer.defaultSerializer()))
                .build();
    }
}
