package io.myelin.core.command;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.axonframework.common.ReflectionUtils;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.CreationPolicy;

/**
 * Knows the commands whose handlers create the aggregate only if it is missing. If another writer has just created
 * it, such a command succeeds when repeated; any other creation would fail again.
 */
final class CreateIfMissing implements Predicate<Class<?>> {

    private final Set<Class<?>> commands;

    CreateIfMissing(Collection<Class<?>> aggregates) {
        this.commands = aggregates.stream().flatMap(CreateIfMissing::commands).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean test(Class<?> command) {
        return commands.contains(command);
    }

    private static Stream<Class<?>> commands(Class<?> aggregate) {
        return StreamSupport.stream(ReflectionUtils.methodsOf(aggregate).spliterator(), false)
                .filter(method -> method.isAnnotationPresent(CreationPolicy.class)
                        && method.getAnnotation(CreationPolicy.class).value()
                                == AggregateCreationPolicy.CREATE_IF_MISSING)
                .flatMap(method -> Arrays.stream(method.getParameterTypes()).limit(1));
    }
}
