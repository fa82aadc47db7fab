package io.myelin.store.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.core.Aggregate;
import io.myelin.core.EventName;
import io.myelin.core.application.MyelinApplication;
import io.myelin.core.serialization.UnknownEventException;
import io.myelin.embeddedkafka.SharedEmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What bad input gets from an application on Kafka: a clear error, nothing lost, nothing half done. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(120)
class BadInputIT {

    @TempDir
    Path directory;

    private final String topic = "notes-" + UUID.randomUUID();

    @Test
    void an_event_larger_than_the_topic_takes_is_refused_with_size_limit_and_setting() {
        try (MyelinApplication app = started(NoteEvent.class)) {
            app.commandGateway().sendAndWait(new Write("n-1", "short"));

            assertThatThrownBy(() -> app.commandGateway().sendAndWait(new Write("n-1", "x".repeat(2_000_000))))
                    .isInstanceOf(CommitNotStoredException.class)
                    .hasMessageContaining("'note-written'")
                    .hasMessageContaining("n-1")
                    .hasMessageContaining("max.message.bytes")
                    .hasMessageContaining("1048588");
            assertThat(app.commandGateway().<Integer>sendAndWait(new Write("n-1", "again")))
                    .isEqualTo(2);
        }
    }

    @Test
    void an_event_that_does_not_serialize_stores_nothing_of_its_commit() {
        try (MyelinApplication app = started(NoteEvent.class)) {
            app.commandGateway().sendAndWait(new Write("n-1", "short"));

            assertThatThrownBy(() -> app.commandGateway().sendAndWait(new WriteAndBreak("n-1")))
                    .hasMessageContaining("note-broken");
            assertThat(app.commandGateway().<Integer>sendAndWait(new Write("n-1", "again")))
                    .isEqualTo(2);
        }
    }

    @Test
    void an_event_that_nobody_knows_any_more_is_named_when_it_is_read() {
        try (MyelinApplication app = started(NoteEvent.class)) {
            app.commandGateway().sendAndWait(new Write("n-1", "short"));
        }

        try (MyelinApplication app = started(NoteBroken.class)) {
            assertThatThrownBy(() -> app.commandGateway().sendAndWait(new Write("n-1", "again")))
                    .hasStackTraceContaining(UnknownEventException.class.getName())
                    .hasStackTraceContaining("note-written");
        }
    }

    @Test
    void a_blank_identifier_is_refused_before_anything_is_stored() {
        try (MyelinApplication app = started(NoteEvent.class)) {
            assertThatThrownBy(() -> app.commandGateway().sendAndWait(new Write(" ", "short")))
                    .hasMessageContaining("blank");
            assertThat(app.eventStore().readEvents(" ").hasNext()).isFalse();
        }
    }

    @Test
    void a_broker_that_is_not_there_is_named_with_the_time_it_was_waited_for() {
        MyelinApplication app = MyelinApplication.builder()
                .aggregate(Note.class)
                .events(NoteEvent.class)
                .module(KafkaStore.with(KafkaStoreSettings.log(topic)
                        .bootstrapServers("127.0.0.1:1")
                        .indexDirectory(directory.resolve("index"))
                        .startWait(Duration.ofSeconds(2))
                        .build()))
                .build();

        assertThatThrownBy(app::start).hasMessageContaining("127.0.0.1:1").hasMessageContaining("2.0 s");
    }

    private MyelinApplication started(Class<?> events) {
        MyelinApplication app = MyelinApplication.builder()
                .aggregate(Note.class)
                .events(events)
                .module(KafkaStore.with(KafkaStoreSettings.log(topic)
                        .bootstrapServers(SharedEmbeddedKafka.bootstrapServers())
                        .indexDirectory(directory.resolve("index"))
                        .build()))
                .build();
        app.start();
        return app;
    }

    record Write(@TargetAggregateIdentifier String note, String text) {}

    record WriteAndBreak(@TargetAggregateIdentifier String note) {}

    sealed interface NoteEvent {}

    @EventName("note-written")
    record NoteWritten(String note, String text) implements NoteEvent {}

    @EventName("note-broken")
    record NoteBroken(String note, Cycle cycle) implements NoteEvent {}

    /** What no JSON can hold. */
    static final class Cycle {

        public Cycle getSelf() {
            return this;
        }
    }

    static final class Note extends Aggregate {

        private int texts;

        Note() {}

        @CommandHandler
        @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
        int handle(Write command) {
            apply(new NoteWritten(command.note(), command.text()));
            return texts;
        }

        @CommandHandler
        void handle(WriteAndBreak command) {
            apply(new NoteWritten(command.note(), "before"));
            apply(new NoteBroken(command.note(), new Cycle()));
        }

        @EventSourcingHandler
        void on(NoteWritten event) {
            identifiedBy(event.note());
            texts++;
        }
    }
}
