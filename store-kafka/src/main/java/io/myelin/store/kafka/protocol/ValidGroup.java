package io.myelin.store.kafka.protocol;

import java.util.List;

/**
 * A group that is in the log, whole and where it was expected: its events have happened.
 *
 * @param records in log order, at consecutive offsets from {@link #base()} on, at least one
 */
public record ValidGroup(List<LogRecord.Event> records) {

    /** Copies the list. */
    public ValidGroup {
        records = List.copyOf(records);
        if (records.isEmpty()) {
            throw new IllegalArgumentException("A group has at least one record.");
        }
    }

    /** Returns the offset of its first record. */
    public long base() {
        return records.get(0).offset();
    }

    /** Returns the offset after its last record. */
    public long end() {
        return base() + records.size();
    }
}
