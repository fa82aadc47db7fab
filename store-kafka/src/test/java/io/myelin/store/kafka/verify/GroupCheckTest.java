package io.myelin.store.kafka.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class GroupCheckTest {

    private static final UUID GROUP = new UUID(1, 0);
    private static final UUID OTHER_GROUP = new UUID(1, 1);
    private static final UUID COMMIT = new UUID(2, 0);
    private static final UUID OTHER_COMMIT = new UUID(2, 1);

    private final Findings findings = new Findings();
    private final List<Long> valid = new ArrayList<>();
    private final GroupCheck check = new GroupCheck(0, findings, event -> valid.add(event.offset()));

    @Test
    void a_group_of_several_commits_is_sound() {
        check.accept(record(0, new Stamp(GROUP, 0, 3, 0, COMMIT, 0, 1)), true);
        check.accept(record(1, new Stamp(GROUP, 0, 3, 1, OTHER_COMMIT, 0, 2)), true);
        check.accept(record(2, new Stamp(GROUP, 0, 3, 2, OTHER_COMMIT, 1, 2)), true);
        check.end(3);

        assertThat(findings.counts()).isEmpty();
        assertThat(valid).containsExactly(0L, 1L, 2L);
        assertThat(check.counts()).isEqualTo(new VerifyReport.Counts(3, 2, 1, 0, 0, 0));
    }

    @Test
    void a_group_that_landed_elsewhere_is_void_and_no_finding() {
        check.accept(new LogRecord.Fence(0), false);
        check.accept(record(1, new Stamp(GROUP, 0, 1, 0, COMMIT, 0, 1)), true);
        check.end(2);

        assertThat(findings.counts()).isEmpty();
        assertThat(valid).isEmpty();
        assertThat(check.counts()).isEqualTo(new VerifyReport.Counts(0, 0, 0, 1, 1, 0));
    }

    @Test
    void a_broken_group_is_found_once() {
        check.accept(record(0, new Stamp(GROUP, 0, 3, 0, COMMIT, 0, 3)), true);
        check.accept(record(1, new Stamp(GROUP, 0, 3, 1, COMMIT, 1, 3)), true);
        check.accept(record(2, new Stamp(OTHER_GROUP, 2, 1, 0, OTHER_COMMIT, 0, 1)), true);
        check.accept(record(3, new Stamp(GROUP, 0, 3, 2, COMMIT, 2, 3)), true);
        check.end(4);

        assertThat(findings.counts()).containsOnlyKeys(FindingKind.BROKEN_GROUP);
        assertThat(findings.kept()).extracting(Finding::offset).containsExactly(0L);
        assertThat(valid).containsExactly(2L);
    }

    @Test
    void a_group_that_the_end_cuts_is_found_and_its_events_do_not_count() {
        check.accept(record(0, new Stamp(GROUP, 0, 2, 0, COMMIT, 0, 2)), true);
        check.end(1);

        assertThat(findings.counts()).containsOnlyKeys(FindingKind.UNFINISHED_GROUP);
        assertThat(valid).isEmpty();
    }

    @Test
    void missing_records_are_found_at_the_start_between_and_at_the_end() {
        GroupCheck late = new GroupCheck(5, findings, event -> {});
        late.accept(new LogRecord.Fence(5), false);
        late.accept(new LogRecord.Fence(8), false);
        late.end(10);

        assertThat(findings.kept())
                .extracting(Finding::text)
                .containsExactly(
                        "5 records are gone from offset 0 on",
                        "2 records are gone from offset 6 on",
                        "1 record is gone from offset 9 on");
    }

    @Test
    void a_commit_whose_beginning_is_not_in_its_group_is_found() {
        check.accept(record(0, new Stamp(GROUP, 0, 2, 0, OTHER_COMMIT, 0, 1)), true);
        check.accept(record(1, new Stamp(GROUP, 0, 2, 1, COMMIT, 1, 2)), true);

        assertThat(findings.kept())
                .extracting(Finding::kind, Finding::offset)
                .containsExactly(tuple(FindingKind.TORN_COMMIT, 1L));
    }

    @Test
    void a_commit_whose_end_is_not_in_its_group_is_found() {
        check.accept(record(0, new Stamp(GROUP, 0, 2, 0, COMMIT, 0, 2)), true);
        check.accept(record(1, new Stamp(GROUP, 0, 2, 1, OTHER_COMMIT, 0, 1)), true);

        assertThat(findings.counts()).containsOnlyKeys(FindingKind.TORN_COMMIT);
    }

    @Test
    void of_many_findings_of_one_kind_the_first_are_kept_and_all_are_counted() {
        for (long offset = 0; offset < 1_000; offset++) {
            check.accept(new LogRecord.Foreign(offset), false);
        }

        assertThat(findings.counts()).containsEntry(FindingKind.FOREIGN_RECORD, 1_000L);
        assertThat(findings.kept()).hasSize(Findings.KEPT_PER_KIND_MAX);
        assertThat(findings.worst()).contains(Severity.WARNING);
    }

    @Test
    void the_worst_findings_come_first() {
        findings.add(FindingKind.FOREIGN_RECORD, 1, "");
        findings.add(FindingKind.EVENT_ID_REPEAT, 9, "");
        findings.add(FindingKind.EVENT_ID_REPEAT, 3, "");

        assertThat(findings.kept()).extracting(Finding::offset).containsExactly(3L, 9L, 1L);
        assertThat(findings.worst()).contains(Severity.DAMAGE);
    }

    private static LogRecord record(long offset, Stamp stamp) {
        return new LogRecord.Event(
                offset, stamp, RawLog.event("e" + offset, "a", offset, "{}").event());
    }
}
