package io.myelin.handlers.health;

import io.myelin.handlers.health.ProjectionHealth.Finding;
import io.myelin.handlers.scale.SegmentStatus;
import io.myelin.retry.parking.ParkedSequence.State;
import io.myelin.retry.parking.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides how well one projection is. It must be shown the facts every second or so, or it learns of a standstill only from
 * when it was shown them first. Safe for use by several threads.
 */
public final class HealthJudge {

    private final String projection;
    private final HealthTerms terms;
    private final Map<Integer, Standing> standing = new TreeMap<>();
    private final Map<Integer, Instant> unclaimed = new TreeMap<>();
    private @Nullable Overdue overdue;
    private @Nullable Instant begun;

    /** Judges the projection of that name. */
    public HealthJudge(String projection, HealthTerms terms) {
        this.projection = projection;
        this.terms = terms;
    }

    /** Where a segment that has events to read has stood, and since when. */
    private record Standing(OptionalLong position, Instant since) {}

    /** Which parked event has been due, and since when it has been the one that is due for longest. */
    private record Overdue(String eventId, Instant dueAt, Instant since) {}

    /** Looks at the facts as they are {@code now}, and says what is wrong. */
    public synchronized ProjectionHealth judge(Facts facts, Instant now) {
        remember(facts, now);
        List<Finding> findings = new ArrayList<>();
        ofThisNode(facts, findings::add);
        ofSegments(facts, now, findings::add);
        ofParked(facts, now, findings::add);
        ofTheDatabase(facts, now, findings::add);
        return ProjectionHealth.of(findings);
    }

    private void remember(Facts facts, Instant now) {
        if (begun == null) {
            begun = now;
        }
        List<Integer> there =
                facts.segments().stream().map(SegmentStatus::segment).toList();
        standing.keySet().retainAll(there);
        unclaimed.keySet().retainAll(there);
        for (SegmentStatus segment : facts.segments()) {
            remember(segment, facts.node().held(), now);
        }
        overdue = overdue(facts, now);
    }

    private void remember(SegmentStatus segment, boolean held, Instant now) {
        if (segment.owner().isPresent()) {
            unclaimed.remove(segment.segment());
        } else {
            unclaimed.putIfAbsent(segment.segment(), now);
        }
        Standing before = standing.get(segment.segment());
        boolean moved = before == null || !before.position().equals(segment.position());
        if (segment.unread().orElse(0) == 0 || held) {
            standing.remove(segment.segment());
        } else if (moved) {
            standing.put(segment.segment(), new Standing(segment.position(), now));
        }
    }

    /** The worker takes up what has been due for longest; so it is at work as long as that is not always the same. */
    private @Nullable Overdue overdue(Facts facts, Instant now) {
        Optional<Waiting> first = facts.parked().sequences().stream()
                .filter(waiting ->
                        waiting.state() == State.RETRYING && waiting.dueAt().isBefore(now))
                .filter(waiting -> waiting.leasedUntil().filter(now::isBefore).isEmpty())
                .min((one, other) -> one.dueAt().compareTo(other.dueAt()));
        if (first.isEmpty() || facts.node().held()) {
            return null;
        }
        Overdue known = overdue;
        Waiting waiting = first.get();
        return known != null
                        && known.eventId().equals(waiting.eventId())
                        && known.dueAt().equals(waiting.dueAt())
                ? known
                : new Overdue(waiting.eventId(), waiting.dueAt(), now);
    }

    private void ofThisNode(Facts facts, Consumer<Finding> findings) {
        Facts.Node node = facts.node();
        node.broken()
                .ifPresent(why -> findings.accept(new Finding(
                        Level.DOWN,
                        name() + " " + why + ". Nothing is handled on this node until its process is restarted.")));
        if (node.stuckThreads() > 0) {
            findings.accept(new Finding(
                    Level.DOWN,
                    node.stuckThreads() + " threads of " + name()
                            + " do not come back from a handler, and each is lost to"
                            + " this process. Find them in a thread dump, mend the handler, and restart the process."));
        }
        if (node.held()) {
            findings.accept(new Finding(
                    Level.DEGRADED,
                    "Something that every event of " + name() + " needs is down" + because(node)
                            + ". Nothing is handled and nothing lost until it answers; it goes on by itself then."));
        } else if (node.problem().isPresent()) {
            findings.accept(new Finding(
                    Level.DEGRADED,
                    name() + " stumbles" + because(node)
                            + ". What it was at is tried again; if that does not help, the log tells more."));
        }
    }

