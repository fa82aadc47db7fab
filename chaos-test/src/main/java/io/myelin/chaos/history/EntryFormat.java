package io.myelin.chaos.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Entries as lines of text: fields separated by tabs, the first says what it is. */
final class EntryFormat {

    private static final String SEPARATOR = "\t";

    private EntryFormat() {}

    static String format(Entry entry) {
        String fields;
        if (entry instanceof Entry.Invoked e) {
            fields = line("invoked", e.atMicros(), e.operation(), events(e.events()));
        } else if (entry instanceof Entry.Answered e) {
            fields = answered(e);
        } else if (entry instanceof Entry.Loaded e) {
            fields = line(
                    "loaded", e.atMicros(), e.aggregateId(), e.position(), e.positionAfter(), e.count(), e.digest());
        } else if (entry instanceof Entry.ReadOn e) {
            fields = line("read", e.atMicros(), e.from(), e.to(), e.count(), e.digest());
        } else {
            Entry.Noticed e = (Entry.Noticed) entry;
            fields = line("noticed", e.atMicros(), oneLine(e.what()));
        }
        return fields;
    }

    private static String answered(Entry.Answered e) {
        String kind = e.answer().getClass().getSimpleName().toLowerCase(Locale.ROOT);
        if (e.answer() instanceof Answer.Committed a) {
            return line(kind, e.atMicros(), e.operation(), a.firstOffset());
        } else if (e.answer() instanceof Answer.Conflict a) {
            return line(kind, e.atMicros(), e.operation(), a.aggregateId(), a.sequenceNumber(), a.last());
        } else if (e.answer() instanceof Answer.Duplicate a) {
            return line(kind, e.atMicros(), e.operation(), a.eventId());
        } else if (e.answer() instanceof Answer.NotStored a) {
            return line(kind, e.atMicros(), e.operation(), oneLine(a.why()));
        }
        return line(kind, e.atMicros(), e.operation(), ((Answer.Unknown) e.answer()).commitId());
    }

    /**
     * Takes a whole line.
     *
     * @throws IllegalArgumentException if it isn't one
     */
    static Entry parse(String line) {
        String[] f = line.split(SEPARATOR, -1);
        long at = Long.parseLong(field(f, 1));
        return switch (f[0]) {
            case "invoked" -> new Entry.Invoked(at, field(f, 2), parseEvents(field(f, 3)));
            case "committed" -> answer(at, f, new Answer.Committed(number(f, 3)));
            case "conflict" -> answer(at, f, new Answer.Conflict(field(f, 3), number(f, 4), number(f, 5)));
            case "duplicate" -> answer(at, f, new Answer.Duplicate(field(f, 3)));
            case "notstored" -> answer(at, f, new Answer.NotStored(field(f, 3)));
            case "unknown" -> answer(at, f, new Answer.Unknown(field(f, 3)));
            case "loaded" ->
                new Entry.Loaded(at, field(f, 2), number(f, 3), number(f, 4), (int) number(f, 5), number(f, 6));
            case "read" -> new Entry.ReadOn(at, number(f, 2), number(f, 3), (int) number(f, 4), number(f, 5));
            case "noticed" -> new Entry.Noticed(at, field(f, 2));
            default -> throw new IllegalArgumentException("'" + f[0] + "' is no kind of entry.");
        };
    }

    private static Entry answer(long at, String[] fields, Answer answer) {
        return new Entry.Answered(at, field(fields, 2), answer);
    }

    private static String field(String[] fields, int index) {
        if (index >= fields.length) {
            throw new IllegalArgumentException(
                    "The line has %d fields, and one more is needed.".formatted(fields.length));
        }
        return fields[index];
    }

    private static long number(String[] fields, int index) {
        return Long.parseLong(field(fields, index));
    }

    private static String events(List<EventRef> events) {
        return events.stream()
                .map(event -> event.id() + "," + event.aggregateId() + "," + event.sequenceNumber())
                .collect(Collectors.joining(";"));
    }

    private static List<EventRef> parseEvents(String text) {
        List<EventRef> events = new ArrayList<>();
        for (String event : text.split(";", -1)) {
            String[] parts = event.split(",", -1);
            events.add(new EventRef(field(parts, 0), field(parts, 1), number(parts, 2)));
        }
        return events;
    }

    private static String line(Object... fields) {
        List<String> texts = new ArrayList<>();
        for (Object field : fields) {
            texts.add(String.valueOf(field));
        }
        return String.join(SEPARATOR, texts);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
