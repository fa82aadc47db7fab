package io.myelin.core;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives an event the name and revision under which it is stored, so that its class can be renamed and moved.
 *
 * <pre>{@code
 * @EventName("order-placed")
 * public record OrderPlaced(String orderId, List<Line> lines) implements OrderEvent {}
 * }</pre>
 *
 * <p>What has been stored once is read for ever: a name is never given to another event. When the shape changes in
 * a way that old JSON does not fit (a component renamed, added without a default, or of another meaning), the
 * revision goes up, and an upcaster turns the old one into the new one.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface EventName {

    /** The revision of an event that names none. */
    String FIRST_REVISION = "1";

    /** The name, unique within an application; by custom lower case with hyphens, such as {@code order-placed}. */
    String value();

    /** The revision of the event's shape; any text, by custom 1, 2, 3. */
    String revision() default FIRST_REVISION;

    /** Names under which this event was stored earlier; they are read as this event, and never written. */
    String[] formerly() default {};
}
