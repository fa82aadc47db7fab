package io.myelin.handlers;

import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;

/** Takes a segment's events in order, and decides what becomes of those whose delivery fails. */
interface EventLine {

    /** Begins a batch, in its transaction. */
    void begin(Segment segment) throws Exception;

    /**
     * Takes the next event: delivers it, or puts it aside.
     *
     * @throws Exception to roll the batch back; its events come again
     */
    void take(EventMessage<?> event, String sequence) throws Exception;

    /** Writes what is left to write, before the token is stored. */
    void end() throws Exception;
}
