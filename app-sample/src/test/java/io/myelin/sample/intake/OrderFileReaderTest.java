package io.myelin.sample.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class OrderFileReaderTest {

    private static final String HEADER = "Row ID,Order ID,Order Date,Ship Date,Ship Mode,Customer ID,Customer Name,"
            + "Segment,Country,City,State,Postal Code,Region,Product ID,Category,Sub-Category,Product Name,Sales,"
            + "Quantity,Discount,Profit";
    private static final String FIRST = "1,CA-1,2017-01-30,2017-02-01,Second Class,CG-1,Claire Gute,Consumer,"
            + "United States,Henderson,Kentucky,42420,South,FUR-1,Furniture,Bookcases,Bookcase,261.96,2,0,41.9136";
    private static final String LAST = "3,CA-2,2017-03-30,2017-04-01,First Class,DV-1,Darrin,Corporate,"
            + "United States,Lynn,Kentucky,01901,South,FUR-2,Furniture,Chairs,\"Chair, 18\"\" high\",10.5,1,0.2,-3";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "42420,South|42420|it has 20 columns, the header has 21.",
                "CA-1,|,|'Order ID' is empty.",
                "1,CA-1|one,CA-1|'Row ID' is 'one', expected a whole number.",
                "2017-01-30|30.01.2017|'Order Date' is '30.01.2017', expected a date as 2017-12-31.",
                "2017-02-01|2017-02-30|'Ship Date' is '2017-02-30', expected a date as 2017-12-31.",
                "2017-02-01|2017-01-01|'Ship Date' 2017-01-01 lies before 'Order Date' 2017-01-30.",
                "261.96|261,96|it has 22 columns, the header has 21.",
                "261.96|$261|'Sales' is '$261', expected a number as 12.5.",
                "41.9136|41.91361|profit may have 4 decimals, was 41.91361; more would be lost in the read models.",
                "261.96|1E+999999999|sales may have 15 digits before the point, was 1E+999999999.",
                ",2,0,|,0,0,|quantity must be 1 to 1000000, was 0.",
                ",2,0,|,2,1.5,|discount must be 0 to 1, was 1.5.",
            })
    void a_broken_line_is_named_with_its_value_and_the_rest_goes_on(String from, String to, String reason)
            throws IOException {
        String broken = FIRST.replaceFirst("^1,", "2,").replace("\"", "");
        broken = from.startsWith("1,") ? FIRST.replace(from, to) : broken.replace(from, to);

        OrderFile file = read(HEADER, FIRST, broken, LAST);

        assertThat(file.brokenLines()).containsExactly(new BrokenLine(3, reason));
        assertThat(file.orders()).extracting(FileOrder::orderId).containsExactly("CA-1", "CA-2");
    }

    @Test
    void an_open_quotation_mark_costs_its_own_line_only() throws IOException {
        OrderFile file = read(HEADER, FIRST.replace("Claire", "\"Claire"), LAST);

        assertThat(file.brokenLines()).singleElement().satisfies(line -> {
            assertThat(line.lineNumber()).isEqualTo(2);
            assertThat(line.reason()).contains("quotation marks don't pair up");
        });
        assertThat(file.orders()).extracting(FileOrder::orderId).containsExactly("CA-2");
    }

    @Test
    void bytes_that_are_not_utf_8_cost_their_own_line_only() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write((HEADER + "\n" + FIRST + "\n").getBytes(StandardCharsets.UTF_8));
        bytes.write(LAST.replace("Darrin", "Dárrin").getBytes(StandardCharsets.ISO_8859_1));
        Path path = Files.write(directory.resolve("latin.csv"), bytes.toByteArray());

        OrderFile file = OrderFileReader.read(path);

        assertThat(file.brokenLines()).singleElement().satisfies(line -> {
            assertThat(line.lineNumber()).isEqualTo(3);
            assertThat(line.reason()).startsWith("it holds bytes that are not UTF-8");
        });
        assertThat(file.orders()).hasSize(1);
    }

    @Test
    void a_line_that_contradicts_an_earlier_one_is_refused() throws IOException {
        OrderFile file = read(
                HEADER,
                FIRST,
                FIRST,
                FIRST.replaceFirst("1", "2").replace("Claire Gute", "Clara Gute"),
                FIRST.replaceFirst("1", "4").replace("Second Class", "Same Day"),
                FIRST.replaceFirst("1", "5").replace("Bookcases", "Tables"));

        assertThat(file.brokenLines())
                .containsExactly(
                        new BrokenLine(3, "'Row ID' 1 was already used in line 2; each line needs its own."),
                        new BrokenLine(
                                4,
                                "'Customer Name' is 'Clara Gute', but line 2 has 'Claire Gute' with the same"
                                        + " 'Customer ID'."),
                        new BrokenLine(
                                5,
                                "'Ship Mode' is 'Same Day', but line 2 has 'Second Class' with the same"
                                        + " 'Order ID'."),
                        new BrokenLine(
                                6,
                                "'Sub-Category' is 'Tables', but line 2 has 'Bookcases' with the same"
                                        + " 'Product ID'."));
        assertThat(file.totals().lines()).isEqualTo(1);
    }

    @Test
    void quotation_marks_commas_and_leading_zeros_are_kept() throws IOException {
        OrderFile file = read(HEADER, LAST);

        FileOrder order = file.orders().get(0);
        assertThat(order.head().shipTo().postalCode()).isEqualTo("01901");
        assertThat(order.lines().get(0).product().name()).isEqualTo("Chair, 18\" high");
        assertThat(order.lines().get(0).profit()).isEqualTo(new BigDecimal("-3"));
    }

    @Test
    void a_byte_order_mark_empty_lines_windows_line_ends_and_other_columns_do_no_harm() throws IOException {
        Path path = Files.writeString(
                directory.resolve("windows.csv"),
                "\uFEFF" + "Note," + HEADER + "\r\n\r\nhello," + FIRST + "\r\n\r\n,,\r\n");

        OrderFile file = OrderFileReader.read(path);

        assertThat(file.orders()).hasSize(1);
        assertThat(file.brokenLines()).containsExactly(new BrokenLine(5, "it has 3 columns, the header has 22."));
    }

    @Test
    void a_message_shows_no_more_of_a_value_than_a_terminal_can_take() throws IOException {
        String value = "\u001B[31m" + "x".repeat(10_000);

        OrderFile file = read(HEADER, FIRST.replace("Claire Gute", value), LAST);

        assertThat(file.brokenLines())
                .singleElement()
                .satisfies(line -> assertThat(line.reason())
                        .startsWith("'Customer Name' has 10,005 characters, 255 is the limit: ?[31mxxx")
                        .hasSizeLessThan(300));
    }

    @Test
    void a_file_without_the_columns_is_refused_as_a_whole() throws IOException {
        Path path = Files.writeString(directory.resolve("other.csv"), "a;b;c\n1;2;3\n");

        assertThatThrownBy(() -> OrderFileReader.read(path))
                .isInstanceOf(OrderFileException.class)
                .hasMessageContaining("lacks the column(s) 'Row ID', 'Order ID'")
                .hasMessageContaining("Found: a;b;c");
    }

    @Test
    void a_file_that_is_empty_or_not_there_is_refused() throws IOException {
        Path empty = Files.createFile(directory.resolve("empty.csv"));

        assertThatThrownBy(() -> OrderFileReader.read(empty)).hasMessageContaining("It is empty");
        assertThatThrownBy(() -> OrderFileReader.read(directory.resolve("none.csv")))
                .isInstanceOf(OrderFileException.class)
                .hasMessageContaining("none.csv");
    }

    private OrderFile read(String... lines) throws IOException {
        return OrderFileReader.read(Files.writeString(directory.resolve("orders.csv"), String.join("\n", lines)));
    }
}
