package io.myelin.core.command;

import java.util.List;
import java.util.stream.Collectors;
import org.axonframework.common.AxonNonTransientException;

/**
 * A command that should not have been sent as it is. It never reached its handler; all that is wrong with it is
 * listed. Sending it again gives the same answer.
 */
public class InvalidCommandException extends AxonNonTransientException {

    private final transient List<Violation> violations;

    /**
     * One thing that is wrong.
     *
     * @param path the place in the command, for example {@code lines[2].quantity}
     * @param problem the rule that is broken, for example "must be greater than 0"
     * @param value the value found there, as text
     */
    public record Violation(String path, String problem, String value) {

        /** Values are cut here in messages: long enough to recognise, short enough for a log line. */
        private static final int VALUE_LENGTH_MAX = 100;

        /** Cuts the value. */
        public Violation {
            if (value.length() > VALUE_LENGTH_MAX) {
                value = value.substring(0, VALUE_LENGTH_MAX) + "...";
            }
        }

        @Override
        public String toString() {
            return path + " " + problem + ", was '" + value + "'";
        }
    }

    /**
     * Creates the exception.
     *
     * @param violations in the order of their paths, at least one
     */
    public InvalidCommandException(Class<?> command, List<Violation> violations) {
        super(command.getSimpleName() + " is not valid: "
                + violations.stream().map(Violation::toString).collect(Collectors.joining("; "))
                + ". Nothing was done. Correct this and send it again.");
        this.violations = List.copyOf(violations);
    }

    /** Returns all that is wrong, in the order of the paths. */
    public final List<Violation> violations() {
        return violations;
    }
}
