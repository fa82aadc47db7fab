package io.myelin.sample.intake;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The fields of one line, each given as what its column should hold, or refused with a reason that names it. */
final class CsvFields {

    /** Characters of an identifier or a name: twice the longest name of the Superstore file; the columns hold 255. */
    private static final int TEXT_MAX = 255;

    private final Map<Column, Integer> places;
    private final List<String> fields;

    CsvFields(Map<Column, Integer> places, List<String> fields) {
        this.places = places;
        this.fields = fields;
    }

    String text(Column column) {
        String value = raw(column);
        if (value.isBlank()) {
            throw new BrokenLineException("'%s' is empty.".formatted(column.title()));
        }
        if (value.length() > TEXT_MAX) {
            throw new BrokenLineException(String.format(
                    Locale.ROOT,
                    "'%s' has %,d characters, %d is the limit: %s",
                    column.title(),
                    value.length(),
                    TEXT_MAX,
                    Texts.shortened(value)));
        }
        return value;
    }

    LocalDate date(Column column) {
        String value = text(column);
        try {
            return LocalDate.parse(value);
        } catch (DateTimeParseException e) {
            throw unexpected(column, value, "a date as 2017-12-31");
        }
    }

    int number(Column column) {
        String value = text(column);
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw unexpected(column, value, "a whole number");
        }
    }

    BigDecimal amount(Column column) {
        String value = text(column);
        try {
            return new BigDecimal(value);
        } catch (NumberFormatException e) {
            throw unexpected(column, value, "a number as 12.5");
        }
    }

    String raw(Column column) {
        return fields.get(Objects.requireNonNull(places.get(column), "the header was checked to have every column"));
    }

    private static BrokenLineException unexpected(Column column, String found, String expected) {
        return new BrokenLineException(
                "'%s' is '%s', expected %s.".formatted(column.title(), Texts.shortened(found), expected));
    }
}
