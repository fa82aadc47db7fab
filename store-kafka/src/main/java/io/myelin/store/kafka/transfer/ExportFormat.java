package io.myelin.store.kafka.transfer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What an export begins and ends with; docs/operations/export-format.md describes it. */
final class ExportFormat {

    static final String FORMAT = "myelin-log-export";

    /** Counts up with every change that an older version would misread. */
    static final int VERSION = 1;

    static final String FORMAT_FIELD = "format";
    static final String VERSION_FIELD = "version";
    static final String LOG_FIELD = "log";
    static final String TOPIC_ID_FIELD = "topicId";
    static final String END_FIELD = "end";
    static final String EXPORTED_FIELD = "exported";
    static final String EVENTS_FIELD = "events";
    static final String COMMITS_FIELD = "commits";
    static final String SHA_256_FIELD = "sha256";

    private static final JsonFactory JSON = new JsonFactory();

    private ExportFormat() {}

    /** Returns the first line, without a line break. */
    static byte[] header(ExportSource source) {
        return line(json -> {
            json.writeStringField(FORMAT_FIELD, FORMAT);
            json.writeNumberField(VERSION_FIELD, VERSION);
            json.writeStringField(LOG_FIELD, source.log());
            json.writeStringField(TOPIC_ID_FIELD, source.topicId());
            json.writeNumberField(END_FIELD, source.end());
            json.writeStringField(EXPORTED_FIELD, source.exported().toString());
        });
    }

    /** Returns the last line, without a line break. */
    static byte[] trailer(ExportTotals totals) {
        return line(json -> {
            json.writeNumberField(EVENTS_FIELD, totals.events());
            json.writeNumberField(COMMITS_FIELD, totals.commits());
            json.writeStringField(SHA_256_FIELD, totals.sha256());
        });
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform must offer SHA-256, but this one doesn't.", e);
        }
    }

    private static byte[] line(Fields fields) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            fields.writeTo(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Not from memory.
        }
        return line.toByteArray();
    }

    private interface Fields {
        void writeTo(JsonGenerator json) throws IOException;
    }
}
