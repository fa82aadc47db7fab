package io.myelin.sample.intake;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Knows at which place of a line each column stands, and takes lines apart.
 *
 * <p>One line is one record: a field can't hold a line break. An open quotation mark therefore costs its own line and
 * not the rest of the file.
 */
final class CsvHeader {

    private static final CSVFormat FORMAT = CSVFormat.RFC4180;

    private final Map<Column, Integer> places;
    private final int columns;

    private CsvHeader(Map<Column, Integer> places, int columns) {
        this.places = places;
        this.columns = columns;
    }

    static CsvHeader parse(String line) {
        List<String> titles;
        try {
            titles = fields(line);
        } catch (BrokenLineException e) {
            throw new OrderFileException("The header can't be read: " + e.reason(), e);
        }
        Map<Column, Integer> places = new EnumMap<>(Column.class);
        for (Column column : Column.values()) {
            int place = titles.indexOf(column.title());
            if (place >= 0) {
                places.put(column, place);
            }
        }
        if (places.size() < Column.values().length) {
            throw new OrderFileException(missing(places, titles), null);
        }
        return new CsvHeader(places, titles.size());
    }

    CsvFields split(String line) {
        List<String> fields = fields(line);
        if (fields.size() != columns) {
            throw new BrokenLineException("it has %d columns, the header has %d.".formatted(fields.size(), columns));
        }
        return new CsvFields(places, fields);
    }

    private static List<String> fields(String line) {
        try (CSVParser parser = CSVParser.parse(new StringReader(line), FORMAT)) {
            List<CSVRecord> records = parser.getRecords();
            return records.isEmpty() ? List.of() : records.get(0).toList();
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            throw new BrokenLineException(
                    "its quotation marks don't pair up; a quotation mark inside a field is written"
                            + " twice, and a field can't hold a line break.");
        }
    }

    private static String missing(Map<Column, Integer> places, List<String> titles) {
        String missing = Stream.of(Column.values())
                .filter(column -> !places.containsKey(column))
                .map(column -> "'" + column.title() + "'")
                .collect(Collectors.joining(", "));
        return "Its first line lacks the column(s) %s. Found: %s. An orders file is comma-separated, with a header."
                .formatted(missing, Texts.shortened(String.join(", ", titles)));
    }
}
