package io.myelin.store.kafka.axon;

import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.stream.EventCursor;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.axonframework.eventhandling.TrackedEventData;

/** What a cursor can read without waiting for more, as a stream: read bit by bit, closed at its end. */
final class TrackedEvents extends AbstractSpliterator<TrackedEventData<?>> {

    /** Events fetched at once; some hundred kilobytes at usual sizes. */
    private static final int BATCH_MAX = 256;

    private final EventCursor cursor;
    private final EventMapping mapping;
    private Iterator<LogRecord.Event> batch = List.<LogRecord.Event>of().iterator();

    private TrackedEvents(EventCursor cursor, EventMapping mapping) {
        super(Long.MAX_VALUE, NONNULL | ORDERED | DISTINCT);
        this.cursor = cursor;
        this.mapping = mapping;
    }

    static Stream<TrackedEventData<?>> stream(EventCursor cursor, EventMapping mapping) {
        Spliterator<TrackedEventData<?>> events = new TrackedEvents(cursor, mapping);
        return StreamSupport.stream(events, false).onClose(cursor::close);
    }

    @Override
    public boolean tryAdvance(Consumer<? super TrackedEventData<?>> action) {
        if (!batch.hasNext()) {
            batch = fetch();
        }
        if (!batch.hasNext()) {
            cursor.close();
            return false;
        }
        action.accept(mapping.toTrackedEventData(batch.next()));
        return true;
    }

    private Iterator<LogRecord.Event> fetch() {
        try {
            return cursor.next(BATCH_MAX, Duration.ZERO).iterator();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.<LogRecord.Event>of().iterator();
        }
    }
}
