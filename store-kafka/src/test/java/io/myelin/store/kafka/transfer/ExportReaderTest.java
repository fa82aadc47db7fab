package io.myelin.store.kafka.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What is refused, line by line. The format itself: docs/operations/export-format.md. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ExportReaderTest {

    private static final String HEADER = "{\"format\":\"myelin-log-export\",\"version\":1}\n";
    private static final String FIRST = event("x", 0, 2);
    private static final String SECOND = event("y", 1, 2);

    @Test
    void an_export_written_by_hand_is_read() throws IOException {
        try (ExportReader reader = reader(whole(HEADER + FIRST + SECOND, 2, 1))) {
            assertThat(reader.nextCommit())
                    .hasValueSatisfying(commit -> assertThat(commit.events())
                            .extracting(event -> event.event().eventId())
                            .containsExactly("x", "y"));
            assertThat(reader.nextCommit()).isEmpty();
            assertThat(reader.totals().events()).isEqualTo(2);
        }
    }

    @Test
    void a_file_that_is_not_compressed_is_refused() {
        assertThatThrownBy(() -> new ExportReader("a file", new ByteArrayInputStream(HEADER.getBytes(UTF_8))))
                .isInstanceOf(ExportUnusableException.class)
                .hasMessageContaining("not compressed with gzip");
    }

    @Test
    void another_file_is_refused() {
        assertRefused("{\"format\":\"something\"}\n", "line 1: it does not say that this is an export");
        assertRefused("text\n", "line 1: it is not JSON");
    }

    @Test
    void a_newer_version_is_refused() {
        assertRefused("{\"format\":\"myelin-log-export\",\"version\":2}\n", "it is an export of version 2");
    }

    @Test
    void a_file_without_its_last_line_is_refused() {
        assertRefused(HEADER + FIRST + SECOND, "line 4: the file ends there");
    }

    @Test
    void a_changed_file_is_refused() {
        String changed = whole(HEADER + FIRST + SECOND, 2, 1).replace("\"n\":1", "\"n\":2");

        assertRefused(changed, "its checksum is not that of the lines before it");
    }

    @Test
    void a_missing_event_is_refused() {
        assertRefused(whole(HEADER + FIRST, 2, 1), "line 3");
        assertRefused(whole(HEADER, 2, 1), "line 2: it promises 2 events, and 0 were before it");
    }

    @Test
    void a_commit_that_is_not_whole_is_refused() {
        assertRefused(whole(HEADER + SECOND, 1, 1), "line 2: a commit is not whole there: event 1 of commit");
    }

    @Test
    void an_event_that_lacks_a_part_is_refused() {
        assertRefused(
                whole(HEADER + FIRST.replace("\"aggregate\"", "\"other\""), 1, 1), "line 2: 'aggregate' is missing");
        assertRefused(whole(HEADER + FIRST.replace("T00:", "T99:"), 1, 1), "line 2: it is not what an export has");
    }

    @Test
    void lines_behind_the_last_are_refused() {
        assertRefused(whole(HEADER + FIRST + SECOND, 2, 1) + FIRST, "lines behind");
    }

    private static void assertRefused(String lines, String why) {
        assertThatThrownBy(() -> {
                    try (ExportReader reader = reader(lines)) {
                        while (reader.nextCommit().isPresent()) {
                            assertThat(reader.totals().events()).isPositive();
                        }
                    }
                })
                .isInstanceOf(ExportUnusableException.class)
                .hasMessageStartingWith("'a file' is no whole export: ")
                .hasMessageContaining(why);
    }

    private static String event(String id, int index, int of) {
        return ("{\"offset\":7,\"time\":\"2026-03-01T00:00:00Z\",\"aggregate\":\"a\",\"sequence\":%d,\"event\":\"changed\","
                        + "\"payload\":{\"n\":1},\"id\":\"%s\",\"commit\":\"00000000-0000-0001-0000-000000000002\",\"index\":%d,\"of\":%d}\n")
                .formatted(index, id, index, of);
    }

    /** Adds the last line. */
    private static String whole(String lines, int events, int commits) {
        MessageDigest sha256 = ExportFormat.sha256();
        sha256.update(ByteBuffer.wrap(lines.getBytes(UTF_8)));
        return lines
                + "{\"events\":%d,\"commits\":%d,\"sha256\":\"%s\"}\n"
                        .formatted(events, commits, HexFormat.of().formatHex(sha256.digest()));
    }

    private static ExportReader reader(String lines) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(file)) {
            out.write(lines.getBytes(UTF_8));
        }
        return new ExportReader("a file", new ByteArrayInputStream(file.toByteArray()));
    }
}
