package io.myelin.handlers;

import static io.myelin.handlers.Shop.eventually;
import static io.myelin.handlers.Shop.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.myelin.core.application.MyelinApplication;
import io.myelin.handlers.replay.ReplayFrom;
import io.myelin.handlers.replay.ReplayProgress.State;
import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.ReplayStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

/** Events are numbered by one counter, so that an event's number is its position as well. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReplaysIT {

    private final Shop shop = new Shop();

    @BeforeEach
    void prepare(TestDatabase database) {
        CounterProjection.createTable(database);
        database.execute(Notes.CREATE);
    }

    @OnEachDatabase
    void several_projections_are_replayed_at_once(TestDatabase database) {
        shop.countTimes(20, "a");
        Projections projections = Projections.on(database.dataSource())
                .projection("counters", new CounterProjection())
                .projection("notes", new Notes.From());
        try (MyelinApplication app = shop.start(projections)) {
            eventually(x -> assertThat(counted(database) + noted(database)).isEqualTo(40));
            database.execute("update counted set n = 99", "update noted set n = 99");

            projections.replays().start("counters", "notes");

            eventually(x -> assertThat(database.rows(CounterProjection.ROWS)).isEqualTo(rows("a", 20)));
            eventually(x -> assertThat(noted(database)).isEqualTo(20));
            eventually(x ->
                    assertThat(projections.replays().progress("notes").state()).isEqualTo(State.DONE));
        }
    }

    @OnEachDatabase
    void if_one_of_several_cannot_be_emptied_none_is(TestDatabase database) {
        shop.countTimes(20, "a");
        Projections projections = Projections.on(database.dataSource())
                .projection("counters", new CounterProjection())
                .projection(
                        "notes",
                        new Notes(),
                        options -> options.resetBy(connection -> {
                            throw new SQLException("no");
                        }));
        try (MyelinApplication app = shop.start(projections)) {
            eventually(x -> assertThat(counted(database) + noted(database)).isEqualTo(40));
            database.execute("update counted set n = -1");

            assertThatThrownBy(() -> projections.replays().start("counters", "notes"))
                    .hasMessageContaining("could not be emptied");
            shop.count("a");

            eventually(x -> assertThat(counted(database) + noted(database)).isEqualTo(42));
            assertThat(database.number("select count(*) from counted where n = -1"))
                    .isEqualTo(20);
        }
    }

    @OnEachDatabase
    void a_replay_from_a_time_handles_only_what_happened_since(TestDatabase database) {
        shop.countTimes(10, "a");
        Instant since = Instant.now().plusNanos(1_000);
        await().until(() -> Instant.now().isAfter(since));
        shop.countTimes(10, "a");
        Projections projections = Projections.on(database.dataSource()).projection("notes", new Notes.From());
        try (MyelinApplication app = shop.start(projections)) {
            eventually(x -> assertThat(noted(database)).isEqualTo(20));
            database.execute("update noted set n = -1 where n = 3");

            projections.replays().start(ReplayFrom.time(since), "notes");

            eventually(x ->
                    assertThat(projections.replays().progress("notes").state()).isEqualTo(State.DONE));
            assertThat(database.rows("select n from noted order by id"))
                    .hasSize(20)
                    .contains("-1")
                    .endsWith("18", "19");
            assertThat(database.number("select count(distinct n) from noted")).isEqualTo(20);
        }
    }

    @OnEachDatabase
    void a_replay_from_a_token_leaves_what_lies_before(TestDatabase database) {
        shop.countTimes(20, "a");
        Projections projections = Projections.on(database.dataSource())
                .projection("notes", new Notes(), options -> options.segments(2).resetBy(Notes::removeAfter));
        try (MyelinApplication app = shop.start(projections)) {
            eventually(x -> assertThat(noted(database)).isEqualTo(20));
            database.execute("update noted set n = -1 where n <= 14");

            projections.replays().start(ReplayFrom.token(new GlobalSequenceTrackingToken(14)), "notes");
            shop.count("a");

            eventually(x -> assertThat(database.rows("select n from noted where n >= 0 order by n"))
                    .containsExactly("15", "16", "17", "18", "19", "20"));
            assertThat(database.number("select count(*) from noted where n = -1"))
                    .isEqualTo(15);
        }
    }

    @OnEachDatabase
    void a_projection_that_can_only_be_emptied_is_not_replayed_from_the_middle(TestDatabase database) {
        Projections projections = Projections.on(database.dataSource())
                .projection("counters", new CounterProjection(), options -> options.resetBy(Notes::removeAfter));
        try (MyelinApplication app = shop.start(projections)) {
            assertThatThrownBy(() -> projections.replays().start(ReplayFrom.time(Instant.EPOCH), "counters"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ReplayStart");
        }
    }

    @OnEachDatabase
    void a_replay_from_further_on_than_the_projection_is_leaves_nothing_out(TestDatabase database) throws Exception {
        shop.countTimes(100, "a");
        try (Pace pace = new Pace()) {
            Projections projections = Projections.on(database.dataSource())
                    .projection("notes", new Notes.From(pace), o -> o.batchSize(1));
            try (MyelinApplication app = shop.start(projections)) {
                eventually(x -> assertThat(noted(database)).isPositive());

                projections.replays().start(ReplayFrom.token(new GlobalSequenceTrackingToken(98)), "notes");

                eventually(x -> assertThat(noted(database)).isEqualTo(100));
                assertThat(database.number("select count(distinct n) from noted"))
                        .isEqualTo(100);
            }
        }
    }

    @OnEachDatabase
    void a_projection_with_parked_events_is_not_replayed_from_the_middle(TestDatabase database) {
        shop.countTimes(3, "a");
        Projections projections = Projections.on(database.dataSource()).projection("notes", new Notes.From() {
            @Override
            void on(Counted event, Connection connection) throws Exception {
                throw new IllegalArgumentException("no");
            }
        });
        try (MyelinApplication app = shop.start(projections)) {
            eventually(x -> assertThat(database.number("select count(*) from retry_letter"))
                    .isEqualTo(3));

            assertThatThrownBy(() -> projections.replays().start(ReplayFrom.time(Instant.EPOCH), "notes"))
                    .hasMessageContaining("parked");

            assertThat(database.number("select count(*) from retry_letter")).isEqualTo(3);
        }
    }

    @OnEachDatabase
    void handlers_can_tell_a_replay_and_a_mail_is_not_sent_twice_also_of_an_event_that_failed_in_it(
            TestDatabase database) {
        shop.countTimes(5, "a");
        List<Long> mails = new CopyOnWriteArrayList<>();
        Seen seen = new Seen();
        Projections projections = Projections.on(database.dataSource())
                .projection(
                        "mails",
                        List.of(new Mails(mails), seen),
                        options -> options.resetBy(connection -> seen.failing.set(true))
                                .failures(failures -> failures.retry(FailingHandlersIT.QUICK)));
        try (MyelinApplication app = shop.start(projections)) {
            eventually(x -> assertThat(mails).containsExactly(0L, 1L, 2L, 3L, 4L));

            projections.replays().start("mails");

            eventually(x -> assertThat(seen.replayed).containsExactly(0L, 1L, 2L, 3L, 4L));
            shop.count("a");
            eventually(x -> assertThat(mails).containsExactly(0L, 1L, 2L, 3L, 4L, 5L));
            assertThat(seen.failing).isFalse();
            assertThat(seen.replayed).hasSize(5);
        }
    }

    private static long counted(TestDatabase database) {
        return database.number("select count(*) from counted");
    }

    private static long noted(TestDatabase database) {
        return database.number("select count(*) from noted");
    }

    /** Sends a mail for each event. */
    static final class Mails {
        private final List<Long> sent;

        Mails(List<Long> sent) {
            this.sent = sent;
        }

        @EventHandler
        @DisallowReplay
        void send(Counted event) {
            sent.add(event.n());
        }
    }

    /** Sees what is replayed, and fails at the first of it. */
    static final class Seen {
        private final List<Long> replayed = new CopyOnWriteArrayList<>();
        private final AtomicBoolean failing = new AtomicBoolean();

        @EventHandler
        void on(Counted event, ReplayStatus status) {
            if (status == ReplayStatus.REPLAY) {
                if (failing.getAndSet(false)) {
                    throw new IllegalStateException("not now");
                }
                replayed.add(event.n());
            }
        }
    }
}
