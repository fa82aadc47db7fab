package io.myelin.store.kafka.verify;

import static java.util.Objects.requireNonNull;

import io.myelin.store.kafka.IndexUnusableException;
import io.myelin.store.kafka.index.IndexContents;
import io.myelin.store.kafka.log.LogClients;
import io.myelin.store.kafka.log.LogScan;
import io.myelin.store.kafka.log.ScanProgress;
import io.myelin.store.kafka.log.ScannedRecord;
import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.record.NewerFormatException;
import io.myelin.store.kafka.topic.TopicReport;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a whole log, from its first record to the one that is its last when it begins, and says what is wrong with it. Changes
 * nothing. For one run, by one thread.
 *
 * <p>Takes 64 bytes of scratch disk for an event and, with an index, as much again; memory doesn't grow with the log but for a few bytes
 * for each thousand events.
 */
public final class LogVerification {

    /** Those of which one wants to know the event. */
    private static final Set<FindingKind> ON_EVENTS = EnumSet.of(
            FindingKind.SEQUENCE_GAP,
            FindingKind.SEQUENCE_REPEAT,
            FindingKind.EVENT_ID_REPEAT,
            FindingKind.UNKNOWN_EVENT_NAME,
            FindingKind.UNDECODABLE_PAYLOAD);

    private final Parts parts;
    private final LogScan scan;
    private final RepeatCheck repeats;
    private final Findings findings;

    private LogVerification(Parts parts, LogScan scan, RepeatCheck repeats, Findings findings) {
        this.parts = parts;
        this.scan = scan;
        this.repeats = repeats;
        this.findings = findings;
    }

    /**
     * What a verification needs.
     *
     * @param clients make its Kafka clients
     * @param topic the log's, as the brokers describe it
     * @param knownNames the event names that the application reads; empty to accept any
     * @param index the directory of an index to compare, whose node is stopped
     * @param scratch an existing directory for temporary files
     */
    public record Parts(
            LogClients clients,
            TopicReport topic,
            Optional<Set<String>> knownNames,
            Optional<Path> index,
            Path scratch) {

        /** Checks that nothing is missing. */
        public Parts {
            requireNonNull(clients, "clients");
            requireNonNull(topic, "topic");
            requireNonNull(scratch, "scratch");
        }
    }

    /**
     * Verifies a log.
     *
     * @param progress told of every record
     * @throws io.myelin.store.kafka.StoreFailedException if the log can't be read to its end
     * @throws io.myelin.store.kafka.IndexUnusableException if there is an index to compare and it is in use, or not there
     */
    public static VerifyReport run(Parts parts, ScanProgress progress) {
        Findings findings = new Findings();
        try (LogScan scan = LogScan.open(parts.clients(), parts.topic().name());
                RepeatCheck repeats =
                        new RepeatCheck(parts.scratch(), parts.index().isPresent(), findings)) {
            return new LogVerification(parts, scan, repeats, findings).verify(progress);
        }
    }

    private VerifyReport verify(ScanProgress progress) {
        // Before the log is read, as the mistake of a wrong directory should not cost an hour.
        Optional<IndexContents> index = parts.index().flatMap(this::open);
        try {
            parts.topic()
                    .findings()
                    .forEach(finding -> findings.add(FindingKind.TOPIC_SETTING, Finding.NOWHERE, finding));
            long beginning = scan.beginning();
            long end = scan.end();
            GroupCheck groups = read(beginning, end, progress);
            repeats.finish();
            index.ifPresent(contents -> compare(contents, end));
            return new VerifyReport(
                    beginning, end, groups.counts(), findings.counts(), withEvents(findings.kept()), findings.worst());
        } finally {
            index.ifPresent(IndexContents::close);
        }
    }

    private GroupCheck read(long beginning, long end, ScanProgress progress) {
        EventCheck events = new EventCheck(findings, parts.knownNames());
        GroupCheck groups = new GroupCheck(beginning, findings, event -> {
            events.accept(event);
            repeats.accept(event);
        });
        try {
            scan.records(beginning, end, scanned -> {
                LogRecord record = scanned.record();
                groups.accept(record, record instanceof LogRecord.Foreign && scanned.hasStamp());
                progress.at(record.offset() + 1 - beginning, end - beginning);
                return true;
            });
            groups.end(end);
        } catch (NewerFormatException e) {
            findings.add(FindingKind.NEWER_FORMAT, groups.nextOffset(), String.valueOf(e.getMessage()));
        }
        return groups;
    }

    private Optional<IndexContents> open(Path directory) {
        try {
            return Optional.of(IndexContents.open(directory));
        } catch (IndexUnusableException e) {
            addIfDamaged(e);
            return Optional.empty();
        }
    }

    /** A damaged index is what is looked for; any other trouble with it keeps it from being verified. */
    private void addIfDamaged(IndexUnusableException e) {
        if (e.reason() != IndexUnusableException.Reason.DAMAGED) {
            throw e;
        }
        findings.add(FindingKind.INDEX_DISAGREES, Finding.NOWHERE, String.valueOf(e.getMessage()));
    }

    private void compare(IndexContents index, long end) {
        Optional<String> otherLog = otherLog(index, end);
        if (otherLog.isPresent()) {
            findings.add(FindingKind.INDEX_DISAGREES, Finding.NOWHERE, otherLog.get());
            return;
        }
        try (IndexCheck check = new IndexCheck(index, parts.scratch(), findings)) {
            check.compareWith(repeats);
        } catch (IndexUnusableException e) {
            addIfDamaged(e);
        }
    }

    /** Says why nothing else of the index need be compared, if so. */
    private Optional<String> otherLog(IndexContents index, long end) {
        String topicId = parts.topic().topicId();
        if (!index.topicId().equals(topicId)) {
            return Optional.of("it belongs to the topic with id %s, and the log is the topic with id %s"
                    .formatted(index.topicId(), topicId));
        }
        if (index.position() > end) {
            return Optional.of("it has applied everything below offset %d, but the log ends at %d"
                    .formatted(index.position(), end));
        }
        return index.lastGroup()
                .filter(group -> !scan.holds(group))
                .map(group ->
                        "its last group %s is not at offset %d of the log".formatted(group.groupId(), group.base()));
    }

    private List<Finding> withEvents(List<Finding> kept) {
        return kept.stream()
                .map(finding -> ON_EVENTS.contains(finding.kind()) ? withEvent(finding) : finding)
                .toList();
    }

    private Finding withEvent(Finding finding) {
        return find(finding.offset())
                .map(LogRecord.Event::event)
                .map(event -> new Finding(
                        finding.kind(),
                        finding.offset(),
                        "%s (event %s, '%s' of aggregate %s)"
                                .formatted(finding.text(), event.eventId(), event.payloadType(), event.aggregateId())))
                .orElse(finding);
    }

    private Optional<LogRecord.Event> find(long offset) {
        LogRecord[] found = new LogRecord[1];
        scan.records(offset, offset + 1, (ScannedRecord scanned) -> {
            found[0] = scanned.record();
            return false;
        });
        return found[0] instanceof LogRecord.Event event && event.offset() == offset
                ? Optional.of(event)
                : Optional.empty();
    }
}
