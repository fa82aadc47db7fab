package io.myelin.store.kafka.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * Says what of a log is valid, record by record in log order (rule 2).
 *
 * <p>A group is valid as a whole, if each of its records sits where it was expected, or void as a whole. While the log
 * ends inside a group the group is undecided, and {@link #position()} stays before it. Not thread-safe.
 */
public class GroupReader {

    /** Takes what has been decided, in log order. */
    public interface Decisions {

        /** A group has happened. */
        void valid(ValidGroup group);

        /** A record does not count: it is foreign, a fence, or part of a void group. */
        void skipped(LogRecord record);
    }

    private final List<LogRecord.Event> undecided = new ArrayList<>();
    private long end;

    /**
     * Creates a reader whose first record is at {@code start}, where no group that began before it goes on: 0, the
     * position of another reader, or what {@link #startFor} returned.
     */
    public GroupReader(long start) {
        this.end = start;
    }

    /**
     * Returns where a reader must start to judge this record: at the base of its group if it sits where it was
     * expected, otherwise at the record itself, since it is void whatever came before.
     */
    public long startFor(LogRecord record) {
        return record instanceof LogRecord.Event event && sitsWhereExpected(event)
                ? event.stamp().base()
                : record.offset();
    }

    /**
     * Takes the next record and hands on what it decides. A record that was taken before is ignored; where an offset
     * is missing, nothing can sit there any more, so the group that expected it is void.
     */
    public void accept(LogRecord record, Decisions decisions) {
        if (record.offset() < end) {
            return;
        }
        boolean gap = record.offset() > end;
        end = record.offset() + 1;
        if (gap || !(record instanceof LogRecord.Event event) || !continuesGroup(event)) {
            skipUndecided(decisions);
            if (!(record instanceof LogRecord.Event event) || !opensGroup(event)) {
                decisions.skipped(record);
                return;
            }
        }
        undecided.add((LogRecord.Event) record);
        if (isWhole(undecided)) {
            decisions.valid(new ValidGroup(undecided));
            undecided.clear();
        }
    }

    /** Returns the offset below which everything is decided. */
    public long position() {
        return undecided.isEmpty() ? end : undecided.get(0).offset();
    }

    /** Returns the offset below which everything has been taken; the next record that is written lands there or later. */
    public long end() {
        return end;
    }

    private void skipUndecided(Decisions decisions) {
        undecided.forEach(decisions::skipped);
        undecided.clear();
    }

    private boolean continuesGroup(LogRecord.Event event) {
        if (undecided.isEmpty()) {
            return false;
        }
        Stamp first = undecided.get(0).stamp();
        return sitsWhereExpected(event)
                && sameGroup(first, event.stamp())
                && indexInGroup(event.stamp()) == indexInGroup(first) + undecided.size();
    }

    // The questions below are one method each so that the seeded bugs among the tests can answer them wrongly.

    boolean sitsWhereExpected(LogRecord.Event event) {
        return event.stamp().expectedOffset() == event.offset();
    }

    boolean opensGroup(LogRecord.Event event) {
        return sitsWhereExpected(event) && indexInGroup(event.stamp()) == 0;
    }

    boolean isWhole(List<LogRecord.Event> records) {
        return records.size() == groupLength(records.get(0).stamp());
    }

    int indexInGroup(Stamp stamp) {
        return stamp.groupIndex();
    }

    int groupLength(Stamp stamp) {
        return stamp.groupLength();
    }

    boolean sameGroup(Stamp first, Stamp other) {
        return first.groupId().equals(other.groupId())
                && first.base() == other.base()
                && first.groupLength() == other.groupLength();
    }
}
