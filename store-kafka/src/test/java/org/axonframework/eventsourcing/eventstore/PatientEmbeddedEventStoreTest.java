package org.axonframework.eventsourcing.eventstore;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Axon's test of its embedded event store, with one limit changed. It lies in Axon's package, whose methods it overrides. */
public abstract class PatientEmbeddedEventStoreTest extends EmbeddedEventStoreTest {

    /**
     * Axon allows a tenth of the second after which the store polls. A machine that builds something else beside takes
     * more than that to load the classes; less than the second still proves that nobody polled.
     */
    @Override
    @Test
    @Timeout(value = 900, unit = TimeUnit.MILLISECONDS)
    void eventPublishedAfterOpeningStreamIsPassedToReaderImmediately() throws Exception {
        super.eventPublishedAfterOpeningStreamIsPassedToReaderImmediately();
    }
}
