package io.myelin.store.kafka.verify;

import static io.myelin.store.kafka.verify.RawLog.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.store.kafka.IndexUnusableException;
import io.myelin.store.kafka.index.IndexSettings;
import io.myelin.store.kafka.index.LogIndex;
import io.myelin.store.kafka.log.LogScan;
import io.myelin.store.kafka.protocol.GroupReader;
import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import io.myelin.store.kafka.protocol.Stamp;
import io.myelin.store.kafka.protocol.ValidGroup;
import io.myelin.store.kafka.record.RecordFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LogVerificationIT {

    private static final UUID GROUP = new UUID(1, 1);
    private static final UUID COMMIT = new UUID(2, 2);

    @TempDir
    private Path directory;

    private static RawLog.Clients clients;

    private RawLog log;
    private Path index;
    private Optional<Set<String>> knownNames = Optional.empty();
    private Optional<Path> verifiedIndex = Optional.empty();

    @BeforeAll
    static void connect() {
        clients = RawLog.Clients.connect();
    }

    @AfterAll
    static void close() {
        clients.close();
    }

    @BeforeEach
    void createLog() {
        log = new RawLog(clients);
        index = directory.resolve("index");
    }

    @Test
    void in_a_sound_log_nothing_is_found() {
        log.commit(event("a", 0), event("b", 0)).fence().commit(event("a", 1));
        Stamp late = new Stamp(GROUP, 1, 1, 0, COMMIT, 0, 1);
        log.send(late, event("a", 1));

        VerifyReport report = verify();

        assertThat(report.findings()).isEmpty();
        assertThat(report.worst()).isEmpty();
        assertThat(report.counts()).isEqualTo(new VerifyReport.Counts(3, 2, 2, 1, 1, 0));
        assertThat(report.end()).isEqualTo(5);
    }

    @Test
    void an_empty_log_is_sound() {
        assertThat(verify().worst()).isEmpty();
    }

    @Test
    void a_record_of_somebody_else_is_found() {
        log.commit(event("a", 0)).foreign();

        assertFound(FindingKind.FOREIGN_RECORD, 1, Severity.WARNING);
    }

    @Test
    void a_group_of_which_only_a_part_is_in_place_is_found() {
        log.send(new Stamp(GROUP, 0, 2, 0, COMMIT, 0, 2), event("a", 0)).commit(event("b", 0));

        assertFound(FindingKind.BROKEN_GROUP, 0, Severity.WARNING);
    }

    @Test
    void a_group_that_the_end_cuts_is_found() {
        log.commit(event("a", 0)).send(new Stamp(GROUP, 1, 2, 0, COMMIT, 0, 2), event("a", 1));

        assertFound(FindingKind.UNFINISHED_GROUP, 1, Severity.WARNING);
    }

    @Test
    void a_gap_in_the_sequence_numbers_is_found() {
        log.commit(event("a", 0)).commit(event("a", 2));

        assertThat(assertFound(FindingKind.SEQUENCE_GAP, 1, Severity.WARNING).text())
                .isEqualTo("sequence number 2, but 1 would be next (event a#2, 'order-changed' of aggregate a)");
    }

    @Test
    void a_sequence_number_that_comes_twice_is_found() {
        log.commit(event("a", 0)).commit(event("again", "a", 0, "{}"));

        assertFound(FindingKind.SEQUENCE_REPEAT, 1, Severity.DAMAGE);
    }

    @Test
    void an_event_identifier_that_comes_twice_is_found() {
        log.commit(event("x", "a", 0, "{}")).commit(event("x", "b", 0, "{}"));

        assertThat(assertFound(FindingKind.EVENT_ID_REPEAT, 1, Severity.DAMAGE).text())
                .startsWith("the event at offset 0 has the same identifier");
    }

    @Test
    void a_payload_that_is_not_json_is_found() {
        log.commit(event("x", "a", 0, "{\"n\":"));

        assertFound(FindingKind.UNDECODABLE_PAYLOAD, 0, Severity.DAMAGE);
    }

    @Test
    void metadata_that_is_not_json_is_found() {
        log.withHeader(event("a", 0), "myelin-metadata", "<xml/>".getBytes(UTF_8));

        assertFound(FindingKind.UNDECODABLE_PAYLOAD, 0, Severity.DAMAGE);
    }

    @Test
    void a_name_that_the_application_does_not_know_is_found_if_the_known_ones_are_given() {
        log.commit(event("a", 0));
        knownNames = Optional.of(Set.of("order-changed"));
        assertThat(verify().findings()).isEmpty();

        knownNames = Optional.of(Set.of("order-placed"));

        assertFound(FindingKind.UNKNOWN_EVENT_NAME, 0, Severity.WARNING);
    }

    @Test
    void a_retention_that_would_delete_events_is_found() throws Exception {
        log.commit(event("a", 0)).set("retention.ms", "604800000");

        assertThat(assertFound(FindingKind.TOPIC_SETTING, Finding.NOWHERE, Severity.WARNING)
                        .text())
                .contains("retention.ms=604800000");
    }

    @Test
    void a_second_partition_is_found() throws Exception {
        log.commit(event("a", 0)).repartition();

        assertThat(assertFound(FindingKind.TOPIC_SETTING, Finding.NOWHERE, Severity.WARNING)
                        .text())
                .contains("2 partitions");
    }

    @Test
    void a_stamp_that_can_not_be_read_is_found() {
        log.withHeader(event("a", 0), RecordFormat.STAMP_HEADER, new byte[] {1, 2, 3});

        assertFound(FindingKind.UNREADABLE_STAMP, 0, Severity.DAMAGE);
    }

    @Test
    void a_stamped_event_without_a_part_that_it_needs_is_found() {
        log.withHeader(event("a", 0), "axon-message-timestamp", new byte[] {1});

        assertFound(FindingKind.UNREADABLE_STAMP, 0, Severity.DAMAGE);
    }

    @Test
    void a_record_of_a_newer_version_ends_the_verification_and_is_found() {
        log.foreign().withHeader(event("a", 0), RecordFormat.STAMP_HEADER, new byte[] {2});

        VerifyReport report = verify();

        assertThat(report.found().keySet()).containsExactly(FindingKind.FOREIGN_RECORD, FindingKind.NEWER_FORMAT);
        assertThat(report.worst()).contains(Severity.DAMAGE);
    }

    @Test
    void records_that_were_deleted_are_found() throws Exception {
        log.commit(event("a", 0), event("a", 1)).commit(event("b", 0)).deleteBelow(2);

        assertFound(FindingKind.MISSING_RECORDS, 0, Severity.DAMAGE);
    }

    @Test
    void a_hole_between_records_is_found() {
        log.commit(event("a", 0)).transaction().commit(event("a", 1));

        VerifyReport report = verify();

        assertThat(report.found().keySet()).containsExactly(FindingKind.FOREIGN_RECORD, FindingKind.MISSING_RECORDS);
        assertThat(report.findings().get(0).text()).isEqualTo("1 record is gone from offset 2 on");
    }

    @Test
    void a_hole_at_the_end_is_found() {
        log.commit(event("a", 0)).transaction();

        assertThat(verify().found()).containsKey(FindingKind.MISSING_RECORDS);
    }

    @Test
    void a_commit_of_which_a_valid_group_holds_a_part_is_found() {
        log.send(new Stamp(GROUP, 0, 2, 0, COMMIT, 0, 2), event("a", 0))
                .send(new Stamp(GROUP, 0, 2, 1, new UUID(3, 3), 0, 2), event("a", 1));

        VerifyReport report = verify();

        assertThat(report.found()).containsOnlyKeys(FindingKind.TORN_COMMIT);
        assertThat(report.worst()).contains(Severity.DAMAGE);
    }

    @Test
    void an_index_that_says_what_the_log_says_is_sound() {
        log.commit(event("a", 0), event("b", 0)).fence().commit(event("a", 1));
        indexAs(group -> group);

        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void an_index_that_is_behind_the_log_is_sound() {
        log.commit(event("a", 0));
        indexAs(group -> group);
        log.commit(event("a", 1));

        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void an_index_that_lacks_an_event_is_found() {
        log.commit(event("a", 0)).commit(event("a", 1)).commit(event("b", 0));
        indexAs(group -> group.base() == 1 ? null : group);

        // The event, its identifier, and that it was its aggregate's last one.
        assertThat(verify().found()).containsExactly(Map.entry(FindingKind.INDEX_DISAGREES, 3L));
    }

    @Test
    void an_index_that_holds_an_event_too_many_is_found() {
        log.commit(event("a", 0)).fence().commit(event("c", 0));
        indexAs(group -> group.base() == 2
                ? group
                : new ValidGroup(List.of(
                        group.records().get(0),
                        new LogRecord.Event(
                                1, group.records().get(0).stamp(), event("b", 0).event()))));

        assertThat(verify().found()).containsExactly(Map.entry(FindingKind.INDEX_DISAGREES, 3L));
    }

    @Test
    void an_index_that_holds_another_payload_is_found() {
        log.commit(event("a", 0)).commit(event("b", 0));
        indexAs(group -> group.base() == 1 ? group : withPayload(group, "{\"n\":2}"));

        assertFound(FindingKind.INDEX_DISAGREES, 0, Severity.DAMAGE);
    }

    @Test
    void an_index_of_another_topic_is_found() {
        log.commit(event("a", 0));
        openIndex("another-topics-id").close();
        verifiedIndex = Optional.of(index);

        assertThat(assertFound(FindingKind.INDEX_DISAGREES, Finding.NOWHERE, Severity.DAMAGE)
                        .text())
                .contains("another-topics-id");
    }

    @Test
    void an_index_that_is_beyond_the_log_is_found() {
        log.commit(event("a", 0));
        try (LogIndex opened = openIndex(log.inspect().topicId())) {
            opened.apply(List.of(), 10);
        }
        verifiedIndex = Optional.of(index);

        assertThat(assertFound(FindingKind.INDEX_DISAGREES, Finding.NOWHERE, Severity.DAMAGE)
                        .text())
                .contains("the log ends at 1");
    }

    @Test
    void an_index_whose_last_group_the_log_does_not_have_is_found() {
        log.commit(event("a", 0));
        indexAs(group -> new ValidGroup(List.of(new LogRecord.Event(
                0,
                new Stamp(GROUP, 0, 1, 0, COMMIT, 0, 1),
                group.records().get(0).event()))));

        assertThat(assertFound(FindingKind.INDEX_DISAGREES, Finding.NOWHERE, Severity.DAMAGE)
                        .text())
                .contains("its last group " + GROUP);
    }

    @Test
    void a_damaged_index_is_found() throws Exception {
        log.commit(event("a", 0));
        indexAs(group -> group);
        Files.writeString(index.resolve("rocksdb/CURRENT"), "nonsense\n");

        assertFound(FindingKind.INDEX_DISAGREES, Finding.NOWHERE, Severity.DAMAGE);
    }

    @Test
    void an_index_that_is_not_there_is_refused_and_not_made() {
        verifiedIndex = Optional.of(index);
        assertThatThrownBy(this::verify)
                .isInstanceOf(IndexUnusableException.class)
                .hasMessageContaining("no index in");
        assertThat(index).doesNotExist();
    }

    @Test
    void nothing_is_left_on_the_disk() throws Exception {
        for (int i = 0; i < 3_000; i++) {
            log.send(new Stamp(new UUID(7, i), i, 1, 0, new UUID(8, i), 0, 1), event("a-" + i % 7, i / 7));
        }

        VerifyReport report = verify();

        assertThat(report.findings()).isEmpty();
        assertThat(report.counts().events()).isEqualTo(3_000);
        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    private VerifyReport verify() {
        return LogVerification.run(
                new LogVerification.Parts(log.clients(), log.inspect(), knownNames, verifiedIndex, directory),
                (done, total) -> {});
    }

    private Finding assertFound(FindingKind kind, long offset, Severity severity) {
        VerifyReport report = verify();
        assertThat(report.found()).containsExactly(Map.entry(kind, 1L));
        assertThat(report.worst()).contains(severity);
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(kind);
            assertThat(finding.offset()).isEqualTo(offset);
        });
        return report.findings().get(0);
    }

    /** Makes the index of the log, with groups replaced or, by {@code null}, left out. */
    private void indexAs(UnaryOperator<ValidGroup> change) {
        List<ValidGroup> groups = new ArrayList<>();
        GroupReader reader = new GroupReader(0);
        try (LogScan scan = LogScan.open(log.clients(), log.inspect().name())) {
            scan.records(0, log.end(), scanned -> {
                reader.accept(scanned.record(), new GroupReader.Decisions() {
                    @Override
                    public void valid(ValidGroup group) {
                        ValidGroup changed = change.apply(group);
                        if (changed != null) {
                            groups.add(changed);
                        }
                    }

                    @Override
                    public void skipped(LogRecord record) {}
                });
                return true;
            });
        }
        try (LogIndex opened = openIndex(log.inspect().topicId())) {
            opened.apply(groups, log.end());
        }
        verifiedIndex = Optional.of(index);
    }

    private LogIndex openIndex(String topicId) {
        return LogIndex.open(index, topicId, IndexSettings.defaults());
    }

    private static ValidGroup withPayload(ValidGroup group, String payload) {
        LogRecord.Event record = group.records().get(0);
        LoggedEvent event = record.event();
        NewEvent changed = event(event.eventId(), event.aggregateId(), event.sequenceNumber(), payload);
        return new ValidGroup(List.of(new LogRecord.Event(record.offset(), record.stamp(), changed.event())));
    }
}
