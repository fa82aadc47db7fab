package io.myelin.retry.parking;

import static io.myelin.retry.parking.RetryFixture.events;
import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.retry.RetrySettings;
import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

/** A hundred dead sequences of two events each, redriven by one process and tried again by another. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CanaryRedriveIT {

    private static final Act ACT = new Act("ada", "fixed in 1.2");
    private static final int DEAD = 100;

    private RetryFixture fixture;
    private Redrive redrive;

    @BeforeEach
    void open(TestDatabase database) {
        fixture = new RetryFixture(database);
        redrive = fixture.groupRetry(RetrySettings.defaults())
                .waiter(this::waitWhileTheOtherWorks)
                .build()
                .redrive();
        for (int n = 0; n < DEAD; n++) {
            fixture.journal.fail(new Noted(name(n), 0), new IllegalArgumentException("poison"));
            fixture.process(events(name(n), 0, 2));
        }
    }

    private void waitWhileTheOtherWorks(Duration pause) {
        fixture.clock.advance(pause);
        fixture.retryWhatIsDue();
    }

    @OnEachDatabase
    void when_the_fix_is_one_all_take_effect_in_order_and_at_the_rate_asked_for() {
        Instant start = fixture.clock.instant();

        CanaryReport report = redrive.canary(null, ACT, new CanarySettings(10, Duration.ofMinutes(1)));

        assertThat(report.isComplete()).isTrue();
        assertThat(report.redriven()).isEqualTo(DEAD);
        assertThat(fixture.parked()).isEmpty();
        assertThat(IntStream.range(0, DEAD).mapToObj(n -> fixture.journal.of(name(n))))
                .allMatch(List.of("0", "1")::equals);
        // The last 94 of them in tens: nine seconds lie between.
        assertThat(Duration.between(start, fixture.clock.instant())).isGreaterThanOrEqualTo(Duration.ofSeconds(9));
        assertThat(fixture.database.rows("select actor, action, target, reason, detail from retry_audit"))
                .containsExactly("ada|CANARY|all|fixed in 1.2|100 of 100 sequences recovered, 0 not redriven");
    }

    @OnEachDatabase
    void when_the_fix_is_none_the_first_one_alone_is_tried() {
        for (int n = 0; n < DEAD; n++) {
            fixture.journal.fail(new Noted(name(n), 0), new IllegalArgumentException("poison still"));
        }

        CanaryReport report = redrive.canary(null, ACT, CanarySettings.DEFAULT);

        assertThat(report.redriven()).isOne();
        assertThat(report.recovered()).isZero();
        assertThat(report.failed()).contains(name(0));
        assertThat(fixture.parked()).hasSize(DEAD).allMatch(row -> row.contains("|DEAD|"));
    }

    @OnEachDatabase
    void a_failure_in_the_second_step_keeps_the_rest_as_it_was() {
        fixture.journal.fail(new Noted(name(3), 0), new IllegalStateException("another reason"));

        CanaryReport report = redrive.canary(null, ACT, CanarySettings.DEFAULT);

        assertThat(report.failed()).contains(name(3));
        assertThat(report.redriven()).isEqualTo(6);
        assertThat(report.recovered()).isEqualTo(5);
        assertThat(report)
                .hasToString("5 of 100 sequences recovered, 94 not redriven; stopped because sequence '" + name(3)
                        + "' failed again");
    }

    @OnEachDatabase
    void when_nobody_tries_them_it_ends_and_says_so() {
        Redrive alone = fixture.groupRetry(RetrySettings.defaults()).build().redrive();

        CanaryReport report = alone.canary(null, ACT, new CanarySettings(10, Duration.ofSeconds(2)));

        assertThat(report.unsettled()).isOne();
        assertThat(report.redriven()).isOne();
        assertThat(report.toString()).endsWith("1 still waiting");
    }

    private static String name(int n) {
        return "s%03d".formatted(n);
    }
}
