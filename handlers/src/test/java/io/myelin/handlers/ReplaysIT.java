package io.myelin.handlers;

import static io.myelin.handlers.Shop.eventually;
import static io.myelin.handlers.Shop.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.myelin.core.application.MyelinApplication;
import io.myelin.handlers.replay.ReplayFrom;
import io.myelin.handlers.replay.ReplayProgress;
import io.myelin.handlers.replay.ReplayProgress.State;
import io.myelin.handlers.replay.ReplayStart;
import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.ReplayStatus;
import org.axonframework.eventhandling.ResetHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

/** Events are numbered by one counter, so that an event's number is its position as well. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReplaysIT {

    /** So many that a paced replay takes a second. */
    private static final int EVENTS = 250;

    /** More than the time after which a node tries to claim a segment again. */
    private static final Duration CLAIMS_TRIED = Duration.ofMillis(1_300);

    private final Shop shop = new Shop();

    @BeforeEach
    void prepare(TestDatabase database) {
        CounterProjection.createTable(database);
        database.execute("create table noted (id bigint generated always as identity, n bigint)");
    }

    @OnEachDatabase
    void several_projections_are_replayed_at_once(TestDatabase database) {
        shop.countTimes(20, "a");
        Projections projections = Projections.on(database.dataSource())
                .projection("counters", new CounterProjection())
                .projection("notes", new NotesFrom());
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
        Projections projections = Projections.on(database.dataSource()).projection("notes", new NotesFrom());
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
                .projection("notes", new Notes(), options -> options.segments(2).resetBy(ReplaysIT::removeAfter));
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
                .projection("counters", new CounterProjection(), options -> options.resetBy(ReplaysIT::removeAfter));
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
            Projections projections =
                    Projections.on(database.dataSource()).projection("notes", new NotesFrom(pace), o -> o.batchSize(1));
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
        Projections projections = Projections.on(database.dataSource()).projection("notes", new NotesFrom() {
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
    void a_paused_replay_waits_also_over_a_restart_and_then_goes_on(TestDatabase database) throws Exception {
        shop.countTimes(EVENTS, "a");
        try (Pace pace = new Pace()) {
            Projections first = paced(database, pace);
            long paused;
            try (MyelinApplication app = shop.start(first)) {
                replayHalfway(first, database);

                first.replays().pause("notes");
                paused = noted(database);
            }
            Projections second = paced(database, pace);
            try (MyelinApplication app = shop.start(second)) {
                assertThat(second.replays().progress("notes"))
                        .extracting(ReplayProgress::state, ReplayProgress::done, ReplayProgress::total)
                        .containsExactly(State.PAUSED, paused, (long) EVENTS);
                shop.count("a");

                second.replays().resume("notes");

                eventually(x -> assertThat(noted(database)).isEqualTo(EVENTS + 1));
                assertThat(paused).isLessThan(EVENTS);
                assertThat(database.number("select count(distinct n) from noted"))
                        .isEqualTo(EVENTS + 1);
            }
        }
    }

    @OnEachDatabase
    void a_cancelled_replay_stays_where_it_is_until_it_is_begun_anew(TestDatabase database) throws Exception {
        shop.countTimes(EVENTS, "a");
        try (Pace pace = new Pace()) {
            Projections projections = paced(database, pace);
            try (MyelinApplication app = shop.start(projections)) {
                replayHalfway(projections, database);

                projections.replays().cancel("notes");

                long cancelled = noted(database);
                assertThat(projections.replays().progress("notes").state()).isEqualTo(State.CANCELLED);
                assertThatThrownBy(() -> projections.replays().resume("notes")).hasMessageContaining("anew");
                projections.start("notes");
                await().during(CLAIMS_TRIED).until(() -> noted(database) == cancelled);
                projections.replays().start("notes");
                eventually(x -> assertThat(noted(database)).isEqualTo(EVENTS));
                assertThat(database.number("select count(distinct n) from noted"))
                        .isEqualTo(EVENTS);
            }
        }
    }

    @OnEachDatabase
    void a_replay_goes_on_after_a_restart_and_knows_how_far_it_is(TestDatabase database) throws Exception {
        shop.countTimes(EVENTS, "a");
        try (Pace pace = new Pace()) {
            Projections before = paced(database, pace);
            long reached;
            try (MyelinApplication app = shop.start(before)) {
                replayHalfway(before, database);
            }
            reached = noted(database);
            Projections after = paced(database, pace);
            try (MyelinApplication app = shop.start(after)) {
                ReplayProgress progress = after.replays().progress("notes");
                assertThat(progress.state()).isEqualTo(State.REPLAYING);
                assertThat(progress.done()).isBetween(reached, (long) EVENTS);
                assertThat(progress.total()).isEqualTo(EVENTS);
                eventually(x -> assertThat(gauge("handlers.replay.progress")).isBetween(0.3, 1.0));
                eventually(x -> assertThat(gauge("handlers.replay.eta")).isBetween(0.0, 20.0));

                eventually(x ->
                        assertThat(after.replays().progress("notes").state()).isEqualTo(State.DONE));
                assertThat(noted(database)).isEqualTo(EVENTS);
                assertThat(gauge("handlers.replay.progress")).isNaN();
            }
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

    @OnEachDatabase
    void the_time_left_is_about_right_after_the_first_tenth(TestDatabase database) throws Exception {
        shop.countTimes(3 * EVENTS, "a");
        try (Pace pace = new Pace()) {
            Projections projections = paced(database, pace);
            try (MyelinApplication app = shop.start(projections)) {
                pace.hurry(true);
                eventually(x -> assertThat(noted(database)).isEqualTo(3 * EVENTS));
                pace.hurry(false);
                projections.replays().start("notes");
                eventually(
                        x -> assertThat(projections.replays().progress("notes").share())
                                .isGreaterThan(0.3));

                ReplayProgress progress = projections.replays().progress("notes");
                long asked = System.nanoTime();
                eventually(
                        x -> assertThat(projections.replays().progress("notes").state())
                                .isEqualTo(State.DONE));

                double left = progress.timeLeft().orElseThrow().toMillis();
                double truth = (System.nanoTime() - asked) / 1e6;
                assertThat(left).isBetween(truth / 2, truth * 2);
            }
        }
    }

    private double gauge(String name) {
        return shop.meters.get(name).tag("processor", "notes").gauge().value();
    }

    private static void replayHalfway(Projections projections, TestDatabase database) {
        eventually(x -> assertThat(noted(database)).isEqualTo(EVENTS));
        projections.replays().start("notes");
        eventually(x -> assertThat(noted(database)).isBetween(EVENTS / 3L, EVENTS / 2L));
    }

    private static Projections paced(TestDatabase database, Pace pace) {
        return Projections.on(database.dataSource())
                .projection(
                        "notes",
                        new Notes(pace),
                        options -> options.batchSize(1).resetBy(ReplaysIT::removeAfter));
    }

    private static long counted(TestDatabase database) {
        return database.number("select count(*) from counted");
    }

    private static long noted(TestDatabase database) {
        return database.number("select count(*) from noted");
    }

    private static void removeAfter(Connection connection, ReplayStart start) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from noted where n > ?")) {
            delete.setLong(1, start.after());
            delete.executeUpdate();
        }
    }

    /** Lets one event after the other pass, so that a replay takes a while. */
    static final class Pace implements AutoCloseable {
        private final Semaphore permits = new Semaphore(0);
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        private volatile boolean hurry;

        Pace() {
            var unused = timer.scheduleAtFixedRate(permits::release, 0, 4, TimeUnit.MILLISECONDS);
        }

        void await() throws InterruptedException {
            if (!hurry) {
                permits.acquire();
                permits.drainPermits();
            }
        }

        void hurry(boolean now) {
            hurry = now;
        }

        @Override
        public void close() {
            permits.release(1_000_000);
            timer.shutdown();
        }
    }

    /** Notes the numbers of events. */
    static class Notes {
        private final @Nullable Pace pace;

        Notes() {
            this(null);
        }

        Notes(@Nullable Pace pace) {
            this.pace = pace;
        }

        @EventHandler
        void on(Counted event, Connection connection) throws Exception {
            if (pace != null) {
                pace.await();
            }
            try (PreparedStatement insert = connection.prepareStatement("insert into noted (n) values (?)")) {
                insert.setLong(1, event.n());
                insert.executeUpdate();
            }
        }
    }

    /** Can be replayed from the middle. */
    static class NotesFrom extends Notes {
        NotesFrom() {}

        NotesFrom(Pace pace) {
            super(pace);
        }

        @ResetHandler
        void onReset(ReplayStart start, Connection connection) throws SQLException {
            removeAfter(connection, start);
        }
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
