package io.myelin.store.kafka.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** A log as writers see it that read all of it at the same times: tells their turns what happens. */
final class SeenLog {

    private static final byte[] NOTHING = new byte[0];
    private static final LoggedEvent EVENT =
            new LoggedEvent("e", "Type", "a", 0, 0, 0, "happened", null, NOTHING, NOTHING);

    private final List<Turns> readers = new ArrayList<>();
    private final List<Seen> past = new ArrayList<>();
    private long end;
    private long groups;

    private interface Seen {
        void by(Turns turns);
    }

    /** Returns the turns of a writer that has read, and will read, everything. */
    Turns seenBy(long writer) {
        Turns turns = new Turns(writer, new Random(writer));
        past.forEach(seen -> seen.by(turns));
        readers.add(turns);
        return turns;
    }

    /** A group lands where it was expected. */
    void valid(long writer, int length, long nowNanos) {
        ValidGroup group = new ValidGroup(records(writer, end, length));
        end += length;
        happened(turns -> turns.valid(group, nowNanos));
    }

    /** A group lands that was expected at {@code base}, where others had written by then. */
    void lost(long writer, int length, long base, long nowNanos) {
        List<LogRecord.Event> records = records(writer, base, length);
        end += length;
        happened(turns -> records.forEach(record -> turns.skipped(record, nowNanos)));
    }

    void foreign(long nowNanos) {
        LogRecord record = new LogRecord.Foreign(end++);
        happened(turns -> turns.skipped(record, nowNanos));
    }

    long end() {
        return end;
    }

    private void happened(Seen seen) {
        past.add(seen);
        readers.forEach(seen::by);
    }

    private List<LogRecord.Event> records(long writer, long base, int length) {
        UUID group = new UUID(writer, ++groups);
        List<LogRecord.Event> records = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            Stamp stamp = new Stamp(group, base, length, i, group, i, length);
            records.add(new LogRecord.Event(end + i, stamp, EVENT));
        }
        return records;
    }
}
