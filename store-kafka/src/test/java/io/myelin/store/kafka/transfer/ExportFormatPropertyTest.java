package io.myelin.store.kafka.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.store.kafka.log.ValidEvent;
import io.myelin.store.kafka.protocol.Commit;
import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import io.myelin.store.kafka.protocol.Stamp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class ExportFormatPropertyTest {

    private static final UUID GROUP = new UUID(5, 5);

    /** Compared part by part, as events compare arrays by identity. */
    @Property(tries = 500)
    void what_is_exported_is_read_back_part_by_part(@ForAll("events") @Size(max = 12) List<ValidEvent> events)
            throws IOException {
        List<ValidEvent> whole = asCommits(events);

        List<Commit> read = readAll(export(whole));

        assertThat(read.stream().flatMap(commit -> commit.events().stream()).map(ExportFormatPropertyTest::parts))
                .containsExactlyElementsOf(whole.stream()
                        .map(ValidEvent::toNewEvent)
                        .map(ExportFormatPropertyTest::parts)
                        .toList());
        assertThat(read.stream().map(Commit::id))
                .containsExactlyElementsOf(whole.stream()
                        .map(event -> event.logged().stamp())
                        .filter(stamp -> stamp.commitIndex() == 0)
                        .map(Stamp::commitId)
                        .toList());
    }

    /** Cut anywhere, before or after compression, an export is never taken for whole. */
    @Property(tries = 300)
    void a_part_of_an_export_is_refused(
            @ForAll("events") @Size(min = 1, max = 5) List<ValidEvent> events, @ForAll int cut) throws IOException {
        byte[] export = export(asCommits(events));
        byte[] part = Arrays.copyOf(export, Math.floorMod(cut, export.length));

        assertThat(refusalOf(part)).isNotEmpty();
    }

    @Property(tries = 200)
    void every_event_stands_on_one_line(@ForAll("events") @Size(max = 1) List<ValidEvent> events) {
        for (ValidEvent event : events) {
            assertThat(new String(EventLine.of(event), UTF_8)).doesNotContain("\n", "\r");
        }
    }

    private static Optional<String> refusalOf(byte[] export) throws IOException {
        try {
            readAll(export);
            return Optional.empty();
        } catch (ExportUnusableException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static byte[] export(List<ValidEvent> events) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ExportWriter writer = new ExportWriter(file, new ExportSource("log", "id", 9, Instant.EPOCH))) {
            for (ValidEvent event : events) {
                writer.write(event);
            }
            ExportTotals totals = writer.finish();
            assertThat(totals.events()).isEqualTo(events.size());
        }
        return file.toByteArray();
    }

    private static List<Commit> readAll(byte[] export) throws IOException {
        List<Commit> commits = new ArrayList<>();
        try (ExportReader reader = new ExportReader("a file", new ByteArrayInputStream(export))) {
            for (Optional<Commit> next = reader.nextCommit(); next.isPresent(); next = reader.nextCommit()) {
                commits.add(next.get());
            }
        }
        return commits;
    }

    private static List<Object> parts(NewEvent newEvent) {
        LoggedEvent event = newEvent.event();
        return List.of(
                event.eventId(),
                String.valueOf(event.aggregateType()),
                event.aggregateId(),
                event.sequenceNumber(),
                event.timestampMs(),
                event.timestampNanos(),
                event.payloadType(),
                String.valueOf(event.payloadRevision()),
                HexFormat.of().formatHex(event.payload()),
                HexFormat.of().formatHex(event.metaData()),
                newEvent.metaDataText());
    }

    /** Puts events into commits of one, two, three, one, ... events. */
    private static List<ValidEvent> asCommits(List<ValidEvent> events) {
        List<ValidEvent> whole = new ArrayList<>();
        int next = 0;
        for (int commit = 0; next < events.size(); commit++) {
            int length = Math.min(commit % 3 + 1, events.size() - next);
            for (int i = 0; i < length; i++, next++) {
                Stamp stamp = new Stamp(GROUP, 0, events.size(), next, new UUID(6, commit), i, length);
                ValidEvent event = events.get(next);
                whole.add(new ValidEvent(
                        new LogRecord.Event(next, stamp, event.logged().event()), event.metaDataText()));
            }
        }
        return whole;
    }

    @Provide
    Arbitrary<ValidEvent> event() {
        Arbitrary<LoggedEvent> logged = Combinators.combine(
                        texts(),
                        texts().injectNull(0.3),
                        Arbitraries.longs().between(0, Long.MAX_VALUE),
                        Arbitraries.longs().between(-100_000_000_000_000L, 100_000_000_000_000L),
                        Arbitraries.integers().between(0, 999_999),
                        texts().injectNull(0.3),
                        payloads(),
                        Arbitraries.oneOf(payloads(), Arbitraries.just(new byte[0])))
                .as((id, type, sequence, ms, nanos, revision, payload, metaData) -> new LoggedEvent(
                        id, type, id + "-a", sequence, ms, nanos, id + "-e", revision, payload, metaData));
        Arbitrary<Map<String, String>> metaDataText =
                Arbitraries.maps(texts(), texts()).ofMaxSize(3);
        Stamp stamp = new Stamp(GROUP, 0, 1, 0, GROUP, 0, 1);
        return Combinators.combine(logged, metaDataText)
                .as((event, text) -> new ValidEvent(new LogRecord.Event(0, stamp, event), text));
    }

    @Provide
    Arbitrary<List<ValidEvent>> events() {
        return event().list();
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.of("a", "Z", "\"", "\\", " ", "\n", "\u0000", "\u00e4", "\u20ac", "\ud83d\ude00")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }

    /** JSON of all kinds, JSON that can't stand on a line as it is, and what is no JSON at all. */
    private static Arbitrary<byte[]> payloads() {
        Arbitrary<byte[]> json = Arbitraries.of(
                        "{}",
                        "[]",
                        "{\"a\":[1,2.50,{\"b\":null}],\"c\":\"}\"}",
                        "12",
                        "-0.10e5",
                        "\"text \\\" \u20ac\"",
                        "true",
                        "null",
                        "{\"a\" : 1}",
                        " {}",
                        "{} ",
                        "{\n}",
                        "{}{}",
                        "{\"a\":",
                        "<xml/>",
                        "")
                .map(text -> text.getBytes(UTF_8));
        return Arbitraries.oneOf(json, Arbitraries.bytes().array(byte[].class).ofMaxSize(60));
    }
}
