package io.myelin.handlers.effects;

/** Sends the messages of a channel; called by one thread at a time over all nodes, but for one that hangs. */
@FunctionalInterface
public interface OutboxSender {

    /**
     * Sends the message, and returns when it has arrived.
     *
     * @throws Exception if it has not; it is tried again after a back-off, and those of its key wait behind it
     */
    void send(OutboxMessage message) throws Exception;
}
