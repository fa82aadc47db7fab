package io.myelin.core.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.core.EventName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EventTypesTest {

    sealed interface Event {}

    @EventName("first")
    record First() implements Event {}

    sealed interface Later extends Event {}

    @EventName(
            value = "second",
            revision = "2",
            formerly = {"zweites", "deuxieme"})
    record Second() implements Later {}

    @EventName("first")
    record AlsoFirst() {}

    @EventName(" ")
    record Blank() {}

    @EventName(value = "third", formerly = "second")
    record Third() {}

    record PlainNameless() {}

    interface Open {}

    @Test
    void a_sealed_interface_stands_for_all_its_events_however_deep() {
        EventTypes types = EventTypes.of(Event.class);

        assertThat(types.typeOf(First.class)).contains(new EventType("first", "1"));
        assertThat(types.typeOf(Second.class)).contains(new EventType("second", "2"));
        assertThat(types.names()).containsExactly("deuxieme", "first", "second", "zweites");
    }

    @Test
    void an_event_that_is_named_twice_in_the_list_counts_once() {
        assertThat(EventTypes.of(Event.class, First.class, Later.class).names()).hasSize(4);
    }

    @Test
    void a_former_name_is_read_as_the_event_of_today() {
        EventTypes types = EventTypes.of(Event.class);

        assertThat(types.classOf("zweites")).contains(Second.class);
        assertThat(types.current("zweites", "1")).isEqualTo(new EventType("second", "1"));
    }

    @Test
    void an_event_without_a_revision_counts_as_the_first_one() {
        assertThat(EventTypes.of(Event.class).current("first", null)).isEqualTo(new EventType("first", "1"));
    }

    @Test
    void all_mistakes_are_listed_at_once() {
        assertThatThrownBy(() -> EventTypes.of(
                        Event.class, AlsoFirst.class, Blank.class, Third.class, PlainNameless.class, Open.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "'first' is a name of both " + First.class.getName() + " and " + AlsoFirst.class.getName())
                .hasMessageContaining(Blank.class.getName() + " has a blank name or revision")
                .hasMessageContaining("'second' is a name of both")
                .hasMessageContaining("Annotate it, for example with @EventName(\"plain-nameless\")")
                .hasMessageContaining(Open.class.getName() + " is neither sealed nor a class of its own");
    }
}
