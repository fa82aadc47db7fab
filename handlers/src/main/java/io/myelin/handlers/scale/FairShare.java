package io.myelin.handlers.scale;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/*
 * How many segments a node may have: segments / nodes, and one more for those that have been there for longest if it leaves a
 * rest. All nodes compute this from the same two tables, so they agree without a leader, and a node that comes takes as few
 * segments as possible out of the hands of others. Axon's processor gives up what it has above its share and claims nothing
 * beyond it.
 *
 * A node may be alive and yet not able to take what is its share. So a segment that nobody takes for a while may be taken by
 * everybody: the order of things matters less than that every event is handled.
 */
/** Decides how many segments this node may have of one projection; pure but for what it remembers. Thread-safe. */
public final class FairShare {

    /** What is taken beyond the share is kept for so long: giving it back at once would leave it with nobody again. */
    private static final Duration EXTRA_KEPT = Duration.ofMinutes(1);

    private final Duration patience;
    private final Map<Integer, Instant> unclaimedSince = new HashMap<>();
    private Instant extraUntil = Instant.MIN;
    private int extra;
    private volatile int share = Integer.MAX_VALUE;

    /** @param patience how long a segment may be without a node before this one takes it beyond its share */
    public FairShare(Duration patience) {
        this.patience = patience;
    }

    /** Returns how many segments this node may have, at least 1; unlimited before the first {@link #update}. */
    public int get() {
        return share;
    }

    /** Computes the share anew. {@code nodes} are those alive in the order of their coming, {@code me} one of them. */
    public synchronized void update(List<SegmentRow> segments, List<String> nodes, String me, Instant now) {
        noteUnclaimed(segments, now);
        share = quota(segments.size(), nodes, me) + extra;
    }

    private void noteUnclaimed(List<SegmentRow> segments, Instant now) {
        Set<Integer> unclaimed = segments.stream()
                .filter(row -> row.owner().isEmpty())
                .map(SegmentRow::segment)
                .collect(Collectors.toSet());
        unclaimedSince.keySet().retainAll(unclaimed);
        unclaimed.forEach(segment -> unclaimedSince.putIfAbsent(segment, now));
        int orphaned = (int) unclaimedSince.values().stream()
                .filter(since -> !since.plus(patience).isAfter(now))
                .count();
        if (orphaned > 0) {
            extra = Math.max(extra, orphaned);
            extraUntil = now.plus(EXTRA_KEPT);
        } else if (now.isAfter(extraUntil)) {
            extra = 0;
        }
    }

    static int quota(int segments, List<String> nodes, String me) {
        int place = nodes.indexOf(me);
        if (place < 0 || segments == 0) {
            return Integer.MAX_VALUE / 2;
        }
        int rest = segments % nodes.size();
        return Math.max(1, segments / nodes.size() + (place < rest ? 1 : 0));
    }
}
