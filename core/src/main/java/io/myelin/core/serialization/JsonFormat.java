package io.myelin.core.serialization;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.introspect.AnnotationIntrospectorPair;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import java.util.Collection;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.json.MetaDataDeserializer;

/**
 * How values look as JSON. What is stored today is read in ten years, so nothing here follows a default that could
 * change: times are ISO 8601 text with the offset they came with, decimal numbers keep every digit and their scale,
 * and no class names are written.
 */
final class JsonFormat {

    private JsonFormat() {}

    static ObjectMapper mapper(Collection<com.fasterxml.jackson.databind.Module> modules) {
        JsonMapper.Builder builder = JsonMapper.builder()
                .addModules(new JavaTimeModule(), new Jdk8Module(), new ParameterNamesModule(), axon())
                .addModules(modules);
        times(builder);
        numbers(builder);
        strictness(builder);
        JsonMapper mapper = builder.build();
        mapper.setAnnotationIntrospector(AnnotationIntrospectorPair.create(
                mapper.getSerializationConfig().getAnnotationIntrospector(), new DomainIntrospector()));
        return mapper;
    }

    private static void times(JsonMapper.Builder builder) {
        builder.disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .enable(SerializationFeature.WRITE_DATES_WITH_ZONE_ID)
                .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE);
    }

    private static void numbers(JsonMapper.Builder builder) {
        builder.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
    }

    /** Unknown properties are ignored: the log keeps them. Missing ones are refused: they would have to be guessed. */
    private static void strictness(JsonMapper.Builder builder) {
        builder.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
    }

    private static SimpleModule axon() {
        return new SimpleModule("axon").addDeserializer(MetaData.class, new MetaDataDeserializer());
    }
}
