package io.myelin.handlers;

import io.myelin.handlers.replay.ReplayStart;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.jspecify.annotations.Nullable;

/** Notes the numbers of events. */
class Notes {

    static final String CREATE = "create table noted (id bigint generated always as identity, n bigint)";

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

    static void removeAfter(Connection connection, ReplayStart start) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from noted where n > ?")) {
            delete.setLong(1, start.after());
            delete.executeUpdate();
        }
    }

    /** Can be replayed from the middle. */
    static class From extends Notes {
        From() {}

        From(Pace pace) {
            super(pace);
        }

        @ResetHandler
        void onReset(ReplayStart start, Connection connection) throws SQLException {
            removeAfter(connection, start);
        }
    }
}
