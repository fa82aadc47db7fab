package io.myelin.store.kafka.stream;

import io.myelin.store.kafka.log.CommitLog;
import io.myelin.store.kafka.log.CommitLog.ValidReader;
import io.myelin.store.kafka.protocol.LogRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One reader's place in a log. For one thread at a time. */
public final class EventCursor implements AutoCloseable {

    /** How long one fetch of events that are known to be there may take; a broker that is well answers in milliseconds. */
    private static final Duration FETCH_MAX = Duration.ofSeconds(1);

    private final CommitLog log;
    private final RecentEvents recent;
    private long nextOffset;
    private @Nullable ValidReader behind;

    EventCursor(CommitLog log, RecentEvents recent, long fromOffset) {
        this.log = log;
        this.recent = recent;
        this.nextOffset = fromOffset;
    }

    /**
     * Returns the next valid events, each once, in log order.
     *
     * @param eventsMax at least 1
     * @param wait for the first one, if all that is there was read. While the cursor is far behind, the call may take up to a
     *     second regardless, since what it waits for is on its way
     * @return at most {@code eventsMax}; empty if none came in time or the source was closed
     */
    public List<LogRecord.Event> next(int eventsMax, Duration wait) throws InterruptedException {
        while (true) {
            Optional<List<LogRecord.Event>> events = recent.from(nextOffset, eventsMax, wait);
            if (events.isPresent()) {
                close();
                return advanceOver(events.get());
            }
            long before = nextOffset;
            List<LogRecord.Event> older = fromLog(eventsMax);
            if (!older.isEmpty() || nextOffset == before || recent.isClosed()) {
                return older;
            }
        }
    }

    /** Returns whether the log holds records that this cursor has not passed yet; they need not be valid events. */
    public boolean isBehind() {
        return nextOffset < log.position();
    }

    /** Gives back the connection to the log, if one is open. The cursor keeps its place and can still be used. */
    @Override
    public void close() {
        if (behind != null) {
            behind.close();
            behind = null;
        }
    }

    private List<LogRecord.Event> fromLog(int eventsMax) throws InterruptedException {
        if (behind == null) {
            behind = log.readFrom(nextOffset);
        }
        List<LogRecord.Event> events = behind.poll(eventsMax, FETCH_MAX);
        nextOffset = Math.max(nextOffset, behind.position());
        return events;
    }

    private List<LogRecord.Event> advanceOver(List<LogRecord.Event> events) {
        if (!events.isEmpty()) {
            nextOffset = events.get(events.size() - 1).offset() + 1;
        }
        return events;
    }
}
