package io.myelin.handlers.bluegreen;

import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.handlers.bluegreen.RouteTable.Route;
import io.myelin.handlers.internal.StoredToken;
import io.myelin.handlers.internal.StoredTokens;
import io.myelin.retry.Classifier;
import io.myelin.retry.FailureCategory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.axonframework.common.jdbc.JdbcException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Switches the readers of a view to another version of its projection, and back.
 *
 * <pre>{@code
 * projections.blueGreen("orders").switchTo("orders-2", SwitchTerms.within(Duration.ofMinutes(30)));
 * projections.blueGreen("orders").back();
 * projections.blueGreen("orders").drop("orders-1");
 * }</pre>
 *
 * <p>All versions follow the events all the time, each with a token of its own, so that the one before can be brought back at
 * any time. A switch is one transaction and changes one row; it counts for the readers on all nodes. Safe for several
 * threads and nodes.
 */
public final class VersionSwitch {

    private static final Logger log = LoggerFactory.getLogger(VersionSwitch.class);

    /** Long enough for a batch to be committed, too short for anybody who waits to notice. */
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

    /** A version that follows needs milliseconds; one that does not should not keep an operator waiting. */
    private static final Duration BACK_PATIENCE = Duration.ofSeconds(10);

    /** Nodes that start together get in each other's way once each, while they add the same rows. */
    private static final int PREPARE_TRIES_MAX = 5;

    private final BlueGreen declared;
    private final Surroundings around;
    private final RouteTable routes;
    private final Views views;

    /**
     * What all switches of an application have in common.
     *
     * @param followers finds the projection of this application that fills a version
     * @param head gives the position of the newest event
     */
    record Surroundings(
            JdbcTransactions transactions,
            StoredTokens tokens,
            Function<String, Follower> followers,
            LongSupplier head,
            Clock clock) {}

    VersionSwitch(BlueGreen declared, Surroundings around) {
        this.declared = declared;
        this.around = around;
        this.routes = new RouteTable(declared.name());
        this.views = new Views(around.transactions(), declared);
    }

    /** Returns the version that readers see. */
    public String active() {
        return inTransaction(connection -> route(routes.get(connection)).active());
    }

    /** Returns the version that readers saw before the last switch; empty if there was none, or it was dropped. */
    public Optional<String> previous() {
        return inTransaction(connection -> route(routes.get(connection)).previous());
    }

    /**
     * Lets readers see another version, as soon as it has caught up; waits for that. Does nothing if they see it already.
     *
     * @param version a projection of this application, declared as a version of this view
     * @throws SwitchRefusedException if it had not caught up in time; it says how far it is, and nothing has changed
     */
    public void switchTo(String version, SwitchTerms terms) {
        Follower follower = follower(version);
        Instant deadline = around.clock().instant().plus(terms.patience());
        Optional<String> whyNot = trySwitch(version, follower, terms);
        while (whyNot.isPresent() && around.clock().instant().isBefore(deadline)) {
            pause();
            whyNot = trySwitch(version, follower, terms);
        }
        whyNot.ifPresent(reason -> {
            throw new SwitchRefusedException(
                    "Readers of '" + declared.name() + "' still see '" + active() + "': '" + version
                            + "' could not be switched to within " + terms.patience() + ", since " + reason
                            + ". Wait until it has caught up, see its lag and what it has parked, or relax the terms.");
        });
    }

    /**
     * Lets readers see the version before the last switch again.
     *
     * @throws SwitchRefusedException if it has not followed and does not catch up within 10 seconds
     * @throws IllegalStateException if there is none
     */
    public void back() {
        String previous = previous()
                .orElseThrow(() -> new IllegalStateException("Readers of '" + declared.name()
                        + "' have never seen another version, or it was dropped; there is none to go back to."));
        switchTo(previous, SwitchTerms.within(BACK_PATIENCE));
    }

    /**
     * Ends a version: its projection stops and forgets how far it has read, and the views don't use its table any more,
     * so that a migration can drop it. Take it out of the application's declarations with the next release: declared
     * again it would begin at the first event.
     *
     * @throws IllegalStateException if it is the one that readers see
     */
    public void drop(String version) {
        if (active().equals(version)) {
            throw new IllegalStateException("Readers of '" + declared.name() + "' see version '" + version
                    + "', so it can't be dropped. Switch to another one first.");
        }
        Follower follower = follower(version);
        inTransaction(connection -> {
            views.removeVersion(version);
            return true;
        });
        follower.stop();
        inTransaction(connection -> {
            follower.dropParked();
            around.tokens().delete(version);
            return true;
        });
    }

    /** Brings the database up to date with what is declared, when the application starts; others may do so at the same time. */
    void prepare() {
        for (int tries = 1; ; tries++) {
            try {
                inTransaction(connection -> {
                    views.addVersions();
                    return true;
                });
                return;
            } catch (JdbcException e) {
                if (tries == PREPARE_TRIES_MAX) {
                    throw e;
                }
                log.info("Versions of '{}' could not be added ({}); it is tried again.", declared.name(), e.toString());
                pause();
            }
        }
    }

    private Optional<String> trySwitch(String version, Follower follower, SwitchTerms terms) {
        try {
            return inTransaction(connection -> switchIfCaughtUp(connection, version, follower, terms));
        } catch (RuntimeException e) {
            if (Classifier.builtIn().categoryOf(e) != FailureCategory.CONTENTION) {
                throw e;
            }
            return Optional.of("others held its rows: " + e.getMessage());
        }
    }

    private Optional<String> switchIfCaughtUp(
            Connection connection, String version, Follower follower, SwitchTerms terms) throws SQLException {
        Route route = route(routes.locked(connection));
        if (route.active().equals(version)) {
            return Optional.empty();
        }
        // From here on to the commit neither of them gets on: no batch can store its token.
        List<StoredToken> tokens = around.tokens().locked(version);
        List<StoredToken> active = around.tokens().locked(route.active());
        CaughtUp state = new CaughtUp(
                tokens, follower.segmentsHere(), active, around.head().getAsLong());
        Optional<String> whyNot = state.whyNot(terms);
        if (whyNot.isEmpty() && !terms.parkedAllowed() && follower.hasParked()) {
            whyNot = Optional.of("events of it are parked");
        }
        if (whyNot.isEmpty()) {
            routes.activate(connection, version, around.clock().instant());
            log.info("Readers of {} go over from '{}' to '{}'.", declared.views(), route.active(), version);
        }
        return whyNot;
    }

    private Follower follower(String version) {
        if (declared.versions().stream().noneMatch(known -> known.projection().equals(version))) {
            throw new IllegalArgumentException("'" + version + "' is not declared as a version of '" + declared.name()
                    + "'; there are " + declared.versions() + ".");
        }
        return around.followers().apply(version);
    }

    private Route route(Optional<Route> found) {
        return found.orElseThrow(() -> new IllegalStateException(
                "Nothing is known of view '" + declared.name() + "' yet. Start the application first."));
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a version was catching up; nothing was switched.", e);
        }
    }

    private <R> R inTransaction(Work<R> work) {
        return around.transactions().fetchInTransaction(() -> {
            try {
                return work.on(around.transactions().connection());
            } catch (SQLException e) {
                throw new JdbcException(
                        "The versions of '" + declared.name() + "' could not be read or changed: " + e.getMessage(), e);
            }
        });
    }

    /** What is done within a transaction. */
    @FunctionalInterface
    private interface Work<R> {
        R on(Connection connection) throws SQLException;
    }
}
