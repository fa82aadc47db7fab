package io.myelin.store.kafka.axon;

/** Units of work on a log in memory. */
class MemoryEventStoreTest extends EventStoreContract {

    @Override
    protected OpenLog emptyLog() {
        return MemoryLog.empty();
    }
}
