package io.myelin.store.kafka.log;

/** Told how far a long piece of work is. Called often, so it should be quick. */
@FunctionalInterface
public interface ScanProgress {

    /**
     * Tells how far it is.
     *
     * @param done of the records or events
     * @param total of them
     */
    void at(long done, long total);
}
