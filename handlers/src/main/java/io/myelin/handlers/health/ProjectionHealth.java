package io.myelin.handlers.health;

import java.util.List;

/**
 * How well one projection is.
 *
 * @param level the worst of all findings
 * @param findings the worst first; none if it is up
 */
public record ProjectionHealth(Level level, List<Finding> findings) {

    /** Takes a copy. */
    public ProjectionHealth {
        findings = List.copyOf(findings);
    }

    /**
     * One thing that is not as it should be.
     *
     * @param text what was found, why it matters, and how to mend it
     */
    public record Finding(Level level, String text) {}

    static ProjectionHealth of(List<Finding> findings) {
        return new ProjectionHealth(
                findings.stream().map(Finding::level).reduce(Level.UP, Level::worse),
                findings.stream()
                        .sorted((one, other) -> other.level().compareTo(one.level()))
                        .toList());
    }
}
