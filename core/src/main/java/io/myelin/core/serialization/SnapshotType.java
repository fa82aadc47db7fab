package io.myelin.core.serialization;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.axonframework.common.annotation.AnnotationUtils;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.serialization.Revision;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;

/**
 * The name and revision under which an aggregate's snapshots are stored. The revision holds a checksum of the
 * aggregate's fields, and of those of its parts, by name and type: a snapshot of another shape is thereby ignored,
 * instead of leaving a new field empty. Ignoring one costs a replay; reading a wrong one costs the truth.
 */
final class SnapshotType {

    private static final String NAME_PREFIX = "snapshot:";

    private SnapshotType() {}

    static SerializedType of(Class<?> aggregate) {
        String declared = (String) AnnotationUtils.findAnnotationAttribute(aggregate, Revision.class, "revision")
                .orElse("");
        String shape = shape(aggregate);
        return new SimpleSerializedType(
                NAME_PREFIX + aggregateType(aggregate), declared.isEmpty() ? shape : declared + "-" + shape);
    }

    /** Returns the type of the aggregate, as its events carry it. */
    static String aggregateType(Class<?> aggregate) {
        return AnnotationUtils.findAnnotationAttribute(aggregate, AggregateRoot.class, "type")
                .map(Object::toString)
                .filter(type -> !type.isEmpty())
                .orElse(aggregate.getSimpleName());
    }

    private static String shape(Class<?> aggregate) {
        Map<String, String> shapes = new TreeMap<>();
        describe(aggregate, shapes);
        CRC32 checksum = new CRC32();
        checksum.update(shapes.toString().getBytes(StandardCharsets.UTF_8));
        return "%08x".formatted(checksum.getValue());
    }

    private static void describe(Class<?> type, Map<String, String> shapes) {
        if (type.isArray()) {
            describe(type.getComponentType(), shapes);
        } else if (DomainIntrospector.isDomain(type) && !shapes.containsKey(type.getName())) {
            List<Field> fields = fields(type);
            shapes.put(
                    type.getName(),
                    fields.stream()
                                    .map(field -> field.getName() + ":"
                                            + field.getGenericType().getTypeName())
                                    .toList()
                            + (type.isEnum() ? Arrays.toString(type.getEnumConstants()) : ""));
            fields.forEach(field -> describe(field.getGenericType(), shapes));
            if (type.isSealed()) {
                Arrays.stream(type.getPermittedSubclasses()).forEach(permitted -> describe(permitted, shapes));
            }
        }
    }

    private static void describe(Type type, Map<String, String> shapes) {
        if (type instanceof Class<?> plain) {
            describe(plain, shapes);
        } else if (type instanceof ParameterizedType generic) {
            describe(generic.getRawType(), shapes);
            Arrays.stream(generic.getActualTypeArguments()).forEach(argument -> describe(argument, shapes));
        } else if (type instanceof WildcardType wildcard) {
            Arrays.stream(wildcard.getUpperBounds()).forEach(bound -> describe(bound, shapes));
        }
    }

    private static List<Field> fields(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            Arrays.stream(at.getDeclaredFields())
                    .filter(field -> !Modifier.isStatic(field.getModifiers())
                            && !Modifier.isTransient(field.getModifiers())
                            && !field.isSynthetic())
                    .forEach(fields::add);
        }
        // The JVM promises no order.
        fields.sort(Comparator.comparing(Field::getName));
        return fields;
    }
}
