package io.myelin.store.kafka.transfer;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Reads lines as bytes: what is between two line feeds. Not thread-safe. */
final class Lines implements AutoCloseable {

    /** Far above the largest record that a broker takes; a file without line breaks must not fill the heap. */
    private static final int LINE_BYTES_MAX = 256 << 20;

    private static final int BUFFER_BYTES = 64 << 10;

    private final InputStream source;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int next;
    private int filled;
    private long number;

    Lines(InputStream source) {
        this.source = source;
    }

    /** Returns the next line without its line feed; empty at the end. */
    byte[] next() throws IOException {
        number++;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            if (next == filled && !fill()) {
                return line.toByteArray();
            }
            int start = next;
            while (next < filled && buffer[next] != '\n') {
                next++;
            }
            line.write(buffer, start, next - start);
            if (next < filled) {
                next++;
                return line.toByteArray();
            }
            if (line.size() > LINE_BYTES_MAX) {
                throw new EOFException("a line takes more than " + LINE_BYTES_MAX + " bytes");
            }
        }
    }

    /** Returns the number of the line that was read last, from 1. */
    long number() {
        return number;
    }

    private boolean fill() throws IOException {
        next = 0;
        filled = Math.max(0, source.read(buffer));
        return filled > 0;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
