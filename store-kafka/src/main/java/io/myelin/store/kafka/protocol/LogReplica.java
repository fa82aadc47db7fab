package io.myelin.store.kafka.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A log read from its start, and the state it adds up to: what a writer knows. Not thread-safe.
 *
 * <p>Fed by whoever has records: the writer with its own acknowledged ones, the tailer with what others wrote. What was
 * fed before is ignored, so both may overlap.
 */
public class LogReplica {

    /** Counts what does not count as an event. */
    public interface SkipCounter {

        /** Counts one record: a fence, a foreign one, or, if it has a stamp, a void one. */
        void skipped(LogRecord record);
    }

    private final LogState state;
    private final GroupReader reader;
    private final SkipCounter skips;
    private final List<Consumer<ValidGroup>> listeners = new ArrayList<>();
    private final List<SkipCounter> skipListeners = new ArrayList<>();

    /**
     * Creates a replica that goes on where the state left off.
     *
     * @param state to apply valid groups to, and where to start: at its position
     * @param skips told of every record that does not count
     */
    public LogReplica(LogState state, SkipCounter skips) {
        this(state, new GroupReader(state.position()), skips);
    }

    LogReplica(LogState state, GroupReader reader, SkipCounter skips) {
        this.state = state;
        this.reader = reader;
        this.skips = skips;
    }

    /** Calls the listener with every valid group from now on, once it is applied. */
    public void onValid(Consumer<ValidGroup> listener) {
        listeners.add(listener);
    }

    /** Tells the listener of every record from now on that does not count. */
    public void onSkipped(SkipCounter listener) {
        skipListeners.add(listener);
    }

    /**
     * Takes records in log order and applies what they decide, in one step.
     *
     * @param records those at offsets below {@link #end()} are ignored
     */
    public void feed(List<? extends LogRecord> records) {
        List<ValidGroup> groups = new ArrayList<>();
        GroupReader.Decisions decisions = new GroupReader.Decisions() {
            @Override
            public void valid(ValidGroup group) {
                groups.add(group);
            }

            @Override
            public void skipped(LogRecord record) {
                skips.skipped(record);
                skipListeners.forEach(listener -> listener.skipped(record));
            }
        };
        long before = reader.position();
        for (LogRecord record : records) {
            reader.accept(record, decisions);
        }
        if (reader.position() == before) {
            return;
        }
        state.apply(groups, reader.position());
        for (ValidGroup group : groups) {
            listeners.forEach(listener -> listener.accept(group));
        }
    }

    /** Returns what all valid groups below {@link #position()} add up to. */
    public LogState state() {
        return state;
    }

    /** Returns the offset below which everything is decided and applied. */
    public long position() {
        return reader.position();
    }

    /** Returns the offset below which everything was read; an undecided group may lie between position and end. */
    public long end() {
        return reader.end();
    }
}
