package io.myelin.store.kafka.transfer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Tells whether bytes can stand in a line of JSON exactly as they are. Thread-safe. */
public final class RawJson {

    private static final JsonFactory JSON = new JsonFactory();

    private RawJson() {}

    /** Returns whether the bytes are one JSON value, in UTF-8, without line breaks and without space around it. */
    static boolean fitsIntoLine(byte[] bytes) {
        return bytes.length > 0
                && bytes[0] != ' '
                && bytes[bytes.length - 1] != ' '
                && hasNoControls(bytes)
                && isOneValue(bytes)
                && isUtf8(bytes);
    }

    /** Returns whether the bytes are one JSON value. */
    public static boolean isOneValue(byte[] bytes) {
        try (JsonParser parser = JSON.createParser(bytes)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            parser.finishToken();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    /** Moves to the end of the value at which the parser is, and returns the bytes that it takes in the source. */
    static byte[] sliceValue(byte[] source, JsonParser parser) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        JsonToken first = parser.currentToken();
        parser.skipChildren();
        parser.finishToken();
        int end = first != null && first.isNumeric()
                ? start + parser.getTextLength()
                : (int) parser.currentLocation().getByteOffset();
        return Arrays.copyOfRange(source, start, end);
    }

    private static boolean hasNoControls(byte[] bytes) {
        for (byte b : bytes) {
            if (b >= 0 && b < ' ') {
                return false;
            }
        }
        return true;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
