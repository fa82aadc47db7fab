package io.myelin.handlers.bluegreen;

import io.myelin.core.Phases;
import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.handlers.internal.StoredToken;
import io.myelin.handlers.internal.StoredTokens;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.axonframework.config.Configuration;

/** All that an application has declared. For this module. */
public final class VersionSwitches {

    /** The tables of projections are made in the phase of the store. */
    private static final int AFTER_TABLES = Phases.STORE + 1;

    private final Map<String, BlueGreen> declared = new LinkedHashMap<>();
    private final Map<String, VersionSwitch> switches = new ConcurrentHashMap<>();

    /** Adds a declaration. */
    public void add(BlueGreen added) {
        if (added.versions().isEmpty()) {
            throw new IllegalArgumentException("View '" + added.name()
                    + "' has no version, so that it could show nothing." + " Add one by version(projection, table).");
        }
        if (declared.putIfAbsent(added.name(), added) != null) {
            throw new IllegalArgumentException(
                    "View '" + added.name() + "' is declared twice. Declare it once, with all its" + " versions.");
        }
    }

    /**
     * Lets the views be brought up to date when the application starts.
     *
     * @param projections of the application
     * @param followers finds one of them
     */
    public void configure(
            Configuration configuration,
            JdbcTransactions transactions,
            Set<String> projections,
            Function<String, Follower> followers) {
        declared.values().forEach(each -> requireProjections(each, projections));
        if (declared.isEmpty()) {
            return;
        }
        VersionSwitch.Surroundings around = new VersionSwitch.Surroundings(
                transactions,
                new StoredTokens(transactions, configuration.serializer()),
                followers,
                () -> StoredToken.positionOf(configuration.eventStore().createHeadToken()),
                configuration.getComponent(Clock.class, Clock::systemUTC));
        declared.forEach((name, each) -> switches.put(name, new VersionSwitch(each, around)));
        configuration.onStart(AFTER_TABLES, () -> switches.values().forEach(VersionSwitch::prepare));
    }

    /** Returns the switch of a view. */
    public VersionSwitch of(String view) {
        VersionSwitch found = switches.get(view);
        if (found == null) {
            throw new IllegalArgumentException("There is no view '" + view + "' with versions; there are "
                    + declared.keySet() + ". The application must have been built.");
        }
        return found;
    }

    private static void requireProjections(BlueGreen declaration, Set<String> projections) {
        declaration.versions().stream()
                .map(BlueGreen.Version::projection)
                .filter(version -> !projections.contains(version))
                .findFirst()
                .ifPresent(missing -> {
                    throw new IllegalArgumentException("View '" + declaration.name() + "' has a version '" + missing
                            + "', but there is no projection of that name that would fill it; there are " + projections
                            + ". Add it by projection(\"" + missing + "\", handler).");
                });
    }
}
