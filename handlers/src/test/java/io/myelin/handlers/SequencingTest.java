package io.myelin.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.async.SequentialPerAggregatePolicy;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SequencingTest {

    private static final EventMessage<?> EVENT =
            new GenericDomainEventMessage<>("Counter", "a", 0, new Counted("a", 0));

    @Test
    void by_default_an_aggregates_events_are_a_sequence() {
        assertThat(new Sequencing(SequentialPerAggregatePolicy.instance()).sequenceOf(EVENT))
                .isEqualTo("a");
    }

    @Test
    void an_event_of_no_aggregate_is_a_sequence_of_its_own() {
        EventMessage<?> event = GenericEventMessage.asEventMessage("x");

        assertThat(new Sequencing(SequentialPerAggregatePolicy.instance()).sequenceOf(event))
                .isEqualTo(event.getIdentifier());
    }

    @Test
    void identifiers_become_the_same_text_in_every_jvm() {
        UUID id = UUID.fromString("7d1c0fe6-6d3b-4e2e-9f6a-0d9f4e9d4a11");

        assertThat(new Sequencing(event -> 42L).sequenceOf(EVENT)).isEqualTo("42");
        assertThat(new Sequencing(event -> id).sequenceOf(EVENT)).isEqualTo(id.toString());
        assertThat(new Sequencing(event -> TimeUnit.DAYS).sequenceOf(EVENT)).isEqualTo("DAYS");
        assertThatThrownBy(() -> new Sequencing(event -> new Object()).sequenceOf(EVENT))
                .isInstanceOf(ProjectionSetupException.class)
                .hasMessageContaining("java.lang.Object");
    }

    @Test
    void an_event_whose_policy_fails_goes_by_its_aggregate() {
        Sequencing failing = new Sequencing(event -> {
            throw new IllegalStateException("unreadable");
        });

        assertThat(failing.sequenceOf(EVENT)).isEqualTo("a");
    }

    @Test
    void an_event_belongs_to_exactly_one_segment() {
        Sequencing sequencing = new Sequencing(SequentialPerAggregatePolicy.instance());
        List<Segment> halves = List.of(Segment.ROOT_SEGMENT.split());

        assertThat(halves.stream().filter(segment -> sequencing.belongsTo(segment, EVENT)))
                .hasSize(1);
    }
}
