package io.myelin.retry;

import static java.util.Objects.requireNonNull;

import io.myelin.retry.internal.Causes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Tells the {@linkplain FailureCategory kinds of failure} apart, by every link of the chain of causes and of {@link
 * java.sql.SQLException#getNextException()}.
 *
 * <p>Rules are asked in order, each about the whole chain, and the first that matches wins: those of the application, in
 * the order in which they were added, then the built-in ones. So a deadlock stays a deadlock, however many exceptions
 * it was wrapped into. Immutable, safe for use by several threads.
 */
public final class Classifier {

    private final List<Rule> rules;

    private Classifier(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Returns the classifier that knows JDBC, H2, PostgreSQL, Kafka, the JDK's network exceptions and Axon's. */
    public static Classifier builtIn() {
        return new Classifier(List.of());
    }

    /** Returns a classifier that puts failures with {@code type} anywhere in their chain into {@code category}. */
    public Classifier with(FailureCategory category, Class<? extends Throwable> type) {
        return with(category, requireNonNull(type, "type")::isInstance);
    }

    /**
     * Returns a classifier that puts failures into {@code category} if one link of their chain matches.
     *
     * @param matches is asked about each link; what it throws counts as no match
     */
    public Classifier with(FailureCategory category, Predicate<? super Throwable> matches) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(new Rule(requireNonNull(category, "category"), requireNonNull(matches, "matches")));
        return new Classifier(more);
    }

    /** Returns the failure's category; {@link FailureCategory#UNKNOWN} if no rule matches. */
    public FailureCategory categoryOf(Throwable failure) {
        List<Throwable> causes = Causes.of(failure);
        return firstOf(rules, causes, firstOf(BuiltInRules.ALL, causes, FailureCategory.UNKNOWN));
    }

    private static FailureCategory firstOf(List<Rule> rules, List<Throwable> causes, FailureCategory otherwise) {
        return rules.stream()
                .filter(rule -> causes.stream().anyMatch(rule::holdsFor))
                .map(Rule::category)
                .findFirst()
                .orElse(otherwise);
    }

    /** What puts a failure into a category. */
    record Rule(FailureCategory category, Predicate<? super Throwable> matches) {
        boolean holdsFor(Throwable cause) {
            try {
                return matches.test(cause);
            } catch (RuntimeException e) {
                // A broken rule must not turn one failing event into a failing line; the next rules are still asked.
                return false;
            }
        }
    }
}
