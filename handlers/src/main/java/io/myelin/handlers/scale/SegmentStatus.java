package io.myelin.handlers.scale;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One segment of a projection, as it was when it was asked for.
 *
 * @param segment its number
 * @param owner the node that has claimed it; empty if none has, or the one that had was silent for the claim timeout
 * @param here whether the owner is this node
 * @param position the last event that it has read; empty before the first
 * @param unread events that it has still to read, those of other segments and without handlers included; empty while the event
 *     store can't be asked
 * @param parked events of it that wait for their next attempt, or were given up
 * @param age how long ago the oldest event happened that it has not read, or that is parked; zero if there is none, empty while
 *     the event store can't be asked
 */
public record SegmentStatus(
        int segment,
        Optional<String> owner,
        boolean here,
        OptionalLong position,
        OptionalLong unread,
        long parked,
        Optional<Duration> age) {

    /** Returns how many events have still to take effect, parked ones included; empty while that can't be told. */
    public OptionalLong events() {
        return unread.isPresent() ? OptionalLong.of(unread.getAsLong() + parked) : unread;
    }
}
