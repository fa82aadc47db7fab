package io.myelin.handlers;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.myelin.core.Phases;
import io.myelin.handlers.LagBySegment.Reading;
import io.myelin.handlers.health.Facts;
import io.myelin.handlers.health.HealthJudge;
import io.myelin.handlers.health.HealthTerms;
import io.myelin.handlers.health.ProjectionHealth;
import io.myelin.handlers.scale.FairShare;
import io.myelin.handlers.scale.NodeTable;
import io.myelin.handlers.scale.SegmentRow;
import io.myelin.handlers.scale.SegmentStatus;
import io.myelin.handlers.scale.Segments;
import io.myelin.handlers.scale.TokenTable;
import io.myelin.retry.parking.ParkedSequences;
import io.myelin.retry.parking.ParkingLimits;
import io.myelin.retry.parking.Waiting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.axonframework.config.Configuration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at one projection from outside, once a second: says that this node runs it, reads who has which segment and what is
 * parked, and lets its meters and its share of the segments follow. What is asked of it is computed from that when it is asked.
 */
final class ProjectionWatch {

    private static final Logger log = LoggerFactory.getLogger(ProjectionWatch.class);

    /** Two small transactions each time; the processor itself looks for segments as often. */
    private static final Duration EVERY = Duration.ofSeconds(1);

    /** Long enough for the coordinator to come round to it, short enough not to be missed by anybody. */
    private static final long LET_GO_MS = 500;

    /** What is parked is read so seldom that it takes a twentieth of the time at most, however much it is. */
    private static final int PARKED_PAUSE = 20;

    private final RunningProjection running;
    private final Tables tables;
    private final Clock clock;
    private final LagBySegment lag;
    private final FairShare share;
    private final SegmentMeters meters;
    private final MeterRegistry registry;
    private volatile @Nullable Judging judging;
    private List<Waiting> parked = List.of();
    private long parkedAgainNs;
    private Set<Integer> unclaimedBefore = Set.of();
    private boolean joined;
    private boolean closed;
    private volatile @Nullable Reading reading;

    /** Where it looks. */
    record Tables(TokenTable tokens, NodeTable nodes, NodeClaims claims) {

        static Tables of(String projection, ProjectionAssembly.Storage storage, Configuration configuration) {
            NodeClaims claims = storage.claims();
            return new Tables(
                    new TokenTable(storage.transactions(), configuration.serializer(), projection, claims.timeout()),
                    new NodeTable(storage.transactions(), projection, claims.nodeId(), claims.timeout()),
                    claims);
        }
    }

    ProjectionWatch(RunningProjection running, Tables tables, LagProbe probe, Clock clock, MeterRegistry registry) {
        this.running = running;
        this.tables = tables;
        this.clock = clock;
        this.lag = new LagBySegment(probe, tables.claims().nodeId());
        this.share = new FairShare(tables.claims().timeout().multipliedBy(2));
        this.registry = registry;
        this.meters = new SegmentMeters(registry, running.name(), this::known);
    }

    private record Judging(HealthJudge judge, ParkingLimits limits) {}

    /** Lets its health be judged by these terms. */
    void judgeBy(HealthTerms terms, ParkingLimits limits) {
        judging = new Judging(new HealthJudge(running.name(), terms), limits);
    }

    /** Returns how well the projection is; asks the event store, and the database not at all. */
    ProjectionHealth health() {
        Judging by = requireNonNull(judging, "terms");
        Reading last = reading;
        List<SegmentStatus> segments =
                last == null ? List.of() : lag.of(last, running.processor().processingStatus());
        Facts.Parked waiting = new Facts.Parked(
                last == null ? List.of() : last.parked(),
                by.limits().sequencesMax(),
                by.limits().lettersPerSequenceMax());
        Optional<Instant> readAt = Optional.ofNullable(last).map(Reading::at);
        return by.judge().judge(new Facts(running.node(stuckThreads()), segments, waiting, readAt), clock.instant());
    }

    /** Whoever ends handlers by their deadline counts the threads that did not come back. */
    private long stuckThreads() {
        Gauge stuck = registry.find("handlers.stuck.threads")
                .tag("processor", running.name())
                .gauge();
        return stuck == null ? 0 : (long) stuck.value();
    }

