package io.myelin.core.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.myelin.core.EventName;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.MergedTrackingToken;
import org.axonframework.eventhandling.MultiSourceTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.tokenstore.ConfigToken;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedObject;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class JsonSerializerTest {

    sealed interface Payment {}

    record Cash(BigDecimal amount) implements Payment {}

    record Card(String number, Payment fallback) implements Payment {}

    @EventName("nothing-said")
    record NothingSaid() {}

    @EventName(value = "all-kinds", revision = "3")
    record AllKinds(
            BigDecimal amount,
            Instant instant,
            OffsetDateTime offset,
            ZonedDateTime zoned,
            Duration duration,
            Optional<String> note,
            List<Payment> payments,
            Map<String, Integer> counts) {}

    private static final AllKinds ALL_KINDS = new AllKinds(
            new BigDecimal("1.2300"),
            Instant.parse("2026-11-24T08:00:00.123456789Z"),
            OffsetDateTime.parse("2026-11-24T08:00:00+05:30"),
            ZonedDateTime.parse("2026-11-24T08:00:00+01:00[Europe/Berlin]"),
            Duration.ofMillis(1500),
            Optional.of("x"),
            List.of(new Cash(new BigDecimal("1E+3")), new Card("4", new Cash(BigDecimal.TEN))),
            Map.of("a", 1));

    private final JsonSerializer serializer = JsonSerializer.of(EventTypes.of(AllKinds.class, NothingSaid.class));

    @Test
    void an_event_is_readable_json_without_class_names() {
        String json = serializer.serialize(ALL_KINDS, String.class).getData();

        assertThat(json)
                .isEqualTo("{\"amount\":1.2300,\"instant\":\"2026-11-24T08:00:00.123456789Z\","
                        + "\"offset\":\"2026-11-24T08:00:00+05:30\","
                        + "\"zoned\":\"2026-11-24T08:00:00+01:00[Europe/Berlin]\",\"duration\":\"PT1.5S\",\"note\":\"x\","
                        + "\"payments\":[{\"@type\":\"Cash\",\"amount\":1E+3},"
                        + "{\"@type\":\"Card\",\"number\":\"4\",\"fallback\":{\"@type\":\"Cash\",\"amount\":10}}],"
                        + "\"counts\":{\"a\":1}}");
    }

    static List<Object> values() {
        GlobalSequenceTrackingToken token = new GlobalSequenceTrackingToken(42);
        return List.of(
                ALL_KINDS,
                new NothingSaid(),
                token,
                new GapAwareTrackingToken(9, List.of(3L, 5L)),
                new MergedTrackingToken(token, new GlobalSequenceTrackingToken(43)),
                new MultiSourceTrackingToken(Map.of("log", token)),
                ReplayToken.createReplayToken(token, new GlobalSequenceTrackingToken(1)),
                ReplayToken.createReplayToken(token, null, "why"),
                new ConfigToken(Map.of("id", "x")),
                MetaData.with("user", "ada").and("count", 3).and("ok", true));
    }

    @ParameterizedTest
    @MethodSource("values")
    void what_was_written_is_read_back_from_bytes_text_and_tree(Object value) {
        SerializedObject<byte[]> bytes = serializer.serialize(value, byte[].class);

        assertThat(serializer.<byte[], Object>deserialize(bytes)).isEqualTo(value);
        assertThat(serializer.<String, Object>deserialize(serializer.serialize(value, String.class)))
                .isEqualTo(value);
        SerializedObject<JsonNode> tree = serializer.getConverter().convert(bytes, JsonNode.class);
        assertThat(serializer.<JsonNode, Object>deserialize(tree)).isEqualTo(value);
    }
}
