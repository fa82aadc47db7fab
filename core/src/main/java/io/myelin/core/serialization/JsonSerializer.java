package io.myelin.core.serialization;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.axonframework.serialization.ChainingConverter;
import org.axonframework.serialization.Converter;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.json.ByteArrayToJsonNodeConverter;
import org.axonframework.serialization.json.JsonNodeToByteArrayConverter;
import org.axonframework.serialization.json.JsonNodeToObjectNodeConverter;
import org.axonframework.serialization.json.ObjectNodeToJsonNodeConverter;
import org.jspecify.annotations.Nullable;

/**
 * Writes events, snapshots and Axon's own values (tokens, metadata) as JSON and reads them back, each under its
 * registered name.
 *
 * <p>Records, sealed types, {@code java.time} and {@code Optional} work without annotations. Times are ISO 8601 text,
 * {@code BigDecimal} keeps every digit and its scale, and no class names are written. On reading, a property that the
 * class does not know is ignored (the log keeps it), and one that a record needs but the JSON lacks is refused, unless
 * it is {@code Optional} or {@code @Nullable}. Thread safe.
 */
public final class JsonSerializer implements Serializer {

    private final PayloadTypes types;
    private final ObjectMapper mapper;
    private final Map<Class<?>, ObjectReader> readers = new ConcurrentHashMap<>();
    private final ChainingConverter converter = new ChainingConverter();

    private JsonSerializer(Builder builder) {
        this.types = new PayloadTypes(builder.events, builder.others);
        this.mapper = JsonFormat.mapper(builder.modules);
        converter.registerConverter(new JsonNodeToByteArrayConverter(mapper));
        converter.registerConverter(new ByteArrayToJsonNodeConverter(mapper));
        converter.registerConverter(new JsonNodeToObjectNodeConverter());
        converter.registerConverter(new ObjectNodeToJsonNodeConverter());
    }

    /** Returns a serializer for these events and Axon's own values. */
    public static JsonSerializer of(EventTypes events) {
        return builder().events(events).build();
    }

    /** Returns a builder without any events. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * {@inheritDoc}
     *
     * @throws PayloadException if the class is not registered, or a part of the object has no JSON form; the
     *     message names its path
     */
    @Override
    public <T> SerializedObject<T> serialize(@Nullable Object object, Class<T> expectedRepresentation) {
        SerializedType type = types.typeFor(object == null ? null : object.getClass());
        T data = converter.convert(bytes(object, type), expectedRepresentation);
        return new SimpleSerializedObject<>(data, expectedRepresentation, type);
    }

    @Override
    public <T> boolean canSerializeTo(Class<T> expectedRepresentation) {
        return converter.canConvert(byte[].class, expectedRepresentation);
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnknownEventException if the stored name or revision is not registered
     * @throws PayloadException if the JSON does not fit the class; the message names the place and the mend
     */
    @Override
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"
    }) // Axon's signature; null is its answer to an empty type.
    public <S, T> T deserialize(SerializedObject<S> serialized) {
        if (SerializedType.emptyType().equals(serialized.getType())) {
            return null;
        }
        Class<?> type = types.classFor(serialized.getType());
        try {
            if (serialized.getData() instanceof JsonNode json) {
                return (T) readerFor(type).readValue(json);
            }
            return (T) readerFor(type)
                    .readValue(converter.convert(serialized, byte[].class).getData());
        } catch (IOException e) {
            throw unreadable(serialized.getType(), type, e);
        }
    }

    @Override
    @SuppressWarnings("rawtypes") // Axon's signature.
    public Class classForType(SerializedType type) {
        return types.classFor(type);
    }

    @Override
    @SuppressWarnings("rawtypes") // Axon's signature.
    public SerializedType typeForClass(@Nullable Class type) {
        return types.typeFor(type);
    }

    /**
     * Returns the type under which Axon knows an aggregate: the name that its annotation gives it, or that of its
     * class.
     */
    public String aggregateType(Class<?> aggregate) {
        return SnapshotType.aggregateType(aggregate);
    }

    @Override
    public Converter getConverter() {
        return converter;
    }

    /** Making one costs about as much as reading a small event with it. */
    private ObjectReader readerFor(Class<?> type) {
        return readers.computeIfAbsent(type, registered -> mapper.readerFor(registered));
    }

    private byte[] bytes(@Nullable Object object, SerializedType type) {
        try {
            return mapper.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new PayloadException(
                    "'" + type.getName() + "' ("
                            + (object == null ? "null" : object.getClass().getName()) + ") has no JSON form at "
                            + path(e) + ": " + e.getOriginalMessage() + " Nothing was stored."
                            + " Let the part be made of records, sealed types, collections, numbers, text and"
                            + " java.time, or register a Jackson module for it.",
                    e);
        }
    }

    private static PayloadException unreadable(SerializedType stored, Class<?> type, IOException e) {
        String detail =
                e instanceof JsonProcessingException json ? json.getOriginalMessage() : String.valueOf(e.getMessage());
        return new PayloadException(
                "The stored JSON of '" + stored.getName() + "' revision " + stored.getRevision() + " does not fit "
                        + type.getName() + " at " + path(e) + ": " + detail
                        + " If the class has changed, raise its revision and register an upcaster from the old one.",
                e);
    }

    /** The way from the root to the part in question, for example {@code lines[2].price}. */
    private static String path(IOException e) {
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return mapping.getPath().stream()
                    .map(step -> step.getFieldName() != null ? "." + step.getFieldName() : "[" + step.getIndex() + "]")
                    .collect(Collectors.joining())
                    .replaceFirst("^\\.", "");
        }
        JsonLocation location = e instanceof JsonProcessingException json ? json.getLocation() : null;
        return location == null ? "its root" : "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** Collects what a {@link JsonSerializer} may write and read. */
    public static final class Builder {

        private EventTypes events = EventTypes.of();
        private final Map<Class<?>, SerializedType> others = new LinkedHashMap<>();
        private final List<com.fasterxml.jackson.databind.Module> modules = new ArrayList<>();

        private Builder() {}

        /** Sets the events; none by default. */
        public Builder events(EventTypes events) {
            this.events = requireNonNull(events, "events");
            return this;
        }

        /**
         * Adds an aggregate, so that its snapshots can be stored. They carry a checksum of its fields as their
         * revision, after that of Axon's {@code @Revision}, if it has one.
         */
        public Builder aggregate(Class<?> type) {
            others.put(type, SnapshotType.of(type));
            return this;
        }

        /** Adds a Jackson module, for value types that Jackson does not know. */
        public Builder jacksonModule(com.fasterxml.jackson.databind.Module module) {
            modules.add(requireNonNull(module, "module"));
            return this;
        }

        /** Returns the serializer. */
        public JsonSerializer build() {
            return new JsonSerializer(this);
        }
    }
}
