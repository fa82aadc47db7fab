package io.myelin.store.kafka.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * Rule 2 as the model states it: a property of the whole log, not a pass over it. Slow, and independent of
 * {@link GroupReader}.
 */
class Oracle {

    private final List<LogRecord> log;

    Oracle(List<LogRecord> log) {
        this.log = log;
    }

    /** Returns every event of a whole and valid group, in log order. */
    List<LogRecord.Event> validEvents() {
        List<LogRecord.Event> valid = new ArrayList<>();
        for (LogRecord record : log) {
            if (record instanceof LogRecord.Event event && isValid(event)) {
                valid.add(event);
            }
        }
        return valid;
    }

    private boolean isValid(LogRecord.Event event) {
        Stamp stamp = event.stamp();
        long end = stamp.base() + stamp.groupLength();
        if (event.offset() != stamp.expectedOffset() || end > log.size()) {
            return false;
        }
        for (long place = stamp.base(); place < end; place++) {
            if (!isPartOf(stamp, log.get((int) place))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPartOf(Stamp stamp, LogRecord record) {
        return record instanceof LogRecord.Event event
                && event.stamp().groupId().equals(stamp.groupId())
                && event.stamp().base() == stamp.base()
                && event.stamp().groupLength() == stamp.groupLength()
                && event.stamp().expectedOffset() == event.offset();
    }
}
