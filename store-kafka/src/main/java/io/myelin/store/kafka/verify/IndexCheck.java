package io.myelin.store.kafka.verify;

import io.myelin.store.kafka.index.Digest;
import io.myelin.store.kafka.index.DigestTable;
import io.myelin.store.kafka.index.IndexContents;
import java.nio.file.Path;

/** Compares all that an index holds with the log, both ways. Not thread-safe. */
final class IndexCheck implements AutoCloseable {

    private static final long SEEN = 1;

    private final Findings findings;
    private final long position;

    /** Digest of the aggregate; sequence number, offset, checksum of the event. */
    private final Spool events;

    /** Digest of the aggregate; last sequence number. */
    private final Spool heads;

    /** Digest of the identifier. */
    private final Spool identifiers;

    /** Reads the index, which may be closed then. */
    IndexCheck(IndexContents index, Path scratch, Findings findings) {
        this.findings = findings;
        this.position = index.position();
        this.events = new Spool(scratch.resolve("index-events"), 5);
        this.heads = new Spool(scratch.resolve("index-heads"), 3);
        this.identifiers = new Spool(scratch.resolve("index-identifiers"), 2);
        index.events((aggregate, sequenceNumber, offset, event) ->
                events.begin(aggregate).put(sequenceNumber).put(offset).put(EventChecksum.of(event)));
        index.heads((aggregate, sequenceNumber) -> heads.begin(aggregate).put(sequenceNumber));
        index.identifiers(identifiers::begin);
    }

    /** Compares with what the log holds below the index's position. */
    void compareWith(RepeatCheck log) {
        for (int partition = 0; partition < Spool.PARTITIONS; partition++) {
            compareEvents(partition, log.sequences());
            compareHeads(partition, log.sequences());
            compareIdentifiers(partition, log.identifiers());
        }
    }

    private void compareEvents(int partition, Spool log) {
        DigestTable expected = new DigestTable();
        log.read(partition, (aggregate, values) -> {
            if (values[1] < position) {
                expected.put(eventKey(aggregate, values[0]), content(values));
            }
        });
        DigestTable seen = new DigestTable();
        events.read(partition, (aggregate, values) -> {
            Digest key = eventKey(aggregate, values[0]);
            seen.put(key, SEEN);
            disagree(
                    expected.get(key),
                    content(values),
                    values[1],
                    "an event with sequence number " + values[0] + ", said to be at this offset,");
        });
        log.read(partition, (aggregate, values) -> {
            if (values[1] < position && seen.get(eventKey(aggregate, values[0])) == DigestTable.ABSENT) {
                lacks(values[1], "the event with sequence number " + values[0]);
            }
        });
    }

    private void compareHeads(int partition, Spool log) {
        DigestTable expected = new DigestTable();
        log.read(partition, (aggregate, values) -> {
            if (values[1] < position) {
                expected.put(aggregate, values[0]);
            }
        });
        DigestTable seen = new DigestTable();
        heads.read(partition, (aggregate, values) -> {
            seen.put(aggregate, SEEN);
            long last = expected.get(aggregate);
            if (last != values[0]) {
                add(
                        Finding.NOWHERE,
                        last == DigestTable.ABSENT
                                ? "the index knows an aggregate that the log doesn't have"
                                : "the index gives %d as an aggregate's last sequence number, the log %d"
                                        .formatted(values[0], last));
            }
        });
        log.read(partition, (aggregate, values) -> {
            if (values[1] < position && seen.get(aggregate) == DigestTable.ABSENT) {
                lacks(values[1], "the last sequence number of the event's aggregate");
            }
        });
    }

    private void compareIdentifiers(int partition, Spool log) {
        DigestTable expected = new DigestTable();
        log.read(partition, (identifier, values) -> {
            if (values[0] < position) {
                expected.put(identifier, values[0]);
            }
        });
        DigestTable seen = new DigestTable();
        identifiers.read(partition, (identifier, values) -> {
            seen.put(identifier, SEEN);
            if (expected.get(identifier) == DigestTable.ABSENT) {
                add(Finding.NOWHERE, "the index knows an event identifier that the log doesn't have");
            }
        });
        log.read(partition, (identifier, values) -> {
            if (values[0] < position && seen.get(identifier) == DigestTable.ABSENT) {
                lacks(values[0], "the identifier of the event");
            }
        });
    }

    private void disagree(long expected, long found, long offset, String what) {
        if (expected == DigestTable.ABSENT) {
            add(offset, "the index holds " + what + " that the log doesn't have");
        } else if (expected != found) {
            add(offset, "the index holds " + what + " with other contents or at another offset than the log");
        }
    }

    private void lacks(long offset, String what) {
        add(offset, "the index lacks " + what);
    }

    private void add(long offset, String text) {
        findings.add(FindingKind.INDEX_DISAGREES, offset, text);
    }

    /** Aggregate and sequence number as one digest; multiplied apart, so that neighbours don't meet. */
    private static Digest eventKey(Digest aggregate, long sequenceNumber) {
        return new Digest(
                aggregate.high() + (sequenceNumber + 1) * 0x9E3779B97F4A7C15L,
                aggregate.low() ^ Long.rotateLeft((sequenceNumber + 1) * 0xC2B2AE3D27D4EB4FL, 31));
    }

    /** Offset and contents as one number, never the one that stands for absence. */
    private static long content(long[] values) {
        return (values[1] * 0x9E3779B97F4A7C15L ^ values[2]) | 1;
    }

    @Override
    public void close() {
        events.close();
        heads.close();
        identifiers.close();
    }
}
