package io.myelin.chaos.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process's history on disk. Writing is safe for use by several threads. */
public final class HistoryFile implements AutoCloseable {

    private final OutputStream out;

    private HistoryFile(OutputStream out) {
        this.out = out;
    }

    /** Begins a new file. */
    public static HistoryFile create(Path file) throws IOException {
        // Not buffered: what was written when the process is killed is the operating system's.
        return new HistoryFile(Files.newOutputStream(file));
    }

    /** Writes an entry; when it returns, a kill of the process can't take it back. */
    public synchronized void write(Entry entry) {
        try {
            out.write((EntryFormat.format(entry) + "\n").getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("The history can't be written, so nothing could be judged.", e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }

    /** Reads a history whose process has ended; a last line that was cut short is ignored. */
    public static ProcessHistory read(Path file) throws IOException {
        String text = Files.readString(file, UTF_8);
        List<Entry> entries = new ArrayList<>();
        int end = text.indexOf('\n');
        for (int start = 0; end >= 0; start = end + 1, end = text.indexOf('\n', start)) {
            entries.add(EntryFormat.parse(text.substring(start, end)));
        }
        return new ProcessHistory(file.getFileName().toString(), entries);
    }
}
