package io.myelin.store.kafka.transfer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what {@link EventLine} wrote. For one line. */
final class EventLineReader {

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] NO_BYTES = {};

    private final byte[] line;
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Map<String, Long> numbers = new LinkedHashMap<>();
    private final Map<String, String> metaDataText = new LinkedHashMap<>();
    private byte @Nullable [] payload;
    private byte[] metaData = NO_BYTES;

    private EventLineReader(byte[] line) {
        this.line = line;
    }

    /**
     * Returns the event of a line.
     *
     * @throws IllegalArgumentException if the line is none; the message says what is missing or wrong
     */
    static ExportedEvent read(byte[] line) {
        EventLineReader reader = new EventLineReader(line);
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("it is no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                reader.take(parser.currentName(), parser);
            }
            return reader.event();
        } catch (IOException | DateTimeParseException | ArithmeticException e) {
            throw new IllegalArgumentException("it is not what an export has: " + e.getMessage(), e);
        }
    }

    private void take(String name, JsonParser parser) throws IOException {
        JsonToken value = parser.nextToken();
        switch (name) {
            case EventLine.PAYLOAD -> payload = RawJson.sliceValue(line, parser);
            case EventLine.META_DATA -> metaData = RawJson.sliceValue(line, parser);
            case EventLine.PAYLOAD + EventLine.BASE64 -> payload = parser.getBinaryValue();
            case EventLine.META_DATA + EventLine.BASE64 -> metaData = parser.getBinaryValue();
            case EventLine.META_DATA_TEXT -> takeMetaDataText(parser);
            default -> takeScalar(name, value, parser);
        }
    }

    private void takeScalar(String name, JsonToken value, JsonParser parser) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            texts.put(name, parser.getText());
        } else if (value == JsonToken.VALUE_NUMBER_INT) {
            numbers.put(name, parser.getLongValue());
        } else {
            parser.skipChildren();
        }
    }

    private void takeMetaDataText(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            String text = parser.nextTextValue();
            if (text == null) {
                throw new IllegalArgumentException("'" + EventLine.META_DATA_TEXT + "' holds something else than text");
            }
            metaDataText.put(key, text);
        }
    }

    private ExportedEvent event() {
        Instant time = Instant.parse(text(EventLine.TIME));
        byte[] found = payload;
        if (found == null) {
            throw new IllegalArgumentException("'" + EventLine.PAYLOAD + "' is missing");
        }
        LoggedEvent event = new LoggedEvent(
                text(EventLine.ID),
                texts.get(EventLine.TYPE),
                text(EventLine.AGGREGATE),
                number(EventLine.SEQUENCE),
                time.toEpochMilli(),
                time.get(ChronoField.NANO_OF_SECOND) % 1_000_000,
                text(EventLine.EVENT),
                texts.get(EventLine.REVISION),
                found,
                metaData);
        return new ExportedEvent(
                number(EventLine.OFFSET),
                new NewEvent(event, metaDataText),
                UUID.fromString(text(EventLine.COMMIT)),
                Math.toIntExact(number(EventLine.INDEX)),
                Math.toIntExact(number(EventLine.OF)));
    }

    private String text(String name) {
        String text = texts.get(name);
        if (text == null) {
            throw new IllegalArgumentException("'" + name + "' is missing");
        }
        return text;
    }

    private long number(String name) {
        Long number = numbers.get(name);
        if (number == null) {
            throw new IllegalArgumentException("'" + name + "' is missing");
        }
        return number;
    }
}
