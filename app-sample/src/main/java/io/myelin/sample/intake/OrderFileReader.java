package io.myelin.sample.intake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads orders files: comma-separated UTF-8 text with a header, as the shop's own {@code superstore.csv}. */
public final class OrderFileReader {

    /** Bytes of a file: it is held in memory as a whole, at up to four times its size, and the demo has 1 GiB. */
    private static final long FILE_BYTES_MAX = 128L << 20;

    private static final String SUPERSTORE = "/superstore/superstore.csv";
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final char NOT_UTF_8 = '\uFFFD';

    private @Nullable CsvHeader header;
    private final OrderFileLines lines = new OrderFileLines();
    private final List<BrokenLine> brokenLines = new ArrayList<>();

    private OrderFileReader() {}

    /** Reads the Superstore file that comes with the shop. */
    public static OrderFile readSuperstore() {
        try (InputStream in = Objects.requireNonNull(
                OrderFileReader.class.getResourceAsStream(SUPERSTORE), "The jar lacks " + SUPERSTORE)) {
            return new OrderFileReader().read("superstore.csv", in);
        } catch (IOException e) {
            throw new OrderFileException("The shop's own " + SUPERSTORE + " can't be read: " + e, e);
        }
    }

    /**
     * Reads a file of one's own. A line that can't be taken in doesn't keep the others from it.
     *
     * @throws OrderFileException if there is no such file, it is too large, or its header lacks a column
     */
    public static OrderFile read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            long bytes = Files.size(file);
            if (bytes > FILE_BYTES_MAX) {
                throw new OrderFileException(
                        String.format(
                                Locale.ROOT,
                                "It has %,d bytes, %,d is the limit; cut it in parts and take in one after the other.",
                                bytes,
                                FILE_BYTES_MAX),
                        null);
            }
            return new OrderFileReader().read(file.toString(), in);
        } catch (IOException e) {
            throw new OrderFileException("It can't be read: " + e, e);
        }
    }

    private OrderFile read(String name, InputStream in) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        long lineNumber = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lineNumber++;
            take(lineNumber, lineNumber == 1 && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line);
        }
        if (header == null) {
            throw new OrderFileException("It is empty. An orders file begins with a header.", null);
        }
        return new OrderFile(name, lines, brokenLines);
    }

    private void take(long lineNumber, String line) {
        if (line.isBlank()) {
            return;
        }
        if (header == null) {
            header = CsvHeader.parse(line);
            return;
        }
        try {
            if (line.indexOf(NOT_UTF_8) >= 0) {
                throw new BrokenLineException("it holds bytes that are not UTF-8: " + Texts.shortened(line));
            }
            lines.add(CsvLine.of(lineNumber, header.split(line)));
        } catch (BrokenLineException e) {
            brokenLines.add(new BrokenLine(lineNumber, e.reason()));
        }
    }
}
