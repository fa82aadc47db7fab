package io.myelin.store.kafka.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ReadingTheLogTest {

    @Test
    void the_page_shows_the_reader_that_is_tested() throws Exception {
        String page = Files.readString(Path.of("../docs/operations/reading-the-log.md"));
        String reader = Files.readString(Path.of("src/test/java/io/myelin/store/kafka/interop/PlainReader.java"));
        String members = reader.substring(reader.indexOf("    private final List"), reader.lastIndexOf('}'));

        assertThat(withoutIndent(page)).contains(withoutIndent(members));
    }

    private static String withoutIndent(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).reduce("", (a, b) -> a + "\n" + b);
    }
}
