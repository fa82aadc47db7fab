package io.myelin.store.kafka.protocol;

import java.util.List;

/** A log that can be read; the whole of what reading needs of Kafka. */
@FunctionalInterface
public interface ReadableLog {

    /**
     * Returns records from an offset on, in log order, as far as every in-sync replica has them.
     *
     * @param from the least offset to return, from 0
     * @param recordsMax how many to return at most, at least 1
     * @return empty if there are none now
     */
    List<LogRecord> read(long from, int recordsMax);
}
