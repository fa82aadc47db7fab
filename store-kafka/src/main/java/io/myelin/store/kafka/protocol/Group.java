package io.myelin.store.kafka.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What a writer sends at once: the records of one commit or more, with their stamps.
 *
 * @param id new for every attempt
 * @param base where its first record is expected
 * @param commits in the order of their records
 * @param records in the order to send, at consecutive expected offsets from the base on
 */
public record Group(UUID id, long base, List<Commit> commits, List<StampedEvent> records) {

    /**
     * An event and where it is expected.
     *
     * @param stamp to write with it
     * @param event to write
     */
    public record StampedEvent(Stamp stamp, NewEvent event) {}

    /** Copies the lists. */
    public Group {
        commits = List.copyOf(commits);
        records = List.copyOf(records);
    }

    static Group of(UUID id, long base, List<Commit> commits) {
        int length = commits.stream().mapToInt(commit -> commit.events().size()).sum();
        List<StampedEvent> records = new ArrayList<>(length);
        for (Commit commit : commits) {
            int commitLength = commit.events().size();
            for (int i = 0; i < commitLength; i++) {
                Stamp stamp = new Stamp(id, base, length, records.size(), commit.id(), i, commitLength);
                records.add(new StampedEvent(stamp, commit.events().get(i)));
            }
        }
        return new Group(id, base, commits, records);
    }

    /** Returns the records as they are read if each landed where it was expected. */
    List<LogRecord.Event> asExpected() {
        List<LogRecord.Event> read = new ArrayList<>(records.size());
        for (StampedEvent sent : records) {
            read.add(new LogRecord.Event(
                    sent.stamp().expectedOffset(), sent.stamp(), sent.event().event()));
        }
        return read;
    }
}
