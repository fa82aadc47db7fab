package io.myelin.store.kafka.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.myelin.store.kafka.protocol.AppendResult;
import io.myelin.store.kafka.protocol.Group;
import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.LogReplica;
import java.time.Duration;

/** The meters of one log; docs/operations/metrics.md lists them. Thread-safe. */
final class LogMeters implements LogReplica.SkipCounter {

    final MeterRegistry registry;
    private final Timer committed;
    private final Timer refused;
    private final Timer unknown;
    private final Timer notStored;
    private final Counter sequenceConflicts;
    private final Counter duplicates;
    private final DistributionSummary groupCommits;
    private final DistributionSummary groupRecords;
    private final Counter voidRecords;
    private final Counter foreignRecords;
    private final Counter fenceRecords;
    private final Counter fencesSent;
    private final Counter lostGroups;
    private final Timer heldBack;

    LogMeters(MeterRegistry registry, String topic) {
        this.registry = registry;
        this.committed = append("committed", topic);
        this.refused = append("refused", topic);
        this.unknown = append("unknown", topic);
        this.notStored = append("not-stored", topic);
        this.sequenceConflicts = conflicts("sequence", topic);
        this.duplicates = conflicts("duplicate-event", topic);
        this.groupCommits = DistributionSummary.builder("store.group.commits")
                .description("Commits that were sent at once")
                .tag("log", topic)
                .register(registry);
        this.groupRecords = DistributionSummary.builder("store.group.records")
                .description("Records that were sent at once")
                .tag("log", topic)
                .register(registry);
        this.voidRecords = skipped("void", topic);
        this.foreignRecords = skipped("foreign", topic);
        this.fenceRecords = skipped("fence", topic);
        this.fencesSent = Counter.builder("store.fences")
                .description("Fences this node sent, each for a group whose outcome was in doubt")
                .tag("log", topic)
                .register(registry);
        this.lostGroups = Counter.builder("store.groups.lost")
                .description("Groups this node sent that are void, since another writer was faster")
                .tag("log", topic)
                .register(registry);
        this.heldBack = Timer.builder("store.turns.wait")
                .description("How long this node let other writers go first")
                .tag("log", topic)
                .register(registry);
    }

    private Timer append(String outcome, String topic) {
        return Timer.builder("store.append")
                .description("From a commit's submission to its answer")
                .tag("log", topic)
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .register(registry);
    }

    private Counter conflicts(String kind, String topic) {
        return Counter.builder("store.conflicts")
                .description("Commits refused because of what is in the log")
                .tag("log", topic)
                .tag("kind", kind)
                .register(registry);
    }

    private Counter skipped(String kind, String topic) {
        return Counter.builder("store.records.skipped")
                .description("Records of the log that are no events")
                .tag("log", topic)
                .tag("kind", kind)
                .register(registry);
    }

    Timer.Sample start() {
        return Timer.start(registry);
    }

    void answered(Timer.Sample sample, AppendResult result) {
        sample.stop(result.fold(
                done -> committed, conflict -> count(sequenceConflicts, refused), same -> count(duplicates, refused)));
    }

    private static Timer count(Counter counter, Timer timer) {
        counter.increment();
        return timer;
    }

    void unknown(Timer.Sample sample) {
        sample.stop(unknown);
    }

    void notStored(Timer.Sample sample) {
        sample.stop(notStored);
    }

    void sending(Group group) {
        groupCommits.record(group.commits().size());
        groupRecords.record(group.records().size());
    }

    void fencing() {
        fencesSent.increment();
    }

    void lost() {
        lostGroups.increment();
    }

    void heldBack(Duration span) {
        heldBack.record(span);
    }

    @Override
    public void skipped(LogRecord record) {
        if (record instanceof LogRecord.Event) {
            voidRecords.increment();
        } else if (record instanceof LogRecord.Fence) {
            fenceRecords.increment();
        } else {
            foreignRecords.increment();
        }
    }
}
