package io.myelin.core.command;

import io.myelin.core.command.InvalidCommandException.Violation;
import java.util.List;
import java.util.Optional;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.axonframework.modelling.command.IdentifierMissingException;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.axonframework.modelling.command.TargetAggregateVersion;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Knows which aggregate a command is for: the value marked with {@link TargetAggregateIdentifier}, at the sequence
 * number marked with {@link TargetAggregateVersion}, if any.
 */
final class CommandRouting implements CommandTargetResolver {

    private final AnnotatedValue identifier = new AnnotatedValue(TargetAggregateIdentifier.class);
    private final AnnotatedValue version = new AnnotatedValue(TargetAggregateVersion.class);

    /** Returns what is wrong with the identifier, or nothing if it is right or not marked. */
    Optional<Violation> violation(Object command) {
        return identifier.name(command.getClass()).flatMap(name -> violation(name, identifier.read(command)));
    }

    @Override
    public VersionedAggregateIdentifier resolveTarget(CommandMessage<?> message) {
        Object command = message.getPayload();
        violation(command).ifPresent(violation -> {
            throw new InvalidCommandException(command.getClass(), List.of(violation));
        });
        Object target = identifier.read(command);
        if (target == null) {
            throw new IdentifierMissingException(command.getClass().getSimpleName()
                    + " does not say which aggregate it is for. Mark the component that holds the aggregate's"
                    + " identifier with @TargetAggregateIdentifier.");
        }
        return new VersionedAggregateIdentifier(target, version(version.read(command)));
    }

    private static Optional<Violation> violation(String name, @Nullable Object target) {
        if (target == null) {
            return Optional.of(
                    new Violation(name, "must not be null: it says which aggregate the command is for", "null"));
        }
        return target.toString().isBlank()
                ? Optional.of(new Violation(
                        name, "must not be blank: it says which aggregate the command is for", target.toString()))
                : Optional.empty();
    }

    private static @Nullable Long version(@Nullable Object version) {
        return version == null ? null : Long.valueOf(version.toString());
    }
}
