package io.myelin.handlers.health;

import io.myelin.handlers.scale.SegmentStatus;
import io.myelin.retry.parking.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one projection at one moment.
 *
 * @param node how it runs on this node
 * @param segments of all nodes, as the database says; those of this node as they are
 * @param parked its parked sequences, the one with the oldest event first
 * @param readAt when the database was asked last and answered; empty if never
 */
public record Facts(Node node, List<SegmentStatus> segments, Parked parked, Optional<Instant> readAt) {

    /**
     * How it runs on this node.
     *
     * @param running whether it was started and not stopped
     * @param broken why it will never go on by itself, if so
     * @param held whether nothing is handled because something that all events need is down
     * @param problem what it last stumbled over, if anything
     * @param stuckThreads threads that do not come back from a handler
     */
    public record Node(
            boolean running, Optional<String> broken, boolean held, Optional<String> problem, long stuckThreads) {}

    /**
     * What is parked.
     *
     * @param sequences the one with the oldest event first
     * @param sequencesMax with so many parked, the next failure stops the line
     * @param lettersMax with so many events in one of them, its next event stops the line
     */
    public record Parked(List<Waiting> sequences, int sequencesMax, int lettersMax) {}
}
