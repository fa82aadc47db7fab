package io.myelin.store.kafka.axon;

/** Axon's tests of storage engines, on a log in memory: they find in seconds what the broker test would find in minutes. */
class MemoryEngineContractTest extends EngineContract {

    @Override
    protected OpenLog emptyLog() {
        return MemoryLog.empty();
    }
}
