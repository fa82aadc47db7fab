package io.myelin.store.kafka.verify;

import io.myelin.store.kafka.protocol.GroupReader;
import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.Stamp;
import io.myelin.store.kafka.protocol.ValidGroup;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Judges the records of a log and the groups that they make, and hands on what is valid. Not thread-safe. */
final class GroupCheck implements GroupReader.Decisions {

    private final Findings findings;
    private final Consumer<LogRecord.Event> valid;
    private final GroupReader groups;
    private @Nullable UUID lastBroken;
    private long nextOffset;

    private long events;
    private long commits;
    private long validGroups;
    private long voidRecords;
    private long fences;
    private long foreign;

    GroupCheck(long beginning, Findings findings, Consumer<LogRecord.Event> valid) {
        this.findings = findings;
        this.valid = valid;
        this.groups = new GroupReader(beginning);
        this.nextOffset = beginning;
        if (beginning > 0) {
            missing(0, beginning);
        }
    }

    /**
     * Takes the next record.
     *
     * @param record in log order
     * @param hasStamp whether it says that it belongs to a group
     */
    void accept(LogRecord record, boolean hasStamp) {
        if (record.offset() > nextOffset) {
            missing(nextOffset, record.offset());
        }
        nextOffset = record.offset() + 1;
        if (record instanceof LogRecord.Foreign) {
            FindingKind kind = hasStamp ? FindingKind.UNREADABLE_STAMP : FindingKind.FOREIGN_RECORD;
            findings.add(
                    kind,
                    record.offset(),
                    hasStamp ? "a stamp or a part of the event is malformed" : "it has no stamp");
        }
        groups.accept(record, this);
    }

    /** Says that the log ends here. */
    void end(long end) {
        if (end > nextOffset) {
            missing(nextOffset, end);
        }
        if (groups.position() < groups.end()) {
            findings.add(
                    FindingKind.UNFINISHED_GROUP,
                    groups.position(),
                    "the log ends at %d, inside the group".formatted(groups.end()));
        }
    }

    private void missing(long from, long to) {
        findings.add(
                FindingKind.MISSING_RECORDS,
                from,
                "%d %s from offset %d on"
                        .formatted(to - from, to - from == 1 ? "record is gone" : "records are gone", from));
    }

    @Override
    public void valid(ValidGroup group) {
        validGroups++;
        events += group.records().size();
        @Nullable Stamp open = null;
        for (LogRecord.Event event : group.records()) {
            Stamp stamp = event.stamp();
            if (!follows(open, stamp)) {
                findings.add(FindingKind.TORN_COMMIT, event.offset(), text(stamp));
            }
            if (stamp.commitIndex() == 0) {
                commits++;
            }
            open = stamp.commitIndex() + 1 == stamp.commitLength() ? null : stamp;
            valid.accept(event);
        }
        if (open != null) {
            findings.add(FindingKind.TORN_COMMIT, group.end() - 1, text(open) + ", and its group ends here");
        }
    }

    private static boolean follows(@Nullable Stamp open, Stamp next) {
        return open == null
                ? next.commitIndex() == 0
                : next.commitId().equals(open.commitId())
                        && next.commitLength() == open.commitLength()
                        && next.commitIndex() == open.commitIndex() + 1;
    }

    private static String text(Stamp stamp) {
        return "commit %s, event %d of %d".formatted(stamp.commitId(), stamp.commitIndex() + 1, stamp.commitLength());
    }

    @Override
    public void skipped(LogRecord record) {
        if (record instanceof LogRecord.Event event) {
            voidRecords++;
            checkBroken(event);
        } else if (record instanceof LogRecord.Fence) {
            fences++;
        } else {
            foreign++;
        }
    }

    /** A void record where its writer expected it: the rest of its group is elsewhere. Said once for each group. */
    private void checkBroken(LogRecord.Event event) {
        Stamp stamp = event.stamp();
        if (event.offset() == stamp.expectedOffset() && !stamp.groupId().equals(lastBroken)) {
            lastBroken = stamp.groupId();
            findings.add(
                    FindingKind.BROKEN_GROUP,
                    event.offset(),
                    "record %d of %d of group %s"
                            .formatted(stamp.groupIndex() + 1, stamp.groupLength(), stamp.groupId()));
        }
    }

    /** Returns the offset after the last record that was taken. */
    long nextOffset() {
        return nextOffset;
    }

    VerifyReport.Counts counts() {
        return new VerifyReport.Counts(events, commits, validGroups, voidRecords, fences, foreign);
    }
}
