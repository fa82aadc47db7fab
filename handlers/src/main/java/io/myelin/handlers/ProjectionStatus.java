package io.myelin.handlers;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a projection is doing on this node.
 *
 * @param name its name, and its processing group's
 * @param state whether it handles events
 * @param problem why it has failed or what it last stumbled over, if there is such a thing
 * @param waiting whether nothing is handled because something that all events need, the database for instance, is down
 * @param segments parts of the stream that this node has claimed
 * @param replaying whether it is handling events again that it had handled before it was replayed
 * @param position where its slowest segment here has got to; empty before the first event
 * @param head where the stream ends; empty while there are no events, or they can't be read
 * @param lag how far the position is behind the head; empty if this node has no segment, or events can't be read
 */
public record ProjectionStatus(
        String name,
        State state,
        Optional<String> problem,
        boolean waiting,
        int segments,
        boolean replaying,
        OptionalLong position,
        OptionalLong head,
        Optional<Lag> lag) {

    /** Whether a projection handles events. */
    public enum State {
        /** It does, or waits for some, or for its turn to claim a segment. */
        RUNNING,
        /** It was not started, or was stopped. */
        STOPPED,
        /** It stopped itself, or stands still; only a restart of the process helps. */
        FAILED
    }

    /** Returns how much of the stream it has read, 0 to 1; 1 when it is at the head, 0 while that is unknown. */
    public double progress() {
        return lag.map(this::progress).orElse(0.0);
    }

    private double progress(Lag known) {
        double events = head.orElse(-1) + 1.0;
        return known.events() == 0 ? 1 : Math.max(0, (events - known.events()) / events);
    }
}
