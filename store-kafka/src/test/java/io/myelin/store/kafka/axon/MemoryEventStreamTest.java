package io.myelin.store.kafka.axon;

/** Event streams on a log in memory. */
class MemoryEventStreamTest extends EventStreamContract {

    @Override
    protected OpenLog emptyLog() {
        return MemoryLog.empty();
    }
}
