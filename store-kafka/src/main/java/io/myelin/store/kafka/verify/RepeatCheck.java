package io.myelin.store.kafka.verify;

import io.myelin.store.kafka.index.Digest;
import io.myelin.store.kafka.index.DigestTable;
import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.LoggedEvent;
import java.nio.file.Path;

/**
 * Finds what only the whole log shows: identifiers and sequence numbers that come twice, and numbers that are left out. Not
 * thread-safe.
 */
final class RepeatCheck implements AutoCloseable {

    private final Findings findings;

    /** Digest of the identifier; offset. */
    private final Spool identifiers;

    /** Digest of the aggregate; sequence number, offset, checksum of the event. */
    private final Spool sequences;

    private final boolean withChecksums;

    /**
     * Creates a check without events.
     *
     * @param scratch an existing directory for temporary files
     * @param withChecksums whether an {@link IndexCheck} will want to know what the events hold
     */
    RepeatCheck(Path scratch, boolean withChecksums, Findings findings) {
        this.findings = findings;
        this.withChecksums = withChecksums;
        this.identifiers = new Spool(scratch.resolve("identifiers"), 3);
        this.sequences = new Spool(scratch.resolve("sequences"), 5);
    }

    /** Remembers a valid event. */
    void accept(LogRecord.Event logged) {
        LoggedEvent event = logged.event();
        identifiers.begin(Digest.of(event.eventId())).put(logged.offset());
        sequences
                .begin(Digest.of(event.aggregateId()))
                .put(event.sequenceNumber())
                .put(logged.offset())
                .put(withChecksums ? EventChecksum.of(event) : 0);
    }

    /** Looks at all that was remembered. */
    void finish() {
        for (int partition = 0; partition < Spool.PARTITIONS; partition++) {
            checkIdentifiers(partition);
            checkSequences(partition);
        }
    }

    private void checkIdentifiers(int partition) {
        DigestTable first = new DigestTable();
        identifiers.read(partition, (identifier, values) -> {
            long before = first.get(identifier);
            if (before == DigestTable.ABSENT) {
                first.put(identifier, values[0]);
            } else {
                findings.add(
                        FindingKind.EVENT_ID_REPEAT,
                        values[0],
                        "the event at offset %d has the same identifier".formatted(before));
            }
        });
    }

    private void checkSequences(int partition) {
        DigestTable last = new DigestTable();
        sequences.read(partition, (aggregate, values) -> {
            long found = last.get(aggregate);
            long before = found == DigestTable.ABSENT ? -1 : found;
            long sequenceNumber = values[0];
            if (sequenceNumber <= before) {
                findings.add(
                        FindingKind.SEQUENCE_REPEAT,
                        values[1],
                        "sequence number %d, but the aggregate has %d already".formatted(sequenceNumber, before));
            } else {
                if (sequenceNumber > before + 1) {
                    findings.add(
                            FindingKind.SEQUENCE_GAP,
                            values[1],
                            "sequence number %d, but %d would be next".formatted(sequenceNumber, before + 1));
                }
                last.put(aggregate, sequenceNumber);
            }
        });
    }

    Spool identifiers() {
        return identifiers;
    }

    Spool sequences() {
        return sequences;
    }

    @Override
    public void close() {
        identifiers.close();
        sequences.close();
    }
}
