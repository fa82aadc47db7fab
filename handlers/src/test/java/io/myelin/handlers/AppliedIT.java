package io.myelin.handlers;

import static io.myelin.handlers.Shop.eventually;
import static io.myelin.handlers.Shop.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.core.Commit;
import io.myelin.core.application.MyelinApplication;
import io.myelin.handlers.NotAppliedException.Reason;
import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.axonframework.eventhandling.gateway.EventGateway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AppliedIT {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final Shop shop = new Shop();

    @BeforeEach
    void prepare(TestDatabase database) {
        CounterProjection.createTable(database);
    }

    @OnEachDatabase
    void who_has_sent_a_command_reads_what_it_did(TestDatabase database) throws Exception {
        Projections projections = projections(database, new CounterProjection(), UnaryOperator.identity());
        try (MyelinApplication app = shop.start(
                projections, configurer -> configurer.registerCommandHandler(c -> new Counting(c.eventGateway())))) {
            for (int n = 0; n < 20; n++) {
                FutureCallback<Object, Object> sent = new FutureCallback<>();
                app.commandGateway().send(new Count("a", n), sent);
                CommandResultMessage<?> result = sent.getResult();

                projections.applied("counters").await(result, LONG);

                assertThat(database.rows(CounterProjection.ROWS)).isEqualTo(rows("a", n + 1));
            }
            FutureCallback<Object, Object> idle = new FutureCallback<>();
            app.commandGateway().send(new Count("a", -1), idle);
            projections.applied("counters").await(idle.getResult(), Duration.ZERO);
        }
    }

    @OnEachDatabase
    void the_wait_ends_with_an_error_when_the_time_is_up(TestDatabase database) {
        CountDownLatch goOn = new CountDownLatch(1);
        Projections projections = projections(
                database,
                new CounterProjection() {
                    @Override
                    void afterWriting(Counted event, Connection connection) throws Exception {
                        goOn.await();
                    }
                },
                UnaryOperator.identity());
        try (MyelinApplication app = shop.start(projections)) {
            shop.count("a");

            assertNotApplied(projections, new Commit(0, 0), Reason.LATE, "sequence 'a'");
            assertNotApplied(projections, new Commit(1, 1), Reason.LATE, "not read all events");
            goOn.countDown();
            projections.applied("counters").await(new Commit(0, 0), LONG);
            assertThat(database.rows(CounterProjection.ROWS)).hasSize(1);
        } finally {
            goOn.countDown();
        }
    }

    @OnEachDatabase
    void a_wait_for_a_parked_event_or_one_behind_it_ends_with_an_error_at_once(TestDatabase database) {
        CounterProjection stumbling = new CounterProjection() {
            @Override
            void afterWriting(Counted event, Connection connection) {
                if (event.counter().equals("bad")) {
                    throw new IllegalArgumentException("never");
                }
            }
        };
        Projections projections = projections(database, stumbling, UnaryOperator.identity());
        try (MyelinApplication app = shop.start(projections)) {
            shop.count("bad");
            assertThatThrownBy(() -> projections.applied("counters").await(new Commit(0, 0), LONG))
                    .isInstanceOf(NotAppliedException.class)
                    .hasMessageContaining("sequence 'bad' is parked");
            shop.count("bad");
            shop.count("good");

            projections.applied("counters").await(new Commit(2, 2), LONG);
            assertThat(database.rows(CounterProjection.ROWS)).containsExactly("good|0");
            assertNotApplied(projections, new Commit(1, 1), Reason.PARKED, "sequence 'bad' is parked");
            assertNotApplied(projections, new Commit(0, 2), Reason.PARKED, "are parked");
        }
    }

    @OnEachDatabase
    void what_another_node_applies_is_waited_for_as_well(TestDatabase database) {
        Projections first = projections(database, new CounterProjection(), UnaryOperator.identity());
        Projections second = projections(database, new CounterProjection(), UnaryOperator.identity());
        try (MyelinApplication app = shop.start(first)) {
            eventually(x -> assertThat(first.status("counters").segments()).isEqualTo(1));
            try (MyelinApplication other = new Shop(shop.store).start(second)) {
                for (int n = 0; n < 10; n++) {
                    shop.count("a");

                    second.applied("counters").await(new Commit(n, n), LONG);

                    assertThat(database.rows(CounterProjection.ROWS)).isEqualTo(rows("a", n + 1));
                }
                assertThat(second.status("counters").segments()).isZero();
            }
        }
    }

    @OnEachDatabase
    void a_commit_of_several_sequences_is_applied_when_all_segments_have_passed_theirs(TestDatabase database) {
        Projections projections = projections(database, new CounterProjection(), options -> options.segments(4));
        try (MyelinApplication app = shop.start(projections)) {
            for (int n = 1; n <= 10; n++) {
                shop.count("a", "b", "c", "d");

                projections.applied("counters").await(new Commit(4L * n - 4, 4L * n - 1), LONG);

                assertThat(database.number("select count(*) from counted")).isEqualTo(4L * n);
            }
        }
    }

    private static Projections projections(
            TestDatabase database, CounterProjection projection, UnaryOperator<ProjectionOptions> options) {
        return Projections.on(database.dataSource()).projection("counters", projection, options);
    }

    private static void assertNotApplied(Projections projections, Commit commit, Reason reason, String text) {
        assertThatThrownBy(() -> projections.applied("counters").await(commit, SHORT))
                .isInstanceOfSatisfying(
                        NotAppliedException.class,
                        late -> assertThat(late.reason()).isEqualTo(reason))
                .hasMessageContaining(text);
    }

    /** A command that counts, or does nothing if {@code n} is negative. */
    record Count(String counter, long n) {}

    /** Publishes what a command says. */
    static final class Counting {
        private final EventGateway events;

        Counting(EventGateway events) {
            this.events = events;
        }

        @CommandHandler
        void handle(Count command) {
            if (command.n() >= 0) {
                events.publish(new Counted(command.counter(), command.n()));
            }
        }
    }
}
