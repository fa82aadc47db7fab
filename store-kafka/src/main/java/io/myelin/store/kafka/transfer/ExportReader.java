package io.myelin.store.kafka.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.myelin.store.kafka.protocol.Commit;
import io.myelin.store.kafka.protocol.NewEvent;
import io.myelin.store.kafka.record.RecordFormat;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads an export commit by commit, and holds it against its trailer. Not thread-safe.
 *
 * <p>Every method throws {@link ExportUnusableException} if what it reads is not what an export has, or not whole.
 */
final class ExportReader implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 << 10;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The last line is told by how it begins: an event begins with its offset. */
    private static final byte[] TRAILER_START = ("{\"" + ExportFormat.EVENTS_FIELD + "\":").getBytes(UTF_8);

    private final String name;
    private final Lines lines;
    private final MessageDigest sha256 = ExportFormat.sha256();
    private long events;
    private long commits;

    /** Begins to read, and checks the header. */
    ExportReader(String name, InputStream source) throws IOException {
        this.name = name;
        try {
            this.lines = new Lines(new GZIPInputStream(source, BUFFER_BYTES));
        } catch (ZipException | EOFException e) {
            throw new ExportUnusableException(
                    "'%s' is not compressed with gzip, so it is no export. Nothing was imported.".formatted(name), e);
        }
        checkHeader(json(next()));
    }

    /** Returns the next commit, or nothing when all were read and the trailer agrees with them. */
    Optional<Commit> nextCommit() throws IOException {
        byte[] line = next();
        if (isTrailer(line)) {
            checkTrailer(json(line));
            return Optional.empty();
        }
        ExportedEvent first = event(line);
        List<NewEvent> commit = new ArrayList<>();
        add(first, first.commitId(), commit);
        while (commit.size() < first.commitLength()) {
            add(event(next()), first.commitId(), commit);
        }
        commits++;
        return Optional.of(new Commit(first.commitId(), commit, sizeBytes(commit)));
    }

    /** Returns what was read so far; only at the end the checksum means something. */
    ExportTotals totals() {
        return new ExportTotals(events, commits, "");
    }

    private void add(ExportedEvent next, UUID commitId, List<NewEvent> commit) {
        if (!next.commitId().equals(commitId) || next.commitIndex() != commit.size()) {
            throw broken("a commit is not whole there: event %d of commit %s was expected"
                    .formatted(commit.size() + 1, commitId));
        }
        commit.add(next.event());
        events++;
    }

    private ExportedEvent event(byte[] line) {
        try {
            return EventLineReader.read(line);
        } catch (IllegalArgumentException e) {
            throw broken(String.valueOf(e.getMessage()));
        }
    }

    private byte[] next() throws IOException {
        byte[] line = nextOrEmpty();
        if (line.length == 0) {
            throw broken(
                    "the file ends there, and its last line, with the number of events and the checksum, is missing");
        }
        if (!isTrailer(line)) {
            sha256.update(line);
            sha256.update((byte) '\n');
        }
        return line;
    }

    private byte[] nextOrEmpty() throws IOException {
        try {
            return lines.next();
        } catch (EOFException | ZipException e) {
            throw broken("the compressed data ends or is damaged there (%s)".formatted(e.getMessage()));
        }
    }

    private JsonNode json(byte[] line) {
        try {
            return MAPPER.readTree(line);
        } catch (IOException e) {
            throw broken("it is not JSON");
        }
    }

    private void checkHeader(JsonNode header) {
        if (!ExportFormat.FORMAT.equals(header.path(ExportFormat.FORMAT_FIELD).asText())) {
            throw broken("it does not say that this is an export of a log");
        }
        int version = header.path(ExportFormat.VERSION_FIELD).asInt();
        if (version != ExportFormat.VERSION) {
            throw broken("it is an export of version %d, and this version of Myelin reads version %d"
                    .formatted(version, ExportFormat.VERSION));
        }
    }

    private void checkTrailer(JsonNode trailer) throws IOException {
        long expected = trailer.path(ExportFormat.EVENTS_FIELD).asLong();
        String found = HexFormat.of().formatHex(sha256.digest());
        if (expected != events || trailer.path(ExportFormat.COMMITS_FIELD).asLong() != commits) {
            throw broken("it promises %d events, and %d were before it".formatted(expected, events));
        }
        if (!found.equals(trailer.path(ExportFormat.SHA_256_FIELD).asText())) {
            throw broken("its checksum is not that of the lines before it: the file was changed");
        }
        if (nextOrEmpty().length > 0) {
            throw broken("there are lines behind the one that should be the last");
        }
    }

    private static boolean isTrailer(byte[] line) {
        int length = TRAILER_START.length;
        return line.length >= length && Arrays.equals(line, 0, length, TRAILER_START, 0, length);
    }

    private static int sizeBytes(List<NewEvent> commit) {
        long bytes = commit.stream().mapToLong(RecordFormat::sizeBytes).sum();
        return (int) Math.min(Integer.MAX_VALUE, bytes);
    }

    private ExportUnusableException broken(String found) {
        return new ExportUnusableException(
                "'%s' is no whole export: line %d: %s. Take another copy of the file, or export again."
                        .formatted(name, lines.number(), found),
                null);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
