package io.myelin.core.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.myelin.core.EventName;
import io.myelin.core.account.Account;
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
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;
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

    @EventName("note-taken")
    record NoteTaken(String text, @Nullable String author, Optional<String> place, int pages) {}

    @EventName("thing-kept")
    record ThingKept(String name, List<Holder> holders) {}

    record Holder(@Nullable Object thing) {}

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

    private final JsonSerializer serializer = JsonSerializer.builder()
            .events(EventTypes.of(AllKinds.class, NothingSaid.class, NoteTaken.class, ThingKept.class))
            .aggregate(Account.class)
            .build();

    @Test
    void an_event_is_readable_json_without_class_names() {
        SerializedObject<String> json = serializer.serialize(ALL_KINDS, String.class);

        assertThat(json.getType().getName()).isEqualTo("all-kinds");
        assertThat(json.getType().getRevision()).isEqualTo("3");
        assertThat(json.getData())
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
                new NoteTaken("t", null, Optional.empty(), 1),
                "text",
                7L,
                new BigDecimal("0.10"),
                token,
                new GapAwareTrackingToken(9, List.of(3L, 5L)),
                new MergedTrackingToken(token, new GlobalSequenceTrackingToken(43)),
                new MultiSourceTrackingToken(Map.of("log", token)),
                ReplayToken.createReplayToken(token, new GlobalSequenceTrackingToken(1)),
                ReplayToken.createReplayToken(token, null, "why"),
                ReplayToken.createReplayToken(new MergedTrackingToken(token, token), token),
                new ConfigToken(Map.of("id", "x")),
                MetaData.with("user", "ada").and("count", 3).and("ok", true).and("rate", new BigDecimal("1.50")));
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

    @Test
    void an_aggregate_is_its_fields() {
        Account account = new Account("a-1", new BigDecimal("12.50"));

        SerializedObject<String> snapshot = serializer.serialize(account, String.class);

        assertThat(snapshot.getType().getName()).isEqualTo("snapshot:Account");
        assertThat(snapshot.getData()).isEqualTo("{\"id\":\"a-1\",\"balance\":12.50}");
        assertThat(serializer.<String, Account>deserialize(snapshot))
                .usingRecursiveComparison()
                .isEqualTo(account);
    }

    @Test
    void a_property_that_the_class_does_not_know_is_ignored() {
        assertThat(read("note-taken", "{\"text\":\"t\",\"pages\":1,\"colour\":\"red\"}"))
                .isEqualTo(new NoteTaken("t", null, Optional.empty(), 1));
    }

    @Test
    void a_component_that_the_json_lacks_is_refused_and_named() {
        assertThatThrownBy(() -> read("note-taken", "{\"pages\":1}"))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining(
                        "stored JSON of 'note-taken' revision 1 does not fit " + NoteTaken.class.getName())
                .hasMessageContaining("'text'")
                .hasMessageContaining("register an upcaster");
    }

    @Test
    void a_number_that_would_lose_its_fraction_is_refused() {
        assertThatThrownBy(() -> read("note-taken", "{\"text\":\"t\",\"pages\":1.5}"))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("at pages");
    }

    @Test
    void a_part_without_a_json_form_is_named_by_its_path() {
        ThingKept event = new ThingKept("n", List.of(new Holder("text"), new Holder(new Object())));

        assertThatThrownBy(() -> serializer.serialize(event, byte[].class))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining(
                        "'thing-kept' (" + ThingKept.class.getName() + ") has no JSON form at holders[1].thing:")
                .hasMessageContaining("Nothing was stored.");
    }

    @Test
    void an_event_that_contains_itself_is_refused() {
        List<Holder> holders = new java.util.ArrayList<>();
        holders.add(new Holder(holders));

        assertThatThrownBy(() -> serializer.serialize(new ThingKept("n", holders), byte[].class))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("has no JSON form");
    }

    @Test
    void a_class_that_is_not_registered_is_not_written() {
        assertThatThrownBy(() -> serializer.serialize(new Cash(BigDecimal.ONE), byte[].class))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining(Cash.class.getName() + " is not registered")
                .hasMessageContaining("@EventName");
    }

    @Test
    void an_unknown_name_is_an_error_that_names_it_and_those_close_to_it() {
        assertThatThrownBy(() -> read("note-token", "{}"))
                .isInstanceOfSatisfying(
                        UnknownEventException.class,
                        e -> assertThat(e.eventName()).isEqualTo("note-token"))
                .hasMessageContaining("under the name 'note-token'")
                .hasMessageContaining("close to it: note-taken")
                .hasMessageContaining("formerly = \"note-token\"");
    }

    @Test
    void a_stored_class_name_loads_no_class() {
        assertThatThrownBy(() -> read(Cash.class.getName(), "{}")).isInstanceOf(UnknownEventException.class);
        assertThatThrownBy(() -> read("javax.swing.JEditorPane", "{}")).isInstanceOf(UnknownEventException.class);
    }

    @Test
    void a_revision_that_nothing_leads_from_is_an_error_that_names_both() {
        assertThatThrownBy(() -> read("all-kinds", "{}"))
                .isInstanceOf(UnknownEventException.class)
                .hasMessageContaining("'all-kinds' revision 1 was found in the store, but AllKinds reads revision 3")
                .hasMessageContaining("Register an upcaster from revision 1 to 3");
    }

    private Object read(String name, String json) {
        return serializer.deserialize(new SimpleSerializedObject<>(json, String.class, name, "1"));
    }
}
