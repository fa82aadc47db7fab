package io.myelin.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.retry.parking.RetrySchema;
import io.myelin.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class FailuresPropertyTest {

    private static final TestDatabase DATABASE = TestDatabase.h2();

    @BeforeContainer
    static void prepare() {
        CounterProjection.createTable(DATABASE);
        HandlersSchema.migrate(DATABASE.dataSource());
        RetrySchema.migrate(DATABASE.dataSource());
    }

    @AfterContainer
    static void close() {
        DATABASE.close();
    }

    /** What happens to an event after its handler has written. */
    enum Fate {
        GOOD,
        GOOD_TOO,
        CONTENTION,
        REFUSED,
        ERROR;

        boolean parks() {
            return this == REFUSED || this == ERROR;
        }
    }

    /** An event to come. */
    record Planned(int counter, Fate fate) {
        String name() {
            return "c" + counter;
        }
    }

    @Property(tries = 150)
    void whatever_fails_all_others_take_effect_once_in_order_and_the_rest_waits_in_order(
            @ForAll("plans") List<Planned> plan, @ForAll @IntRange(min = 1, max = 12) int batchSize) throws Exception {
        empty();
        Shop shop = new Shop();
        plan.forEach(event -> shop.count(event.name()));

        new SteppedProjection(DATABASE.dataSource(), shop.store, new Fated(plan), batchSize).run();

        Expected expected = Expected.of(plan);
        assertThat(DATABASE.rows(CounterProjection.ROWS)).isEqualTo(expected.applied());
        assertThat(DATABASE.rows(
                        "select sequence_id, aggregate_seq from retry_letter order by sequence_id, letter_index"))
                .isEqualTo(expected.parked());
    }

    @Provide
    Arbitrary<List<Planned>> plans() {
        Arbitrary<Integer> counters = Arbitraries.integers().between(0, 3);
        return Combinators.combine(counters, Arbitraries.of(Fate.class))
                .as(Planned::new)
                .list()
                .ofMaxSize(30);
    }

    private static void empty() {
        DATABASE.execute(
                "delete from counted",
                "delete from projection_token",
                "delete from retry_attempt",
                "delete from retry_letter",
                "delete from retry_sequence");
    }

    /** The model: a counter's events take effect until one fails for good; it and all behind it wait. */
    record Expected(List<String> applied, List<String> parked) {
        static Expected of(List<Planned> plan) {
            List<String> applied = new ArrayList<>();
            List<String> parked = new ArrayList<>();
            Map<String, Integer> counts = new HashMap<>();
            Set<String> waiting = new HashSet<>();
            for (Planned event : plan) {
                int n = counts.merge(event.name(), 1, Integer::sum) - 1;
                if (event.fate().parks()) {
                    waiting.add(event.name());
                }
                (waiting.contains(event.name()) ? parked : applied).add(event.name() + "|" + n);
            }
            parked.sort((one, other) -> one.substring(0, 2).compareTo(other.substring(0, 2)));
            return new Expected(applied, parked);
        }
    }

    /** Lets each event meet its fate; contention once. */
    static final class Fated extends CounterProjection {
        private final Map<String, Fate> fates = new HashMap<>();
        private final Set<String> met = new HashSet<>();

        Fated(List<Planned> plan) {
            Map<String, Integer> counts = new HashMap<>();
            plan.forEach(event ->
                    fates.put(event.name() + "|" + (counts.merge(event.name(), 1, Integer::sum) - 1), event.fate()));
        }

        @Override
        void afterWriting(Counted event, Connection connection) throws Exception {
            String key = event.counter() + "|" + event.n();
            switch (fates.getOrDefault(key, Fate.GOOD)) {
                case REFUSED -> throw new IllegalArgumentException("never");
                case ERROR -> throw new AssertionError("never");
                case CONTENTION -> {
                    if (met.add(key)) {
                        throw new SQLException("somebody else was faster", "40001");
                    }
                }
                default -> {
                    // All went well.
                }
            }
        }
    }
}
