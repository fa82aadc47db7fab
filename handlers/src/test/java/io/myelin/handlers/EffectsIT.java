package io.myelin.handlers;

import static io.myelin.handlers.Shop.eventually;
import static io.myelin.handlers.Shop.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.core.application.MyelinApplication;
import io.myelin.handlers.effects.Inbox;
import io.myelin.handlers.effects.Outbox;
import io.myelin.handlers.effects.OutboxSettings;
import io.myelin.retry.Backoff;
import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

/** What handlers may take besides a connection, and what they do outside of the database, in a running application. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class EffectsIT {

    private final Shop shop = new Shop();
    private final List<String> outside = new CopyOnWriteArrayList<>();

    /** Writes by Jdbi. */
    static final class JdbiProjection {
        @EventHandler
        void on(Counted event, Handle handle) {
            handle.useTransaction(
                    same -> same.execute("insert into counted (counter, n) values (?, ?)", event.counter(), event.n()));
        }
    }

    @OnEachDatabase
    void a_projection_brings_its_tables_and_writes_by_jdbi_in_its_transaction(TestDatabase database) {
        for (int start = 1; start <= 2; start++) {
            shop.countTimes(2, "a");
            try (MyelinApplication app = shop.start(Projections.on(database.dataSource())
                    .projection(
                            "counters", new JdbiProjection(), options -> options.migrations("classpath:db/orders")))) {
                int count = 2 * start;
                eventually(
                        x -> assertThat(database.rows(CounterProjection.ROWS)).isEqualTo(rows("a", count)));
            }
        }
        assertThat(database.number("select count(*) from \"counters_schema_history\" where \"version\" = '1'"))
                .isEqualTo(1);
    }

    @OnEachDatabase
    void an_application_does_not_start_on_a_migration_that_failed_or_is_missing(TestDatabase database) {
        assertThatThrownBy(() -> startOn(database, "classpath:db/broken"))
                .hasStackTraceContaining("The migrations of projection 'counters' in classpath:db/broken")
                .hasStackTraceContaining("counters_schema_history");
        assertThatThrownBy(() -> startOn(database, "classpath:db/nowhere"))
                .hasStackTraceContaining("classpath:db/nowhere");
    }

    private void startOn(TestDatabase database, String location) {
        shop.start(Projections.on(database.dataSource())
                        .projection("counters", new JdbiProjection(), options -> options.migrations(location)))
                .close();
    }

    /** Calls out, and sends two messages for each event. */
    final class Telling {
        @EventHandler
        void on(Counted event, Inbox inbox, Outbox outbox) throws Exception {
            inbox.once("tell", key -> outside.add("called " + event.counter() + event.n()));
            outbox.send("mails", event.counter(), "first of " + event.counter() + event.n());
            outbox.send("mails", event.counter(), "second of " + event.counter() + event.n());
        }

        @ResetHandler
        void reset() {
            // What was said can't be unsaid.
        }
    }

    @OnEachDatabase
    void what_is_sent_arrives_in_order_for_each_key_and_a_replay_repeats_nothing(TestDatabase database) {
        AtomicBoolean down = new AtomicBoolean(true);
        Projections projections = Projections.on(database.dataSource()).projection("telling", new Telling());
        projections
                .outboxes()
                .add(
                        "mails",
                        message -> {
                            if (message.key().equals("a") && down.getAndSet(false)) {
                                throw new IllegalStateException("the mail server is down");
                            }
                            outside.add(message.text());
                        },
                        new OutboxSettings(Backoff.fixed(Duration.ofMillis(50)), 100, Duration.ofDays(1)));
        try (MyelinApplication app = shop.start(projections)) {
            shop.countTimes(2, "a", "b");

            eventually(x -> assertThat(outside).hasSize(12));
            assertThat(outside.stream().filter(text -> text.matches("[fs].* of a.")))
                    .containsExactly("first of a0", "second of a0", "first of a1", "second of a1");
            assertThat(projections.outboxes().relay("mails").waiting()).isZero();

            projections.replay("telling");
            shop.count("c");

            eventually(x -> assertThat(outside).hasSize(15));
            assertThat(outside).doesNotHaveDuplicates();
        }
    }

    @OnEachDatabase
    void a_message_to_a_channel_without_a_sender_fails_its_event(TestDatabase database) {
        Projections projections = Projections.on(database.dataSource()).projection("telling", new Telling());
        try (MyelinApplication app = shop.start(projections)) {
            shop.count("a");

            eventually(x -> assertThat(database.rows("select sequence_id from retry_sequence"))
                    .containsExactly("a"));
        }
        assertThat(database.number("select count(*) from outbox_message")).isZero();
    }
}
