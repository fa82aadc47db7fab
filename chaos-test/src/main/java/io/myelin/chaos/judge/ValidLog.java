package io.myelin.chaos.judge;

import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.Stamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A whole log and what of it is valid: the validity rule as a property of the log, not a pass over it. A record is
 * valid if it and all other records of its group sit where they were expected.
 */
public final class ValidLog {

    private final List<LogRecord> records;
    private final List<LogRecord.Event> valid = new ArrayList<>();
    private final Map<UUID, List<LogRecord.Event>> commits = new LinkedHashMap<>();
    private int voids;
    private int fences;
    private int foreign;

    /**
     * Judges every record.
     *
     * @param records all of the log, the one at offset 0 first, none left out
     */
    public ValidLog(List<? extends LogRecord> records) {
        this.records = List.copyOf(records);
        for (int offset = 0; offset < this.records.size(); offset++) {
            LogRecord record = this.records.get(offset);
            if (record.offset() != offset) {
                throw new IllegalArgumentException(
                        "The log has offset %d where %d was to be.".formatted(record.offset(), offset));
            }
            count(record);
        }
    }

    private void count(LogRecord record) {
        if (record instanceof LogRecord.Event event) {
            if (isValid(event)) {
                valid.add(event);
                commits.computeIfAbsent(event.stamp().commitId(), id -> new ArrayList<>())
                        .add(event);
            } else {
                voids++;
            }
        } else if (record instanceof LogRecord.Fence) {
            fences++;
        } else {
            foreign++;
        }
    }

    private boolean isValid(LogRecord.Event event) {
        Stamp stamp = event.stamp();
        long end = stamp.base() + stamp.groupLength();
        if (event.offset() != stamp.expectedOffset() || end > records.size()) {
            return false;
        }
        for (long place = stamp.base(); place < end; place++) {
            if (!belongs(records.get((int) place), stamp)) {
                return false;
            }
        }
        return true;
    }

    private static boolean belongs(LogRecord record, Stamp stamp) {
        return record instanceof LogRecord.Event event
                && event.offset() == event.stamp().expectedOffset()
                && event.stamp().groupId().equals(stamp.groupId())
                && event.stamp().base() == stamp.base()
                && event.stamp().groupLength() == stamp.groupLength();
    }

    /** Returns every record of the log. */
    public List<LogRecord> records() {
        return records;
    }

    /** Returns the valid events in log order. */
    public List<LogRecord.Event> events() {
        return List.copyOf(valid);
    }

    /** Returns the valid events by commit, each in log order. */
    public Map<UUID, List<LogRecord.Event>> commits() {
        return commits;
    }

    /** Returns how many records have a stamp and don't count. */
    public int voids() {
        return voids;
    }

    /** Returns how many fences there are. */
    public int fences() {
        return fences;
    }

    /** Returns how many records are neither stamped nor fences. */
    public int foreign() {
        return foreign;
    }
}
