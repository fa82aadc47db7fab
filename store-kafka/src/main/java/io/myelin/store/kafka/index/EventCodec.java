package io.myelin.store.kafka.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.myelin.store.kafka.protocol.LoggedEvent;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The form of an event on disk: a version byte, then the fields in the order below, numbers as variable-length
 * integers, texts and arrays with their length before them.
 *
 * <p>Text is UTF-8, as it is in the log; a character that is half of a surrogate pair does not survive either.
 */
final class EventCodec {

    private static final byte VERSION = 1;

    /** More than version, offset, numbers and lengths can take: eleven integers of at most 10 bytes each. */
    private static final int FIXED_BYTES_MAX = 128;

    /** UTF-8 takes at most three bytes for a char. */
    private static final int BYTES_PER_CHAR_MAX = 3;

    private EventCodec() {}

    /** Returns a size that is enough for {@link #encode}. */
    static int sizeMax(LoggedEvent event) {
        int chars = event.eventId().length()
                + event.aggregateId().length()
                + event.payloadType().length()
                + length(event.aggregateType())
                + length(event.payloadRevision());
        return FIXED_BYTES_MAX + chars * BYTES_PER_CHAR_MAX + event.payload().length + event.metaData().length;
    }

    /** Writes the event at the buffer's position. */
    static void encode(long offset, LoggedEvent event, ByteBuffer target) {
        target.put(VERSION);
        putNumber(offset, target);
        putNumber(event.sequenceNumber(), target);
        target.putLong(event.timestampMs());
        putNumber(event.timestampNanos(), target);
        putIdentifier(event.eventId(), target);
        putIdentifier(event.aggregateId(), target);
        putText(event.aggregateType(), target);
        putText(event.payloadType(), target);
        putText(event.payloadRevision(), target);
        putBytes(event.payload(), target);
        putBytes(event.metaData(), target);
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws MalformedEntryException if the bytes are something else
     */
    static IndexedEvent decode(byte[] bytes) {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        try {
            byte version = source.get();
            if (version != VERSION) {
                throw new MalformedEntryException("its version is " + version + " instead of " + VERSION, null);
            }
            return decodeFields(source);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new MalformedEntryException("its " + bytes.length + " bytes are no event", e);
        }
    }

    private static IndexedEvent decodeFields(ByteBuffer source) {
        long offset = number(source);
        long sequenceNumber = number(source);
        long timestampMs = source.getLong();
        int timestampNanos = (int) number(source);
        String eventId = identifier(source);
        String aggregateId = identifier(source);
        String aggregateType = optionalText(source);
        String payloadType = text(source);
        String payloadRevision = optionalText(source);
        byte[] payload = bytes(source);
        byte[] metaData = bytes(source);
        LoggedEvent event = new LoggedEvent(
                eventId,
                aggregateType,
                aggregateId,
                sequenceNumber,
                timestampMs,
                timestampNanos,
                payloadType,
                payloadRevision,
                payload,
                metaData);
        return new IndexedEvent(offset, event);
    }

    /** A canonical UUID takes 17 bytes instead of 37, and most identifiers are one: length 0, then its 16 bytes. */
    private static void putIdentifier(String identifier, ByteBuffer target) {
        Digest uuid = CanonicalUuid.read(identifier);
        if (uuid == null) {
            putText(identifier, target);
        } else {
            target.put((byte) 0).putLong(uuid.high()).putLong(uuid.low());
        }
    }

    private static String identifier(ByteBuffer source) {
        long lengthAndOne = number(source);
        return lengthAndOne == 0
                ? new UUID(source.getLong(), source.getLong()).toString()
                : text(source, lengthAndOne - 1);
    }

    /** A text starts with its length and one; 0 means that there is none. */
    private static void putText(@Nullable String text, ByteBuffer target) {
        if (text == null) {
            target.put((byte) 0);
            return;
        }
        byte[] encoded = text.getBytes(UTF_8);
        putNumber(encoded.length + 1L, target);
        target.put(encoded);
    }

    private static String text(ByteBuffer source) {
        return text(source, number(source) - 1);
    }

    private static @Nullable String optionalText(ByteBuffer source) {
        long lengthAndOne = number(source);
        return lengthAndOne == 0 ? null : text(source, lengthAndOne - 1);
    }

    private static String text(ByteBuffer source, long length) {
        int bytes = checkedLength(length, source);
        String text = new String(source.array(), source.arrayOffset() + source.position(), bytes, UTF_8);
        source.position(source.position() + bytes);
        return text;
    }

    private static void putBytes(byte[] bytes, ByteBuffer target) {
        putNumber(bytes.length, target);
        target.put(bytes);
    }

    private static byte[] bytes(ByteBuffer source) {
        byte[] bytes = new byte[checkedLength(number(source), source)];
        source.get(bytes);
        return bytes;
    }

    private static int checkedLength(long length, ByteBuffer source) {
        if (length < 0 || length > source.remaining()) {
            throw new BufferUnderflowException();
        }
        return (int) length;
    }

    /** Seven bits a byte, the lowest first; the highest bit says that more follow. */
    private static void putNumber(long number, ByteBuffer target) {
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            target.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        target.put((byte) rest);
    }

    private static long number(ByteBuffer source) {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = source.get();
            number |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new BufferUnderflowException();
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
