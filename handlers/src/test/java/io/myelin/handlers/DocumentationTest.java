package io.myelin.handlers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiles the Java in docs/projections.md against this module.
 *
 * <p>Types may use each other across the page. Statements and methods stand in a subclass of {@code Surroundings}, see
 * src/test/resources/docs; imports are there too.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DocumentationTest {

    private static final Path PAGE = Path.of("..", "docs", "projections.md");

    @TempDir
    private Path classes;

    @Test
    void every_piece_of_java_on_the_page_about_projections_compiles() throws IOException {
        List<JavaOnPage.Piece> pieces = JavaOnPage.piecesOf(Files.readString(PAGE));

        assertThat(pieces).isNotEmpty();
        assertThat(page().compile(pieces, classes)).isEmpty();
    }

    @Test
    void a_mistake_is_reported_at_its_line_on_the_page() throws IOException {
        List<JavaOnPage.Piece> pieces = JavaOnPage.piecesOf("""
                # Page

                ```java
                record Fine(int n) {}
                ```
                ```java
                int n = new Fine(1).n();
                String text = n;
                ```
                """);

        assertThat(page().compile(pieces, classes)).singleElement().asString().startsWith("line 8: ");
    }

    private static JavaOnPage page() throws IOException {
        return new JavaOnPage(resource("imports.txt"), resource("Surroundings.txt"));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = DocumentationTest.class.getResourceAsStream("/docs/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
        }
    }
}
