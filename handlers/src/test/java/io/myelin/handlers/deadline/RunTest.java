package io.myelin.handlers.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RunTest {

    private static final Duration HANDLER = Duration.ofSeconds(5);

    private final AtomicLong nowNs = new AtomicLong(Long.MAX_VALUE - 10);
    private final Run run =
            new Run(new DeadlineSettings(HANDLER, Duration.ofSeconds(3)), nowNs::get, Set.of("suspect"));

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @Test
    void each_handler_has_the_whole_time() {
        Step first = run.beginHandler("1");
        advance(Duration.ofSeconds(4));
        run.endHandler(first);
        Step second = run.beginHandler("2");
        advance(Duration.ofSeconds(4));

        assertThat(run.overNs(second)).isEqualTo(Duration.ofSeconds(-1).toNanos());
        assertThat(run.endHandler(second)).isFalse();
        assertThat(run.expired()).isEmpty();
    }

    @Test
    void a_handler_whose_time_was_over_is_late_even_if_it_returns() {
        Step step = run.beginHandler("1");
        advance(HANDLER);

        assertThat(step.expire()).isTrue();
        assertThat(run.endHandler(step)).isTrue();
        assertThat(run.expired()).containsExactly("1");
    }

    @Test
    void a_handler_that_has_returned_can_not_become_late() {
        Step step = run.beginHandler("1");
        run.endHandler(step);

        assertThat(step.expire()).isFalse();
        assertThat(run.expired()).isEmpty();
    }

    @Test
    void an_interrupt_does_not_outlive_its_step() {
        Step step = run.beginHandler("1");
        step.expire();
        step.interrupt(Thread.currentThread());

        run.endHandler(step);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();

        step.interrupt(Thread.currentThread());
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void a_run_that_was_left_behind_does_not_commit() {
        Step step = run.beginHandler("1");

        assertThat(run.leaveBehind(step)).isTrue();
        assertThat(run.beginCommit()).isFalse();
        assertThat(run.end()).isFalse();
    }

    @Test
    void a_run_that_commits_is_not_left_behind_for_its_handler() {
        Step step = run.beginHandler("1");

        assertThat(run.beginCommit()).isTrue();
        assertThat(run.leaveBehind(step)).isFalse();
        assertThat(run.end()).isTrue();
    }

    @Test
    void a_handler_that_came_back_is_not_left_behind() {
        Step step = run.beginHandler("1");
        run.endHandler(step);

        assertThat(run.leaveBehind(step)).isFalse();
    }

    @Test
    void a_commit_that_hangs_is_left_behind_and_may_have_committed() {
        Step step = run.beginHandler("1");
        run.endHandler(step);
        run.beginCommit();

        assertThat(run.leaveBehind(run.step())).isTrue();
        assertThat(run.mayHaveCommitted()).isTrue();
    }

    private void advance(Duration time) {
        nowNs.addAndGet(time.toNanos());
    }
}
