package io.myelin.core.serialization;

import io.myelin.core.EventName;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which event class is stored under which name and revision; immutable, and complete once it exists.
 *
 * <p>Everything that would go wrong later is refused at once: a class without a name, a name given twice, a blank
 * one. All mistakes are listed in one message.
 */
public final class EventTypes {

    private final Map<Class<?>, EventType> typesByClass = new LinkedHashMap<>();
    private final Map<String, Class<?>> classesByName = new LinkedHashMap<>();

    private EventTypes() {}

    /**
     * Collects the events of the given types.
     *
     * @param types records or other concrete classes with {@link EventName}, and sealed types, which stand for all
     *     that they permit
     * @throws IllegalArgumentException if a class has no name, a name is blank or given to two classes, or an
     *     interface is not sealed
     */
    public static EventTypes of(Class<?>... types) {
        return of(List.of(types));
    }

    /** Collects the events of the given types, as {@link #of(Class...)} does. */
    public static EventTypes of(Collection<Class<?>> types) {
        EventTypes eventTypes = new EventTypes();
        List<String> mistakes = new ArrayList<>();
        types.forEach(type -> eventTypes.add(type, mistakes));
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(
                    "The events cannot be stored as they are:\n - " + String.join("\n - ", mistakes));
        }
        return eventTypes;
    }

    /** Returns the name and revision under which events of this class are stored, or nothing for another class. */
    public Optional<EventType> typeOf(Class<?> eventClass) {
        return Optional.ofNullable(typesByClass.get(eventClass));
    }

    /** Returns the class of the event with this name, today's or a former one. */
    public Optional<Class<?>> classOf(String name) {
        return Optional.ofNullable(classesByName.get(name));
    }

    /**
     * Returns the type with today's name in place of a former one, and the first revision in place of none.
     *
     * @param revision null where it was stored without one, as Axon does by default
     */
    public EventType current(String name, @Nullable String revision) {
        Class<?> eventClass = classesByName.get(name);
        EventType current = eventClass == null ? null : typesByClass.get(eventClass);
        return new EventType(
                current == null ? name : current.name(), revision == null ? EventName.FIRST_REVISION : revision);
    }

    /** Returns all names that can be read, former ones too, in alphabetical order. */
    public SortedSet<String> names() {
        return new TreeSet<>(classesByName.keySet());
    }

    private void add(Class<?> type, List<String> mistakes) {
        if (type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                add(permitted, mistakes);
            }
        }
        if (!type.isInterface() && !Modifier.isAbstract(type.getModifiers())) {
            addEvent(type, mistakes);
        } else if (!type.isSealed()) {
            mistakes.add(type.getName() + " is neither sealed nor a class of its own, so its events cannot be found."
                    + " Make it sealed, or register its records one by one.");
        }
    }

    private void addEvent(Class<?> type, List<String> mistakes) {
        EventName name = type.getAnnotation(EventName.class);
        if (name == null) {
            mistakes.add(type.getName() + " has no name. Its class name would be stored and could never change again."
                    + " Annotate it, for example with @EventName(\"" + suggestion(type) + "\").");
        } else if (name.value().isBlank() || name.revision().isBlank()) {
            mistakes.add(type.getName() + " has a blank name or revision: @EventName(value=\"" + name.value()
                    + "\", revision=\"" + name.revision() + "\"). Give it both.");
        } else if (!typesByClass.containsKey(type)) {
            typesByClass.put(type, new EventType(name.value(), name.revision()));
            addName(name.value(), type, mistakes);
            for (String former : name.formerly()) {
                addName(former, type, mistakes);
            }
        }
    }

    private void addName(String name, Class<?> type, List<String> mistakes) {
        Class<?> other = classesByName.putIfAbsent(name, type);
        if (other != null) {
            mistakes.add("'" + name + "' is a name of both " + other.getName() + " and " + type.getName()
                    + ". A stored event could be either. Give one of them another name.");
        } else if (name.isBlank()) {
            mistakes.add(type.getName() + " has a blank former name. Remove it, or give the one it was stored under.");
        }
    }

    private static String suggestion(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(java.util.Locale.ROOT);
    }
}
