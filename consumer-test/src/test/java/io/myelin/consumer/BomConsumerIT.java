package io.myelin.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds and runs the README's code as a user would: outside of this build, with the BOM. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class BomConsumerIT {

    /** A build takes ten seconds; one that must fetch everything first takes minutes. */
    private static final long BUILD_MINUTES_MAX = 8;

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final String LENT = "0 BookLent[isbn=978-0131103627, reader=Ada]";

    @TempDir
    private Path project;

    private LocalRepository repository;

    @BeforeEach
    void write_the_project() throws IOException {
        repository = LocalRepository.beside(
                        Path.of(System.getProperty("consumer.repository")),
                        Path.of("target", "repository"),
                        System.getProperty("consumer.version"))
                .pom("myelin", ROOT.resolve("pom.xml"))
                .pom("bom", ROOT.resolve("bom/pom.xml"))
                .module(ROOT.resolve("core"))
                .module(ROOT.resolve("store-kafka"))
                .module(ROOT.resolve("embedded-kafka"));
        Files.writeString(project.resolve("pom.xml"), resource("pom.xml"));
        Path sources = Files.createDirectories(project.resolve("src/main/java"));
        Files.writeString(sources.resolve("Library.java"), resource("imports.txt") + codeOf(ROOT.resolve("README.md")));
    }

    @Test
    void the_code_of_the_readme_reads_back_what_it_wrote_and_finds_it_again_in_a_second_run() throws Exception {
        assertThat(maven("compile", "exec:exec").lines()).containsOnlyOnce(LENT);

        assertThat(maven("exec:exec").lines()).containsOnlyOnce(LENT);
    }

    private static String codeOf(Path readme) throws IOException {
        String text = Files.readString(readme);
        int begin = text.indexOf("```java\n") + "```java\n".length();
        return text.substring(begin, text.indexOf("```", begin));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = BomConsumerIT.class.getResourceAsStream("/consumer/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
        }
    }

    private String maven(String... goals) throws Exception {
        Path output = project.resolve("output.txt");
        ProcessBuilder maven = new ProcessBuilder(
                        System.getProperty("consumer.maven"),
                        "-B",
                        "-q",
                        "--no-transfer-progress",
                        "-Dmaven.repo.local=" + repository.directory(),
                        "-Dlibrary.java=" + Path.of(System.getProperty("java.home"), "bin", "java"))
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        maven.command().addAll(List.of(goals));
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = maven.start();
        try {
            assertThat(process.waitFor(BUILD_MINUTES_MAX, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String printed = Files.readString(output);
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }
}
