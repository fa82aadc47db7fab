package io.myelin.chaos.judge;

import static io.myelin.chaos.judge.Run.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.chaos.history.Answer;
import io.myelin.chaos.history.Entry;
import io.myelin.store.kafka.protocol.LogRecord;
import java.util.List;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class JudgeTest {

    private final Run run = new Run();

    @Test
    void a_run_in_which_all_that_was_told_is_true_is_clean_and_counted() {
        run.committed("one", event("one-0", "a", 0), event("one-1", "b", 0))
                .invoked("two", event("two-0", "a", 0))
                .told("two", new Answer.Conflict("a", 0, 0))
                .invoked("three", event("three-0", "c", 0), event("one-0", "d", 0))
                .told("three", new Answer.Duplicate("one-0"))
                .invoked("four", event("four-0", "e", 0))
                .told("four", new Answer.NotStored("the queue is full"))
                .fence()
                .landedAt(1, "late", event("late-0", "x", 0))
                .invoked("five", event("five-0", "a", 1))
                .landed("five", event("five-0", "a", 1))
                .told("five", new Answer.Unknown(Run.commitId("five").toString()))
                .invoked("six", event("six-0", "a", 2))
                .loaded("a", 5, "one-0", "five-0")
                .read(1, 5, "1=one-1", "4=five-0");

        Verdict verdict = run.verdict();

        assertThat(verdict.anomalies()).isEmpty();
        assertThat(verdict.acknowledged()).isEqualTo(1);
        assertThat(verdict.conflicts()).isEqualTo(1);
        assertThat(verdict.duplicates()).isEqualTo(1);
        assertThat(verdict.notStored()).isEqualTo(1);
        assertThat(verdict.doubt()).isEqualTo(new Verdict.Doubt(1, 1, 1, 0));
        assertThat(verdict.log()).isEqualTo(new Verdict.LogCounts(2, 3, 1, 1, 0));
        assertThat(verdict.checks()).isEqualTo(new Verdict.Checks(1, 1, 5));
    }

    @Test
    void an_acknowledged_commit_that_is_not_there_breaks_s1() {
        run.invoked("one", event("one-0", "a", 0)).told("one", new Answer.Committed(0));

        anomalies().singleElement().asString().startsWith("S1: commit one of w0.1 was acknowledged at offset 0");
    }

    @Test
    void an_acknowledged_commit_that_is_void_breaks_s1() {
        run.fence()
                .invoked("one", event("one-0", "a", 0))
                .landedAt(0, "one", event("one-0", "a", 0))
                .told("one", new Answer.Committed(1));

        anomalies().singleElement().asString().startsWith("S1");
    }

    @Test
    void an_answer_with_a_wrong_offset_breaks_s1() {
        run.invoked("one", event("one-0", "a", 0))
                .landed("one", event("one-0", "a", 0))
                .told("one", new Answer.Committed(7));

        anomalies().singleElement().asString().contains("at offset 7, but is at offset 0");
    }

    @Test
    void a_commit_that_is_there_in_part_breaks_s1() {
        run.invoked("one", event("one-0", "a", 0), event("one-1", "b", 0)).landed("one", event("one-0", "a", 0));

        anomalies().singleElement().asString().startsWith("S1: commit one of w0.1 is in the log in part");
    }

    @Test
    void a_valid_commit_that_nobody_asked_for_is_an_anomaly() {
        run.landed("one", event("one-0", "a", 0));

        anomalies().singleElement().asString().contains("nobody asked for it");
    }

    @Test
    void a_refused_commit_that_is_valid_breaks_s2() {
        run.committed("one", event("one-0", "a", 0))
                .invoked("two", event("two-0", "b", 0))
                .landed("two", event("two-0", "b", 0))
                .told("two", new Answer.NotStored("the deadline is over"));

        anomalies().singleElement().asString().startsWith("S2: commit two of w0.1");
    }

    @Test
    void a_sequence_number_that_does_not_increase_breaks_s3() {
        run.committed("one", event("one-0", "a", 0)).committed("two", event("two-0", "a", 0));

        anomalies().singleElement().asString().startsWith("S3: aggregate a has sequence number 0 after 0");
    }

    @Test
    void an_event_identifier_that_repeats_breaks_s3() {
        run.committed("one", event("one-0", "a", 0)).committed("two", event("two-0", "b", 0), event("one-0", "c", 0));

        anomalies().singleElement().asString().startsWith("S3: event one-0 is valid at offset 0 and again at 2");
    }

    @Test
    void a_commit_that_is_valid_twice_breaks_s3() {
        run.committed("one", event("one-0", "a", 0)).landed("again", event("one-0", "a", 0));

        anomalies().anyMatch(anomaly -> anomaly.startsWith("S3: commit one of w0.1 is valid twice"));
    }

    @Test
    void a_load_that_lacks_an_event_or_has_others_breaks_s4() {
        run.committed("one", event("one-0", "a", 0))
                .committed("two", event("two-0", "a", 1))
                .loaded("a", 2, "one-0")
                .loaded("a", 2, "one-0", "three-0")
                .loaded("a", 1, "one-0", "two-0");

        anomalies().hasSize(3).allMatch(anomaly -> anomaly.startsWith("S4: w0.1 loaded"));
    }

    @Test
    void a_load_while_the_log_moves_on_may_show_any_state_in_between() {
        run.committed("one", event("one-0", "a", 0)).committed("two", event("two-0", "a", 1));
        long ofOne = new io.myelin.chaos.history.TextDigest().add("one-0").value();
        run.history.add(new Entry.Loaded(9, "a", 1, 2, 1, ofOne));

        anomalies().isEmpty();
    }

    @Test
    void a_read_that_skips_or_repeats_breaks_s4() {
        run.committed("one", event("one-0", "a", 0))
                .committed("two", event("two-0", "a", 1))
                .read(0, 2, "1=two-0")
                .read(0, 2, "0=one-0", "0=one-0");

        anomalies().hasSize(2).allMatch(anomaly -> anomaly.startsWith("S4: a reader of w0.1"));
    }

    @Test
    void a_refusal_without_a_reason_in_the_log_breaks_s5() {
        run.invoked("one", event("one-0", "a", 3))
                .told("one", new Answer.Conflict("a", 3, 3))
                .invoked("two", event("two-0", "b", 0))
                .told("two", new Answer.Duplicate("two-0"));

        anomalies().hasSize(2).allMatch(anomaly -> anomaly.startsWith("S5"));
    }

    @Test
    void a_refusal_because_of_what_came_later_breaks_s5() {
        run.invoked("one", event("one-0", "a", 0))
                .told("one", new Answer.Conflict("a", 0, 0))
                .committed("two", event("two-0", "a", 0));

        anomalies()
                .singleElement()
                .asString()
                .startsWith("S5: commit one of w0.1")
                .contains("came later");
    }

    @Test
    void a_refusal_that_names_what_the_commit_does_not_have_breaks_s5() {
        run.committed("one", event("one-0", "a", 0))
                .invoked("two", event("two-0", "b", 0))
                .told("two", new Answer.Conflict("a", 0, 0));

        anomalies().singleElement().asString().startsWith("S5");
    }

    @Test
    void an_unknown_outcome_must_name_the_commit_as_the_log_has_it() {
        run.invoked("one", event("one-0", "a", 0))
                .landed("one", event("one-0", "a", 0))
                .told("one", new Answer.Unknown("another"));

        anomalies().singleElement().asString().startsWith("Answer: commit one of w0.1 was told commit id another");
    }

    @Test
    void a_second_answer_is_an_anomaly() {
        run.committed("one", event("one-0", "a", 0)).told("one", new Answer.Committed(0));

        anomalies().singleElement().asString().startsWith("Answer");
    }

    @Test
    void what_a_process_noticed_itself_is_an_anomaly() {
        run.history.add(new Entry.Noticed(1, "an event was not found"));

        anomalies().singleElement().asString().contains("an event was not found");
    }

    @Test
    void a_log_with_a_hole_is_refused() {
        assertThatThrownBy(() -> new ValidLog(List.of(new LogRecord.Fence(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("offset 1 where 0");
    }

    private ListAssert<String> anomalies() {
        return assertThat(run.verdict().anomalies());
    }
}
