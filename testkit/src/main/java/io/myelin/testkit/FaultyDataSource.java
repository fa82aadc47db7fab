package io.myelin.testkit;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source in front of another that numbers the calls to the database and lets one of them go wrong.
 *
 * <p>Every call that would reach a server counts, from 1: getting a connection, preparing, executing, savepoints, commit
 * and rollback. A test runs a scenario once to learn {@link #calls() how many} it makes, and then once for each of them
 * with a fault there. Safe for use by several threads.
 */
public final class FaultyDataSource implements DataSource {

    /** Whether the call that fails has done its work; a commit that did it is the case that is forgotten most. */
    public enum Moment {
        /** The request is lost: the call did nothing. */
        BEFORE,
        /** The answer is lost: the call did its work. */
        AFTER
    }

    /** What breaks. */
    public enum Reach {
        /** The one connection: all its later calls fail, and what it had not committed is undone. */
        CONNECTION,
        /** The process, as far as the database can tell: all connections break, and no new one is given out. */
        PROCESS
    }

    /**
     * One fault.
     *
     * @param call which call, from 1
     */
    public record Fault(long call, Moment moment, Reach reach) {
        /** Checks the number. */
        public Fault {
            if (call < 1) {
                throw new IllegalArgumentException("Calls count from 1, was " + call + ".");
            }
            requireNonNull(moment, "moment");
            requireNonNull(reach, "reach");
        }
    }

    private final DataSource real;
    private final List<FaultyConnection> open = new ArrayList<>();
    private final List<String> made = new ArrayList<>();
    private @Nullable Fault fault;
    private boolean broken;

    private FaultyDataSource(DataSource real) {
        this.real = requireNonNull(real, "real");
    }

    /** Returns one without a fault. */
    public static FaultyDataSource over(DataSource real) {
        return new FaultyDataSource(real);
    }

    /** Plans a fault, in place of one planned before. The count goes on. */
    public synchronized FaultyDataSource plan(Fault planned) {
        fault = requireNonNull(planned, "planned");
        return this;
    }

    /** Ends what a fault of {@link Reach#PROCESS} began, as an outage of the database ends; old connections stay broken. */
    public synchronized void repair() {
        broken = false;
    }

    /** Begins an outage now: all connections break, and no new one is given out until it is {@linkplain #repair repaired}. */
    public void breakNow() {
        List<FaultyConnection> breaking;
        synchronized (this) {
            broken = true;
            breaking = List.copyOf(open);
        }
        breaking.forEach(FaultyConnection::markBroken);
    }

    /** Returns how many calls were made so far. */
    public synchronized long calls() {
        return made.size();
    }

    /** Returns the calls made so far, by name, in their order. */
    public synchronized List<String> callNames() {
        return List.copyOf(made);
    }

    /** Returns whether a fault of {@link Reach#PROCESS} has struck. */
    public synchronized boolean isBroken() {
        return broken;
    }

    @Override
    public Connection getConnection() throws SQLException {
        boolean down = isBroken();
        Moment struck = count("getConnection");
        if (down || struck == Moment.BEFORE) {
            throw lost("getConnection");
        }
        FaultyConnection connection = new FaultyConnection(this, real.getConnection());
        if (struck == Moment.AFTER) {
            connection.breakOff();
            throw lost("getConnection");
        }
        synchronized (this) {
            open.add(connection);
        }
        return connection.asConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("Connections come as the data source behind is configured.");
    }

    /** Counts a call and says whether the planned fault strikes at it; breaks the other connections if it is to. */
    @Nullable
    Moment count(String name) {
        List<FaultyConnection> breaking;
        Fault striking;
        synchronized (this) {
            made.add(name);
            striking = fault;
            if (striking == null || striking.call() != made.size()) {
                return null;
            }
            if (striking.reach() == Reach.CONNECTION) {
                return striking.moment();
            }
            broken = true;
            breaking = List.copyOf(open);
        }
        breaking.forEach(FaultyConnection::markBroken);
        return striking.moment();
    }

    synchronized void forget(FaultyConnection closed) {
        open.remove(closed);
    }

    static SQLException lost(String call) {
        return new SQLException("Injected fault at " + call + ": the connection is lost.", "08006");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // Nothing is logged.
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        real.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return real.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("Nothing is logged.");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return real.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return real.isWrapperFor(type);
    }

    @Override
    public String toString() {
        return "FaultyDataSource[" + real + "]";
    }
}
