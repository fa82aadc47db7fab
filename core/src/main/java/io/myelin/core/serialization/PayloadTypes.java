package io.myelin.core.serialization;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.jspecify.annotations.Nullable;

/**
 * All types that may be stored: events by their names, aggregates by the names of their snapshots, and Axon's and
 * the JDK's plain values by their class names.
 */
final class PayloadTypes {

    /** Axon's tokens and metadata are stored under their class names, which Axon itself keeps stable. */
    private static final String AXON_PACKAGE = "org.axonframework.";

    private static final Set<Class<?>> JDK_VALUES = Set.of(
            String.class,
            Boolean.class,
            Integer.class,
            Long.class,
            BigInteger.class,
            BigDecimal.class,
            UUID.class,
            Instant.class,
            LocalDate.class);

    private final EventTypes events;
    private final Map<Class<?>, SerializedType> others;
    private final Map<String, Class<?>> othersByName = new LinkedHashMap<>();

    PayloadTypes(EventTypes events, Map<Class<?>, SerializedType> others) {
        this.events = events;
        this.others = Map.copyOf(others);
        JDK_VALUES.forEach(type -> othersByName.put(type.getName(), type));
        others.forEach((type, name) -> othersByName.put(name.getName(), type));
    }

    SerializedType typeFor(@Nullable Class<?> type) {
        if (type == null || type == Void.class || type == Void.TYPE) {
            return SerializedType.emptyType();
        }
        return events.typeOf(type)
                .map(PayloadTypes::serialized)
                .or(() -> java.util.Optional.ofNullable(others.get(type)))
                .orElseGet(() -> byClassName(type));
    }

    Class<?> classFor(SerializedType type) {
        String name = type.getName();
        if (SerializedType.emptyType().equals(type)) {
            return Void.class;
        }
        Class<?> event = events.classOf(name).orElse(null);
        if (event != null) {
            return ofRevision(event, type);
        }
        Class<?> other = othersByName.get(name);
        return other != null ? other : axonClass(name);
    }

    private static SerializedType serialized(EventType type) {
        return new SimpleSerializedType(type.name(), type.revision());
    }

    private static SerializedType byClassName(Class<?> type) {
        if (type.getName().startsWith(AXON_PACKAGE) || JDK_VALUES.contains(type)) {
            return new SimpleSerializedType(type.getName(), null);
        }
        throw new PayloadException(
                type.getName() + " is not registered, so there is no name to store it under."
                        + " If it is an event, annotate it with @EventName and pass it, or the sealed interface it belongs"
                        + " to, to the application's events(...). If it is an aggregate, pass it to aggregate(...).",
                null);
    }

    private Class<?> ofRevision(Class<?> event, SerializedType stored) {
        EventType found = events.current(stored.getName(), stored.getRevision());
        EventType known = events.typeOf(event).orElseThrow();
        if (!found.equals(known)) {
            throw new UnknownEventException(
                    stored.getName(),
                    "Event " + found + " was found in the store, but " + event.getSimpleName() + " reads revision "
                            + known.revision() + ". Reading it anyway could give it another meaning."
                            + " Register an upcaster from revision " + found.revision() + " to " + known.revision()
                            + ", or run the newer version of this application if the event comes from one.");
        }
        return event;
    }

    private Class<?> axonClass(String name) {
        try {
            if (name.startsWith(AXON_PACKAGE)) {
                return Class.forName(name, false, MetaData.class.getClassLoader());
            }
        } catch (ClassNotFoundException e) {
            throw new PayloadException(
                    "Axon's class " + name + " was stored but is not on the class path."
                            + " Add the Axon module that it belongs to, in the version that stored it.",
                    e);
        }
        throw unknown(name);
    }

    private UnknownEventException unknown(String name) {
        List<String> similar = SimilarNames.to(name, events.names());
        return new UnknownEventException(
                name,
                "Nothing is registered under the name '" + name + "', which was found in the store. It is not skipped,"
                        + " because what it says would be missing. Known are "
                        + events.names().size() + " event names"
                        + (similar.isEmpty() ? "" : ", close to it: " + String.join(", ", similar))
                        + ". Register its event with the application's events(...); if the event was renamed,"
                        + " add the old name: @EventName(value = \"...\", formerly = \"" + name + "\").");
    }
}
