package io.myelin.core.serialization;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.introspect.VisibilityChecker;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What Jackson should know about a domain's own classes without being told by annotations: that a sealed type is
 * one of those it permits, that a record needs all its components, and that a class is its fields.
 */
final class DomainIntrospector extends NopAnnotationIntrospector {

    /** The property that says which permitted class of a sealed type a value has. */
    private static final String TYPE_PROPERTY = "@type";

    @Override
    public @Nullable TypeResolverBuilder<?> findTypeResolver(
            MapperConfig<?> config, AnnotatedClass type, JavaType base) {
        if (!isDomain(type.getRawType()) || !type.getRawType().isSealed()) {
            return null;
        }
        JsonTypeInfo.Value byName = JsonTypeInfo.Value.construct(
                JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, TYPE_PROPERTY, null, false, true);
        return new StdTypeResolverBuilder(byName).init(byName, null);
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
        Class<?> type = annotated.getRawType();
        if (!isDomain(type) || !type.isSealed()) {
            return null;
        }
        List<NamedType> concrete = new ArrayList<>();
        addConcrete(type, concrete);
        return concrete;
    }

    @Override
    public @Nullable String findTypeName(AnnotatedClass type) {
        return isDomain(type.getRawType()) ? type.getRawType().getSimpleName() : null;
    }

    @Override
    public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
        if (member instanceof AnnotatedParameter parameter
                && member.getDeclaringClass().isRecord()) {
            RecordComponent component = member.getDeclaringClass().getRecordComponents()[parameter.getIndex()];
            return !mayBeMissing(component);
        }
        return null;
    }

    @Override
    public VisibilityChecker<?> findAutoDetectVisibility(AnnotatedClass type, VisibilityChecker<?> checker) {
        if (!isDomain(type.getRawType()) || type.getRawType().isRecord()) {
            return checker;
        }
        return checker.withFieldVisibility(Visibility.ANY)
                .withGetterVisibility(Visibility.NONE)
                .withIsGetterVisibility(Visibility.NONE)
                .withSetterVisibility(Visibility.NONE);
    }

    private static void addConcrete(Class<?> type, List<NamedType> concrete) {
        if (type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                addConcrete(permitted, concrete);
            }
        }
        if (!Modifier.isAbstract(type.getModifiers())) {
            concrete.add(new NamedType(type));
        }
    }

    private static boolean mayBeMissing(RecordComponent component) {
        return component.getType() == Optional.class
                || isNullable(component)
                || isNullable(component.getAnnotatedType());
    }

    /** Any annotation of that name will do, as there are many and all mean the same. */
    private static boolean isNullable(AnnotatedElement element) {
        return Stream.of(element.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(type -> type.getSimpleName().equals("Nullable"));
    }

    /** Classes of libraries follow their own annotations. */
    static boolean isDomain(Class<?> type) {
        String name = type.getName();
        return !type.isPrimitive()
                && !type.isArray()
                && !name.startsWith("java.")
                && !name.startsWith("javax.")
                && !name.startsWith("org.axonframework.")
                && !name.startsWith("com.fasterxml.");
    }
}