    private static String because(Facts.Node node) {
        return node.problem().map(problem -> " (" + problem + ")").orElse("");
    }

    private void ofSegments(Facts facts, Instant now, Consumer<Finding> findings) {
        for (SegmentStatus segment : facts.segments()) {
            Instant alone = unclaimed.get(segment.segment());
            if (alone != null && lasts(alone, now).compareTo(terms.half()) >= 0) {
                findings.accept(new Finding(Level.DOWN, unclaimed(segment, facts.node(), lasts(alone, now))));
            }
            Standing still = standing.get(segment.segment());
            if (alone == null && still != null && lasts(still.since(), now).compareTo(terms.half()) >= 0) {
                boolean whole = lasts(still.since(), now).compareTo(terms.window()) >= 0;
                findings.accept(new Finding(
                        whole && segment.here() ? Level.DOWN : Level.DEGRADED,
                        standsStill(segment, lasts(still.since(), now))));
            }
        }
    }

    private String unclaimed(SegmentStatus segment, Facts.Node node, Duration since) {
        return "No node has claimed segment " + segment.segment() + " of " + name() + " for " + seconds(since)
                + ", so that none of its events is handled. "
                + (node.running()
                        ? "See in the log why this node does not claim it" + because(node) + "."
                        : "Start the projection, which is stopped on this node, or another node.");
    }

    private String standsStill(SegmentStatus segment, Duration since) {
        return "Segment " + segment.segment() + " of " + name() + " on node "
                + segment.owner().orElse("?")
                + " has stood at position " + segment.position().orElse(-1) + " for " + seconds(since) + " with "
                + segment.unread().orElse(0) + " events to read, so that they do not take effect. Look for the threads"
                + " projection-" + projection
                + "-worker in a thread dump of that node; if they hang, restart its process.";
    }

    private void ofParked(Facts facts, Instant now, Consumer<Finding> findings) {
        List<Waiting> parked = facts.parked().sequences();
        long dead =
                parked.stream().filter(waiting -> waiting.state() == State.DEAD).count();
        if (dead > 0) {
            findings.accept(new Finding(
                    Level.DEGRADED,
                    dead + " sequences of " + name() + " are given up, and their later events wait behind them. See"
                            + " parked(\"" + projection + "\"), mend the cause, and redrive or skip them."));
        }
        if (parked.size() >= facts.parked().sequencesMax()) {
            findings.accept(new Finding(
                    Level.DOWN,
                    parked.size() + " sequences of " + name()
                            + " are parked, and no more may be: the next failure stops all"
                            + " others. So many do not fail by themselves; mend the cause and redrive them, or raise the"
                            + " limit: ParkingLimits."));
        }
        full(facts.parked())
                .ifPresent(names -> findings.accept(new Finding(
                        Level.DOWN,
                        "Sequences of " + name() + " hold as many parked events as they may: " + names
                                + ". The next event of one stops all others. Redrive or skip them, or raise the limit:"
                                + " ParkingLimits.")));
        Overdue late = overdue;
        if (late != null && lasts(late.since(), now).compareTo(terms.half()) >= 0) {
            findings.accept(new Finding(
                    Level.DOWN,
                    "Parked event " + late.eventId() + " of " + name() + " was due at " + late.dueAt()
                            + ", and nobody tries it or any other, so that what is parked stays parked. The retry worker is"
                            + " dead or hangs; restart the process."));
        }
    }

    private static Optional<String> full(Facts.Parked parked) {
        String names = parked.sequences().stream()
                .filter(waiting -> waiting.letters() >= parked.lettersMax())
                .map(Waiting::sequence)
                .limit(3)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? Optional.empty() : Optional.of(names);
    }

    private void ofTheDatabase(Facts facts, Instant now, Consumer<Finding> findings) {
        Instant last = facts.readAt().orElse(Objects.requireNonNull(begun));
        if (lasts(last, now).compareTo(terms.half()) >= 0) {
            findings.accept(new Finding(
                    Level.DEGRADED,
                    "The database has not told for " + seconds(lasts(last, now)) + " what is parked of " + name()
                            + " and who has its segments, so that more may be wrong than is seen. See whether it answers,"
                            + " and whether the pool has a connection to spare."));
        }
    }

    private String name() {
        return "projection '" + projection + "'";
    }

    private static Duration lasts(Instant since, Instant now) {
        return Duration.between(since, now);
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }
}
