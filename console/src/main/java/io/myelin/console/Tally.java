package io.myelin.console;

import io.myelin.store.kafka.log.ScannedRecord;
import io.myelin.store.kafka.protocol.GroupReader;
import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.ValidGroup;

/** Counts what a stretch of a log is made of. Not thread-safe. */
final class Tally implements GroupReader.Decisions {

    private final GroupReader groups;
    private long events;
    private long commits;
    private long voids;
    private long fences;
    private long foreign;

    /** Starts at an offset, where no group that began before it goes on. */
    Tally(long from) {
        this.groups = new GroupReader(from);
    }

    /** Counts the next record. */
    void add(ScannedRecord scanned) {
        groups.accept(scanned.record(), this);
    }

    @Override
    public void valid(ValidGroup group) {
        events += group.records().size();
        commits += group.records().stream()
                .filter(event -> event.stamp().commitIndex() == 0)
                .count();
    }

    @Override
    public void skipped(LogRecord record) {
        if (record instanceof LogRecord.Event) {
            voids++;
        } else if (record instanceof LogRecord.Fence) {
            fences++;
        } else {
            foreign++;
        }
    }

    long events() {
        return events;
    }

    long commits() {
        return commits;
    }

    long voids() {
        return voids;
    }

    long fences() {
        return fences;
    }

    long foreign() {
        return foreign;
    }

    /** Returns the offset below which everything was counted. */
    long position() {
        return groups.position();
    }
}
