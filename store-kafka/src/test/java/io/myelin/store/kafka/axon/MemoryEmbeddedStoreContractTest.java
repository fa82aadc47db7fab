package io.myelin.store.kafka.axon;

/** Axon's tests of its embedded event store, on a log in memory. */
class MemoryEmbeddedStoreContractTest extends EmbeddedStoreContract {

    @Override
    protected OpenLog emptyLog() {
        return MemoryLog.empty();
    }
}
