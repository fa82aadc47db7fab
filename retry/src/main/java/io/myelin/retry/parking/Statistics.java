package io.myelin.retry.parking;

import io.myelin.retry.parking.ParkedSequence.State;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How much is parked, as of the last count; a scrape of the meters asks no database. */
final class Statistics {

    private static final Counted NONE = new Counted(0, 0, null);

    private final String group;
    private volatile Map<State, Counted> counted = Map.of();

    Statistics(String group) {
        this.group = group;
    }

    /** What was counted in one state. */
    record Counted(long sequences, long letters, @Nullable Instant oldest) {
        double ageSeconds(Instant now) {
            return oldest == null
                    ? 0
                    : Math.max(0, Duration.between(oldest, now).toMillis() / 1_000.0);
        }
    }

    Counted of(State state) {
        return counted.getOrDefault(state, NONE);
    }

    void count(Connection connection) {
        Map<State, Counted> found = new EnumMap<>(State.class);
        Sql.query(
                        connection,
                        "select state, count(*) as sequences, sum(tail_index - head_index + 1) as letters,"
                                + " min(parked_at) as oldest from retry_sequence where processing_group = ? group by state",
                        Statistics::entry,
                        group)
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        counted = found;
    }

    private static Map.Entry<State, Counted> entry(ResultSet row) throws SQLException {
        return Map.entry(
                State.valueOf(row.getString("state")),
                new Counted(row.getLong("sequences"), row.getLong("letters"), Sql.instantOrNull(row, "oldest")));
    }
}
