package io.myelin.retry.parking;

import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.retry.LineStoppedException;
import io.myelin.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import java.util.function.Function;
import org.axonframework.eventhandling.EventMessage;

/**
 * A projection that notes every event that takes effect, in a table without a unique key, and fails when told to: after
 * it has written, so that what a failed attempt wrote would show.
 */
final class Journal implements EventDelivery {

    /** What a handler may do besides writing its line. */
    @FunctionalInterface
    interface Prank {
        void play(Connection connection) throws Exception;
    }

    private final TestDatabase database;
    private final JdbcTransactions transactions;
    private final Map<Noted, Deque<Prank>> pranks = new ConcurrentHashMap<>();
    private volatile Function<Noted, Prank> usual = event -> connection -> {};
    final Deque<Noted> deliveries = new ConcurrentLinkedDeque<>();

    Journal(TestDatabase database, JdbcTransactions transactions) {
        this.database = database;
        this.transactions = transactions;
        database.execute("create table if not exists journal (line bigint generated always as identity primary key,"
                + " sequence varchar(300) not null, number int not null)");
    }

    /** The event's next deliveries end with these, one after the other. */
    void fail(Noted event, Exception... failures) {
        for (Exception failure : failures) {
            prank(event, connection -> {
                throw failure;
            });
        }
    }

    void prank(Noted event, Prank prank) {
        pranks.computeIfAbsent(event, key -> new ConcurrentLinkedDeque<>()).add(prank);
    }

    /** Deliveries for which nothing else was planned end with this. */
    void usually(Prank prank) {
        usual = event -> prank;
    }

    /** Deliveries for which nothing else was planned end with what this throws, if it does. */
    void usuallyOn(Consumer<Noted> prank) {
        usual = event -> connection -> prank.accept(event);
    }

    void cure(Noted event) {
        pranks.remove(event);
    }

    /** Returns the numbers noted for a sequence, in the order in which they took effect. */
    List<String> of(String sequence) {
        return database.rows("select number from journal where sequence = '" + sequence + "' order by line");
    }

    @Override
    public void deliver(EventMessage<?> event) throws Exception {
        Connection connection = transactions.connection();
        Savepoint before = connection.setSavepoint();
        try {
            Noted noted = (Noted) event.getPayload();
            deliveries.add(noted);
            write(connection, noted);
            Prank prank = pranks.getOrDefault(noted, new ArrayDeque<>()).poll();
            (prank == null ? usual.apply(noted) : prank).play(connection);
        } catch (Exception e) {
            undo(connection, before, e);
            throw e;
        }
    }

    private static void undo(Connection connection, Savepoint before, Exception cause) {
        try {
            connection.rollback(before);
        } catch (SQLException e) {
            e.addSuppressed(cause);
            throw new LineStoppedException("The transaction is gone with its savepoint.", cause);
        }
    }

    private static void write(Connection connection, Noted noted) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into journal (sequence, number) values (?, ?)")) {
            insert.setString(1, noted.sequence());
            insert.setInt(2, noted.number());
            insert.executeUpdate();
        }
    }
}
