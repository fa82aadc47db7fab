package io.myelin.handlers.bluegreen;

import io.myelin.handlers.internal.StoredToken;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.eventhandling.TrackingToken;

/**
 * Decides whether a version has what its readers need. Axon says that a segment has caught up when its stream has nothing more
 * for a moment, and before it has read anything; here positions are compared that are committed.
 *
 * @param version the one to be switched to
 * @param here how far its segments on this node have read; events that it does not want are not stored at once
 * @param active the one that is read now
 * @param head the position of the newest event
 */
record CaughtUp(List<StoredToken> version, Map<Integer, TrackingToken> here, List<StoredToken> active, long head) {

    /** Half a second's events on a busy log: a version that follows is never further behind, one that fills is. */
    private static final long BEHIND_HEAD_MAX = 1_000;

    /** Returns why it has not; empty if it has. */
    Optional<String> whyNot(SwitchTerms terms) {
        if (version.isEmpty()) {
            return Optional.of("it has never run");
        }
        long lowest = version.stream().mapToLong(this::position).min().orElseThrow();
        long seen =
                active.stream().mapToLong(StoredToken::highestPosition).max().orElse(StoredToken.NOWHERE);
        if (lowest + terms.behindMax() < seen) {
            return Optional.of("it is " + (seen - lowest) + " events behind the version that is read now");
        }
        if (lowest + Math.max(terms.behindMax(), BEHIND_HEAD_MAX) < head) {
            return Optional.of("it is " + (head - lowest) + " events behind the newest one");
        }
        return Optional.empty();
    }

    private long position(StoredToken segment) {
        return Math.max(segment.position(), StoredToken.positionOf(here.get(segment.segment())));
    }
}
