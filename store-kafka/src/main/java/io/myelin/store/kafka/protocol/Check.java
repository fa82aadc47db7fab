package io.myelin.store.kafka.protocol;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The check of commits against the log, and against the commits that stand before them in one group (rule 3).
 *
 * <p>Made anew for each group.
 */
final class Check {

    private final LogState state;
    private final Map<String, Long> lastInGroup = new HashMap<>();
    private final Set<String> eventsInGroup = new HashSet<>();

    Check(LogState state) {
        this.state = state;
    }

    /** Returns why the log alone makes the commit fail, if it does. */
    Optional<AppendResult> againstLog(Commit commit) {
        Map<String, Long> lastInCommit = new HashMap<>();
        Set<String> eventsInCommit = new HashSet<>();
        for (NewEvent next : commit.events()) {
            LoggedEvent event = next.event();
            Long before = lastInCommit.put(event.aggregateId(), event.sequenceNumber());
            long last = before == null ? state.lastSequenceNumber(event.aggregateId()) : before;
            if (event.sequenceNumber() <= last) {
                return Optional.of(
                        new AppendResult.SequenceConflict(event.aggregateId(), event.sequenceNumber(), last));
            }
            if (!eventsInCommit.add(event.eventId()) || state.containsEvent(event.eventId())) {
                return Optional.of(new AppendResult.DuplicateEvent(event.eventId()));
            }
        }
        return Optional.empty();
    }

    /** Returns why the commits that were put into the group make this one fail, if they do. */
    Optional<AppendResult> againstGroup(Commit commit) {
        for (NewEvent next : commit.events()) {
            LoggedEvent event = next.event();
            Long last = lastInGroup.get(event.aggregateId());
            if (last != null && event.sequenceNumber() <= last) {
                return Optional.of(
                        new AppendResult.SequenceConflict(event.aggregateId(), event.sequenceNumber(), last));
            }
            if (eventsInGroup.contains(event.eventId())) {
                return Optional.of(new AppendResult.DuplicateEvent(event.eventId()));
            }
        }
        return Optional.empty();
    }

    /** Puts the commit into the group, so that the next ones are checked against it too. */
    void add(Commit commit) {
        for (NewEvent next : commit.events()) {
            lastInGroup.put(next.event().aggregateId(), next.event().sequenceNumber());
            eventsInGroup.add(next.event().eventId());
        }
    }
}
