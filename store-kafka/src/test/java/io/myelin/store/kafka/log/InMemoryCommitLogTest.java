package io.myelin.store.kafka.log;

/** The fake keeps the contract, so other tests may use it instead of Kafka. */
class InMemoryCommitLogTest extends CommitLogContract {

    @Override
    protected CommitLog emptyLog() {
        return new InMemoryCommitLog();
    }
}
