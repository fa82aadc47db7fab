package io.myelin.handlers;

import static io.myelin.handlers.Shop.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.myelin.core.application.MyelinApplication;
import io.myelin.handlers.replay.ReplayProgress;
import io.myelin.handlers.replay.ReplayProgress.State;
import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

/** Replays that take a while, and are looked at, held and broken off meanwhile. Events are numbered from 0 by one counter. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class HeldReplaysIT {

    /** So many that a paced replay takes a second. */
    private static final int EVENTS = 250;

    /** More than the time after which a node tries to claim a segment again. */
    private static final Duration CLAIMS_TRIED = Duration.ofMillis(1_300);

    private final Shop shop = new Shop();

    @BeforeEach
    void prepare(TestDatabase database) {
        CounterProjection.createTable(database);
        database.execute(Notes.CREATE);
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
                        options -> options.batchSize(1).resetBy(Notes::removeAfter));
    }

    private static long noted(TestDatabase database) {
        return database.number("select count(*) from noted");
    }
}
