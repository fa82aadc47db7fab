package io.myelin.chaos.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HistoryFilePropertyTest {

    @Property(tries = 200)
    void what_was_written_is_read_and_a_torn_last_line_is_ignored(@ForAll("histories") List<Entry> entries)
            throws IOException {
        Path file = Files.createTempFile("history", ".txt");
        try (HistoryFile history = HistoryFile.create(file)) {
            entries.forEach(history::write);
        }
        Files.writeString(file, "invoked\t17\tw0.1", StandardOpenOption.APPEND);

        assertThat(HistoryFile.read(file).entries()).isEqualTo(entries);
        Files.delete(file);
    }

    @Provide
    Arbitrary<List<Entry>> histories() {
        return Arbitraries.oneOf(invoked(), answered(), loaded(), noticed())
                .list()
                .ofMaxSize(8);
    }

    private static Arbitrary<Entry> invoked() {
        Arbitrary<EventRef> events =
                Combinators.combine(names(), names(), numbers()).as(EventRef::new);
        return Combinators.combine(
                        numbers(), names(), events.list().ofMinSize(1).ofMaxSize(4))
                .as(Entry.Invoked::new);
    }

    private static Arbitrary<Entry> answered() {
        Arbitrary<Answer> answers = Arbitraries.oneOf(
                numbers().map(Answer.Committed::new),
                Combinators.combine(names(), numbers(), numbers()).as(Answer.Conflict::new),
                names().map(Answer.Duplicate::new),
                names().map(Answer.NotStored::new),
                names().map(Answer.Unknown::new));
        return Combinators.combine(numbers(), names(), answers).as(Entry.Answered::new);
    }

    private static Arbitrary<Entry> loaded() {
        return Combinators.combine(numbers(), names(), numbers(), numbers(), Arbitraries.longs())
                .as((at, id, from, to, digest) -> new Entry.Loaded(at, id, from, to, 3, digest));
    }

    private static Arbitrary<Entry> noticed() {
        return Combinators.combine(numbers(), names()).as(Entry.Noticed::new);
    }

    private static Arbitrary<Long> numbers() {
        return Arbitraries.longs().between(0, Long.MAX_VALUE);
    }

    private static Arbitrary<String> names() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("-.#: ")
                .ofMinLength(1)
                .ofMaxLength(12)
                .map(String::strip)
                .filter(name -> !name.isEmpty() && !name.contains("  "));
    }
}
