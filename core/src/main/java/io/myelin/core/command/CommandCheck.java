package io.myelin.core.command;

import io.myelin.core.command.InvalidCommandException.Violation;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds all that is wrong with a command before anybody handles it: Bean Validation's constraints, and a missing
 * identifier.
 */
final class CommandCheck {

    private final Validator validator;
    private final CommandRouting routing;

    CommandCheck(Validator validator, CommandRouting routing) {
        this.validator = validator;
        this.routing = routing;
    }

    Optional<InvalidCommandException> refusal(Object command) {
        List<Violation> violations = new ArrayList<>();
        routing.violation(command).ifPresent(violations::add);
        validator.validate(command).stream()
                .map(CommandCheck::violation)
                .sorted(Comparator.comparing(Violation::path).thenComparing(Violation::problem))
                .forEach(violations::add);
        return violations.isEmpty()
                ? Optional.empty()
                : Optional.of(new InvalidCommandException(command.getClass(), violations));
    }

    private static Violation violation(ConstraintViolation<Object> violation) {
        return new Violation(
                violation.getPropertyPath().toString(),
                violation.getMessage(),
                String.valueOf(violation.getInvalidValue()));
    }
}
