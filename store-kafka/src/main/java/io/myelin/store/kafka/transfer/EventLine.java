package io.myelin.store.kafka.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.myelin.store.kafka.log.ValidEvent;
import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.Stamp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An event as one line of JSON, for people and for other programs.
 *
 * <p>Payload and metadata stand in it as JSON if they are JSON on one line, byte for byte; otherwise as base64 under a name that
 * says so. Thread-safe.
 */
public final class EventLine {

    static final String OFFSET = "offset";
    static final String TIME = "time";
    static final String AGGREGATE = "aggregate";
    static final String TYPE = "type";
    static final String SEQUENCE = "sequence";
    static final String EVENT = "event";
    static final String REVISION = "revision";
    static final String PAYLOAD = "payload";
    static final String META_DATA = "metadata";
    static final String BASE64 = "Base64";
    static final String META_DATA_TEXT = "metadataText";
    static final String ID = "id";
    static final String COMMIT = "commit";
    static final String INDEX = "index";
    static final String OF = "of";

    private static final JsonFactory JSON = new JsonFactory();

    /** Room for an event of the usual size. */
    private static final int LINE_BYTES = 512;

    private EventLine() {}

    /** Returns the event's line in UTF-8, without a line break. */
    public static byte[] of(ValidEvent event) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(LINE_BYTES);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeNumberField(OFFSET, event.logged().offset());
            writeEvent(json, event.logged().event());
            writeText(json, event.metaDataText());
            writeCommit(json, event.logged());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Not from memory.
        }
        return line.toByteArray();
    }

    private static void writeEvent(JsonGenerator json, LoggedEvent event) throws IOException {
        json.writeStringField(TIME, time(event).toString());
        json.writeStringField(AGGREGATE, event.aggregateId());
        writeIfThere(json, TYPE, event.aggregateType());
        json.writeNumberField(SEQUENCE, event.sequenceNumber());
        json.writeStringField(EVENT, event.payloadType());
        writeIfThere(json, REVISION, event.payloadRevision());
        writeBytes(json, PAYLOAD, event.payload());
        if (event.metaData().length > 0) {
            writeBytes(json, META_DATA, event.metaData());
        }
    }

    private static void writeText(JsonGenerator json, Map<String, String> metaDataText) throws IOException {
        if (!metaDataText.isEmpty()) {
            json.writeObjectFieldStart(META_DATA_TEXT);
            for (Map.Entry<String, String> entry : new TreeMap<>(metaDataText).entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
        }
    }

    private static void writeCommit(JsonGenerator json, LogRecord.Event logged) throws IOException {
        Stamp stamp = logged.stamp();
        json.writeStringField(ID, logged.event().eventId());
        json.writeStringField(COMMIT, stamp.commitId().toString());
        json.writeNumberField(INDEX, stamp.commitIndex());
        json.writeNumberField(OF, stamp.commitLength());
    }

    private static void writeIfThere(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private static void writeBytes(JsonGenerator json, String name, byte[] bytes) throws IOException {
        if (RawJson.fitsIntoLine(bytes)) {
            json.writeFieldName(name);
            json.writeRawValue(new String(bytes, UTF_8));
        } else {
            json.writeBinaryField(name + BASE64, bytes);
        }
    }

    private static Instant time(LoggedEvent event) {
        return Instant.ofEpochMilli(event.timestampMs()).plusNanos(event.timestampNanos());
    }
}
