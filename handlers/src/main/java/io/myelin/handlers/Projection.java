package io.myelin.handlers;

import io.myelin.handlers.replay.ReplayStart;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.StreamSupport;
import org.axonframework.common.ReflectionUtils;
import org.axonframework.common.annotation.AnnotationUtils;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;

/** A projection as the user named it. */
record Projection(String name, List<Object> handlers, ProjectionOptions options) {

    /** The token table's column; names that long say nothing more. */
    private static final int NAME_LENGTH_MAX = 100;

    /** Checks that it can run at all. */
    Projection {
        if (name.isBlank() || name.length() > NAME_LENGTH_MAX) {
            throw new ProjectionSetupException("A projection's name must have 1 to " + NAME_LENGTH_MAX
                    + " characters, for its token is stored under it; '" + name + "' has " + name.length() + ".");
        }
        handlers = List.copyOf(handlers);
        if (handlers.isEmpty()) {
            throw new ProjectionSetupException("Projection '" + name + "' has no handlers, so that it would read every"
                    + " event and do nothing. Pass at least one object with @EventHandler methods.");
        }
        for (Object handler : handlers) {
            checkHandler(name, handler.getClass());
        }
    }

    /** Returns whether a replay knows how to empty what was written. */
    boolean isResettable() {
        return options.reset().isPresent()
                || handlers.stream().allMatch(handler -> has(handler.getClass(), ResetHandler.class));
    }

    /** Returns whether a replay from the middle knows what to remove; a handler that empties everything would lose events. */
    boolean isResettableFrom() {
        boolean byAction =
                options.reset().filter(PartialReset.class::isInstance).isPresent();
        return handlers.stream().allMatch(handler -> resetsFrom(handler.getClass(), byAction));
    }

    private static boolean resetsFrom(Class<?> type, boolean byAction) {
        List<Method> resets = StreamSupport.stream(
                        ReflectionUtils.methodsOf(type).spliterator(), false)
                .filter(method -> AnnotationUtils.isAnnotationPresent(method, ResetHandler.class))
                .toList();
        return resets.isEmpty()
                ? byAction
                : resets.stream()
                        .allMatch(method -> List.of(method.getParameterTypes()).contains(ReplayStart.class));
    }

    /** Refuses a handler object that two projections have, for it would get every event twice. */
    void requireNotShared(Projection other) {
        if (other.handlers.stream().anyMatch(handler -> handlers.stream().anyMatch(own -> own == handler))) {
            throw new ProjectionSetupException("Projections '" + other.name + "' and '" + name
                    + "' share a handler object, which would get every event twice. Make an object for each.");
        }
    }

    private static void checkHandler(String name, Class<?> type) {
        if (hasSagaHandler(type)) {
            throw new ProjectionSetupException(
                    type.getName() + " is a saga, which keeps its state elsewhere than in the"
                            + " transaction of projection '" + name
                            + "'. Register it with Axon's registerSaga, with a token store"
                            + " and saga store in one database.");
        }
        if (!has(type, EventHandler.class)) {
            throw new ProjectionSetupException(type.getName() + ", a handler of projection '" + name
                    + "', has no @EventHandler method, so that every event would pass it by. Annotate its methods.");
        }
    }

    private static boolean hasSagaHandler(Class<?> type) {
        return StreamSupport.stream(ReflectionUtils.methodsOf(type).spliterator(), false)
                .flatMap(method -> List.of(method.getAnnotations()).stream())
                .anyMatch(annotation ->
                        annotation.annotationType().getSimpleName().equals("SagaEventHandler"));
    }

    private static boolean has(Class<?> type, Class<? extends Annotation> annotation) {
        return StreamSupport.stream(ReflectionUtils.methodsOf(type).spliterator(), false)
                .anyMatch(method -> AnnotationUtils.isAnnotationPresent(method, annotation));
    }
}
