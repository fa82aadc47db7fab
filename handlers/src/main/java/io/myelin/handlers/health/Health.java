package io.myelin.handlers.health;

import java.util.Map;

/**
 * How well the projections of an application are.
 *
 * <p>Not a reason to restart a process: a database that is down makes projections degraded everywhere, and a restart would
 * not help it.
 *
 * @param level the worst of all projections
 * @param projections each by its name
 */
public record Health(Level level, Map<String, ProjectionHealth> projections) {

    /** Takes a copy. */
    public Health {
        projections = Map.copyOf(projections);
    }

    /** Returns the health of all. */
    public static Health of(Map<String, ProjectionHealth> projections) {
        Level worst = projections.values().stream().map(ProjectionHealth::level).reduce(Level.UP, Level::worse);
        return new Health(worst, projections);
    }
}
