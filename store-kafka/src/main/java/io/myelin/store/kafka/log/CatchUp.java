package io.myelin.store.kafka.log;

import java.time.Duration;

/**
 * How far a start has come with what its index lacks.
 *
 * @param topic that is read
 * @param records that have to be read in all, at least 1
 */
record CatchUp(String topic, long records) {

    /** What there is to do, for the log. */
    String beginning() {
        return "Reading %d records of topic '%s' that the index lacks; this node takes no commands before that is done."
                .formatted(records, topic);
    }

    /** How far it is. */
    String after(long done, Duration elapsed) {
        double perSecond = done * 1e9 / Math.max(1, elapsed.toNanos());
        return "Reading topic '%s' into the index: %d of %d records (%d %%), %d a second, %d s left."
                .formatted(
                        topic,
                        done,
                        records,
                        100 * done / records,
                        Math.round(perSecond),
                        Math.round((records - done) / Math.max(1, perSecond)));
    }

    /** What was done. */
    String end(Duration elapsed) {
        return "Read %d records of topic '%s' that the index lacked, in %d ms."
                .formatted(records, topic, elapsed.toMillis());
    }
}
