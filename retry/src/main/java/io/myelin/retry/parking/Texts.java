package io.myelin.retry.parking;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Text of anybody's exceptions in a form that both databases store. */
final class Texts {

    /** A stack of this length has told its story; deeper ones come from endless recursion. */
    static final int STACK_CHARS_MAX = 32_768;

    private Texts() {}

    /** Returns the text's start, without zero characters and halves of characters, which PostgreSQL refuses. */
    static String storable(String text, int charsMax) {
        String start = text.length() <= charsMax ? text : text.substring(0, charsMax);
        return new String(start.getBytes(UTF_8), UTF_8).replace('\0', '\uFFFD');
    }

    /** Returns the failure's stack trace with all causes, compressed by gzip. */
    static byte[] gzippedStack(Throwable failure) {
        StringWriter stack = new StringWriter();
        failure.printStackTrace(new PrintWriter(stack, true));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(storable(stack.toString(), STACK_CHARS_MAX).getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory does not fail; this did.", e);
        }
        return bytes.toByteArray();
    }

    /** Returns the text that {@link #gzippedStack} compressed. */
    static String gunzipped(byte[] bytes) {
        try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(zip.readAllBytes(), UTF_8);
        } catch (IOException e) {
            return "unreadable: " + e.getMessage();
        }
    }
}