    /** Returns how many segments this node may claim. */
    int share() {
        return share.get();
    }

    void startAndStop(Configuration configuration, ScheduledExecutorService thread) {
        long everyMs = Math.min(EVERY.toMillis(), tables.claims().timeout().toMillis() / 4);
        configuration.onStart(Phases.PROCESSORS, () -> {
            var unused = thread.scheduleWithFixedDelay(this::safeRound, 0, everyMs, TimeUnit.MILLISECONDS);
        });
        configuration.onShutdown(Phases.PROCESSORS, this::close);
    }

    /** Returns what can be seen of the projection's segments and done to them. */
    Segments segments() {
        return new Segments(tables.tokens(), this::look, this::segmentChanged, ProjectionOptions.SEGMENTS_MAX);
    }

    private List<SegmentStatus> look() {
        return lag.of(
                new Reading(clock.instant(), tables.tokens().read(), waiting()),
                running.processor().processingStatus());
    }

    private Optional<SegmentStatus> known(int segment) {
        return Optional.ofNullable(reading)
                .flatMap(last -> lag.of(segment, last, running.processor().processingStatus()));
    }

    /** Its claim was ended in the table of tokens: the processor here notices now what it would notice later. */
    private void segmentChanged(int segment) {
        safeRound();
        ProjectionProcessor processor = running.processor();
        if (processor.isRunning() && processor.processingStatus().containsKey(segment)) {
            processor.releaseSegment(segment, LET_GO_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void safeRound() {
        safely(this::runOnce);
        if (judging != null) {
            safely(this::health);
        }
    }

    /** Nobody else looks: whatever happens in one round, the next must come. */
    private void safely(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException e) {
            log.debug("Projection '{}' could not be looked at; it is tried again.", running.name(), e);
        }
    }

    synchronized void runOnce() {
        if (closed) {
            return;
        }
        boolean runs = running.processor().isRunning();
        List<String> nodes = runs ? tables.nodes().join() : List.of();
        if (!runs && joined) {
            tables.nodes().leave();
        }
        joined = runs;
        Reading now = read();
        share.update(now.segments(), nodes, tables.claims().nodeId(), clock.instant());
        if (runs) {
            claimWhatIsLeft(now.segments());
        }
    }

    /**
     * Claims what nobody has claimed since the last look, as far as it is this node's share. Axon's coordinator would not touch for
     * a minute what it has given up before: it doubles its wait each time it looks at a segment that is on its way out.
     */
    private void claimWhatIsLeft(List<SegmentRow> segments) {
        Set<Integer> unclaimed = segments.stream()
                .filter(row -> row.owner().isEmpty())
                .map(SegmentRow::segment)
                .collect(Collectors.toSet());
        ProjectionProcessor processor = running.processor();
        int room = share.get() - processor.processingStatus().size();
        if (room > 0 && !running.retry().gate().holdsBack()) {
            // Nobody waits for it: what another node is faster with is that node's.
            unclaimed.stream().filter(unclaimedBefore::contains).limit(room).forEach(segment -> {
                var unused = processor.claimSegment(segment);
            });
        }
        unclaimedBefore = unclaimed;
    }

    private Reading read() {
        if (System.nanoTime() - parkedAgainNs >= 0) {
            long start = System.nanoTime();
            parked = waiting();
            parkedAgainNs = System.nanoTime() + PARKED_PAUSE * (System.nanoTime() - start);
        }
        Reading now = new Reading(clock.instant(), tables.tokens().read(), parked);
        reading = now;
        meters.follow(now.segments());
        return now;
    }

    private List<Waiting> waiting() {
        return running.retry().parkedSequences().waiting(ParkedSequences.WAITING_MAX);
    }

    private synchronized void close() {
        closed = true;
        meters.hide();
        if (joined) {
            try {
                tables.nodes().leave();
            } catch (RuntimeException e) {
                log.debug("Projection '{}' could not say that it ends here; others find out.", running.name(), e);
            }
        }
    }
}
