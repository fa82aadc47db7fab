package io.myelin.core.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.myelin.core.EventName;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.serialization.upcasting.event.InitialEventRepresentation;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class UpcastTest {

    @EventName(value = "price-set", revision = "3", formerly = "cost-set")
    record PriceSet(String item, BigDecimal price, String currency) {}

    private static final Upcast ONE_TO_TWO = Upcast.event("price-set", "1").to("2", json -> {
        json.set("price", json.remove("cost"));
        return json;
    });
    private static final Upcast TWO_TO_THREE =
            Upcast.event("price-set", "2").to("3", json -> json.put("currency", "EUR"));

    private final EventTypes events = EventTypes.of(PriceSet.class);
    private final JsonSerializer serializer = JsonSerializer.of(events);

    @Test
    void an_event_goes_through_all_revisions_in_whatever_order_they_are_registered() {
        Object event = upcast(List.of(TWO_TO_THREE, ONE_TO_TWO), "price-set", "1", "{\"item\":\"i\",\"cost\":1.10}");

        assertThat(event).isEqualTo(new PriceSet("i", new BigDecimal("1.10"), "EUR"));
    }

    @Test
    void an_event_of_todays_revision_is_left_alone() {
        Object event = upcast(
                List.of(ONE_TO_TWO, TWO_TO_THREE),
                "price-set",
                "3",
                "{\"item\":\"i\",\"price\":1,\"currency\":\"USD\"}");

        assertThat(event).isEqualTo(new PriceSet("i", BigDecimal.ONE, "USD"));
    }

    @Test
    void an_event_under_a_former_name_and_without_a_revision_is_upcast_too() {
        Object event = upcast(List.of(ONE_TO_TWO, TWO_TO_THREE), "cost-set", null, "{\"item\":\"i\",\"cost\":2}");

        assertThat(event).isEqualTo(new PriceSet("i", BigDecimal.valueOf(2), "EUR"));
    }

    @Test
    void an_event_can_become_another_one() {
        Upcast renamed = Upcast.event("tag-printed", "1").toEvent("price-set", "2", json -> json);

        Object event = upcast(List.of(renamed, TWO_TO_THREE), "tag-printed", "1", "{\"item\":\"i\",\"price\":2}");

        assertThat(event).isEqualTo(new PriceSet("i", BigDecimal.valueOf(2), "EUR"));
    }

    @Test
    void an_upcaster_that_fails_is_named() {
        Upcast failing = Upcast.event("price-set", "2")
                .to("3", json -> json.put("n", json.get("missing").asInt()));

        assertThatThrownBy(() -> upcast(List.of(failing), "price-set", "2", "{}"))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("upcaster of event 'price-set' revision 2 to 'price-set' revision 3 failed");
    }

    @Test
    void two_upcasters_from_one_revision_are_refused() {
        assertRefused("another one begins there too", TWO_TO_THREE, TWO_TO_THREE);
    }

    @Test
    void an_upcaster_from_todays_revision_is_refused() {
        assertRefused(
                "that is what its class reads", Upcast.event("price-set", "3").to("4", json -> json));
    }

    @Test
    void an_upcaster_that_leads_nowhere_is_refused() {
        assertRefused("no class reads that", ONE_TO_TWO);
    }

    @Test
    void upcasters_in_a_circle_are_refused() {
        assertRefused(
                "it leads in a circle",
                ONE_TO_TWO,
                Upcast.event("price-set", "2").to("1", json -> json));
    }

    private void assertRefused(String reason, Upcast... upcasts) {
        assertThatThrownBy(() -> UpcastChain.of(events, List.of(upcasts)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    private Object upcast(List<Upcast> upcasts, String name, @Nullable String revision, String json) {
        IntermediateEventRepresentation stored = new InitialEventRepresentation(
                new GenericDomainEventEntry<>("Item", "i", 0, "e-1", Instant.EPOCH, name, revision, json, "{}"),
                serializer);
        IntermediateEventRepresentation upcast = UpcastChain.of(events, upcasts)
                .upcast(Stream.of(stored))
                .toList()
                .get(0);
        return serializer.deserialize(upcast.getData(JsonNode.class));
    }
}
