package io.myelin.core.command;

import java.lang.annotation.Annotation;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import org.axonframework.common.ReflectionUtils;
import org.axonframework.common.annotation.AnnotationUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value that an annotation marks in a command, wherever it stands: on a record's component, a field or a
 * method. Where it stands is found once for each class.
 */
final class AnnotatedValue {

    private final Class<? extends Annotation> annotation;
    private final ClassValue<Optional<AccessibleObject>> members = new ClassValue<>() {
        @Override
        protected Optional<AccessibleObject> computeValue(Class<?> type) {
            return find(type);
        }
    };

    AnnotatedValue(Class<? extends Annotation> annotation) {
        this.annotation = annotation;
    }

    /** Returns the name of the marked member, or nothing if the class has none. */
    Optional<String> name(Class<?> type) {
        return members.get(type)
                .map(member -> member instanceof Method method ? method.getName() : ((Field) member).getName());
    }

    /** Returns the marked value; null if it is, or if nothing is marked. */
    @Nullable
    Object read(Object command) {
        AccessibleObject member = members.get(command.getClass()).orElse(null);
        if (member == null) {
            return null;
        }
        try {
            return member instanceof Method method ? method.invoke(command) : ((Field) member).get(command);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(
                    member + " could not be read, so the command's aggregate is unknown. It must not throw anything.",
                    e);
        }
    }

    private Optional<AccessibleObject> find(Class<?> type) {
        for (Method method : ReflectionUtils.methodsOf(type)) {
            if (method.getParameterCount() == 0 && AnnotationUtils.isAnnotationPresent(method, annotation)) {
                return Optional.of(ReflectionUtils.ensureAccessible(method));
            }
        }
        for (Field field : ReflectionUtils.fieldsOf(type)) {
            if (AnnotationUtils.isAnnotationPresent(field, annotation)) {
                return Optional.of(ReflectionUtils.ensureAccessible(field));
            }
        }
        return Optional.empty();
    }
}
