package io.myelin.handlers;

import static io.myelin.handlers.Shop.eventually;
import static io.myelin.handlers.Shop.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.core.application.MyelinApplication;
import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.core.serialization.EventTypes;
import io.myelin.core.serialization.JsonSerializer;
import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ClaimsIT {

    private static final GlobalSequenceTrackingToken TEN = new GlobalSequenceTrackingToken(10);
    private static final GlobalSequenceTrackingToken TWENTY = new GlobalSequenceTrackingToken(20);

    private final Shop shop = new Shop();

    /** Axon's own token store lets it: the other node's claim has run out, so it takes its own back. */
    @OnEachDatabase
    void a_node_that_lost_its_claim_cannot_store_an_old_token_over_a_newer_one(TestDatabase database) {
        HandlersSchema.migrate(database.dataSource());
        JdbcTransactions transactions = JdbcTransactions.on(database.dataSource());
        FencedTokenStore sleeper = store(transactions, "sleeper");
        FencedTokenStore successor = store(transactions, "successor");
        transactions.executeInTransaction(() -> {
            sleeper.initializeTokenSegments("p", 1);
            sleeper.fetchToken("p", 0);
        });
        expire(database);
        transactions.executeInTransaction(() -> {
            successor.fetchToken("p", 0);
            successor.storeToken(TWENTY, "p", 0);
        });
        expire(database);

        assertThatThrownBy(() -> transactions.executeInTransaction(() -> sleeper.storeToken(TEN, "p", 0)))
                .isInstanceOf(UnableToClaimTokenException.class)
                .hasMessageContaining("no longer claimed by node sleeper");
        assertThatThrownBy(() -> transactions.executeInTransaction(() -> sleeper.extendClaim("p", 0)))
                .isInstanceOf(UnableToClaimTokenException.class);
        assertThatCode(() -> transactions.executeInTransaction(() -> successor.extendClaim("p", 0)))
                .doesNotThrowAnyException();
        assertThat(transactions.<Object>fetchInTransaction(() -> successor.fetchToken("p", 0)))
                .isEqualTo(TWENTY);
    }

    @OnEachDatabase
    void another_node_goes_on_where_one_has_ended(TestDatabase database) {
        CounterProjection.createTable(database);
        MyelinApplication first = shop.start(projections(database));
        shop.countTimes(5, "a");
        eventually(x -> assertThat(database.rows(CounterProjection.ROWS)).hasSize(5));
        try (MyelinApplication second = shop.start(projections(database))) {
            first.close();
            shop.countTimes(5, "a");

            eventually(x -> assertThat(database.rows(CounterProjection.ROWS)).isEqualTo(rows("a", 10)));
        }
    }

    @OnEachDatabase
    void segments_are_shared_among_threads_and_keep_each_sequence_in_order(TestDatabase database) {
        CounterProjection.createTable(database);
        String[] counters = {"a", "b", "c", "d", "e", "f", "g", "h"};
        shop.countTimes(50, counters);
        Projections projections = Projections.on(database.dataSource())
                .projection(
                        "counters",
                        new CounterProjection(),
                        options -> options.segments(4).batchSize(10));
        try (MyelinApplication app = shop.start(projections)) {
            for (String counter : counters) {
                String applied = "select counter, n from counted where counter = '" + counter + "' order by id";
                eventually(x -> assertThat(database.rows(applied)).isEqualTo(rows(counter, 50)));
            }
            assertThat(projections.status("counters").segments()).isEqualTo(4);
        }
    }

    @OnEachDatabase
    void a_projection_that_starts_now_leaves_out_what_has_been(TestDatabase database) {
        CounterProjection.createTable(database);
        shop.countTimes(3, "old");
        Projections projections = Projections.on(database.dataSource())
                .projection("counters", new CounterProjection(), ProjectionOptions::startAtNow);
        try (MyelinApplication app = shop.start(projections)) {
            eventually(
                    x -> assertThat(projections.status("counters").segments()).isEqualTo(1));
            shop.count("new");

            eventually(x -> assertThat(database.rows(CounterProjection.ROWS)).isEqualTo(rows("new", 1)));
        }
    }

    private static Projections projections(TestDatabase database) {
        return Projections.on(database.dataSource()).projection("counters", new CounterProjection());
    }

    private static FencedTokenStore store(JdbcTransactions transactions, String node) {
        return new FencedTokenStore(
                transactions.connectionProvider(),
                JsonSerializer.of(EventTypes.of(List.of(Counted.class))),
                new NodeClaims(node, Duration.ofSeconds(10)));
    }

    private static void expire(TestDatabase database) {
        database.execute("update projection_token set stored_at = '2020-01-01T00:00:00Z'");
    }
}
