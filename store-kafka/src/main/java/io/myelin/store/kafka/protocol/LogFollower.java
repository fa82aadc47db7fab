package io.myelin.store.kafka.protocol;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the valid events of a log from any offset on. Not thread-safe.
 *
 * <p>An offset in the middle of a group is a good place to begin: the follower goes back to the group's base to judge
 * it, and hands out what was asked for only.
 */
public class LogFollower {

    private final ReadableLog log;
    private final long from;
    private @Nullable GroupReader reader;

    /**
     * Creates a follower.
     *
     * @param log to read
     * @param from the least offset to return
     */
    public LogFollower(ReadableLog log, long from) {
        this.log = log;
        this.from = from;
    }

    /**
     * Reads once and returns the events that this decided, in log order; empty if the log has no more now or nothing
     * could be decided yet.
     *
     * @param recordsMax how many records to read at most, at least 1
     */
    public List<LogRecord.Event> poll(int recordsMax) {
        GroupReader current = reader;
        if (current == null) {
            List<LogRecord> first = log.read(from, 1);
            if (first.isEmpty()) {
                return List.of();
            }
            current = startAt(first.get(0));
            reader = current;
        }
        ValidEvents valid = new ValidEvents(from);
        for (LogRecord record : log.read(current.end(), recordsMax)) {
            current.accept(record, valid);
        }
        return valid.events;
    }

    /** Returns the offset below which everything that can be handed out was handed out. */
    public long position() {
        return reader == null ? from : Math.max(from, reader.position());
    }

    GroupReader startAt(LogRecord first) {
        return new GroupReader(new GroupReader(first.offset()).startFor(first));
    }

    private static final class ValidEvents implements GroupReader.Decisions {

        private final long from;
        private final List<LogRecord.Event> events = new ArrayList<>();

        ValidEvents(long from) {
            this.from = from;
        }

        @Override
        public void valid(ValidGroup group) {
            for (LogRecord.Event event : group.records()) {
                if (event.offset() >= from) {
                    events.add(event);
                }
            }
        }

        @Override
        public void skipped(LogRecord record) {
            // A follower hands out events only; what does not count is counted where the state is built.
        }
    }
}
