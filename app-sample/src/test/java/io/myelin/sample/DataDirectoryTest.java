package io.myelin.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DataDirectoryTest {

    @TempDir
    private Path parent;

    @Test
    void a_directory_that_is_not_there_is_made() {
        try (DataDirectory directory = DataDirectory.open(parent.resolve("a/b"))) {
            assertThat(directory.logFile().getParent()).isDirectory();
        }
    }

    @Test
    void a_directory_with_other_things_in_it_is_refused_and_left_alone() throws IOException {
        Path precious = Files.writeString(parent.resolve("precious.txt"), "mine");

        assertThatThrownBy(() -> DataDirectory.open(parent))
                .isInstanceOf(DemoException.class)
                .hasMessageContaining("holds things that aren't the demo's")
                .hasMessageContaining("--data DIR");

        assertThat(parent).isDirectoryContaining(precious::equals);
        assertThat(parent.toFile().list()).hasSize(1);
    }

    @Test
    void a_file_is_no_directory() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");

        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOfSatisfying(
                        DemoException.class, e -> assertThat(e.exitCode()).isEqualTo(DemoException.USAGE))
                .hasMessageContaining("can't be used for the demo's data");
    }

    @Test
    void a_second_demo_is_told_who_has_the_directory() {
        try (DataDirectory first = DataDirectory.open(parent)) {
            assertThatThrownBy(() -> DataDirectory.open(parent))
                    .hasMessageContaining("in use by another demo, process "
                            + ProcessHandle.current().pid());
            assertThat(first).isNotNull();
        }

        DataDirectory.open(parent).close();
    }

    @Test
    void starting_over_throws_the_shop_away_and_nothing_else() throws IOException {
        try (DataDirectory directory = DataDirectory.open(parent)) {
            Files.createDirectories(directory.kafka().resolve("log"));
            Files.writeString(directory.kafka().resolve("log/segment"), "events");
            Path note = Files.writeString(parent.resolve("note.txt"), "put here later");

            directory.startOver();

            assertThat(directory.kafka().getParent()).doesNotExist();
            assertThat(note).exists();
            assertThat(parent.toFile().list()).containsExactlyInAnyOrder("demo.lock", "logs", "note.txt");
        }
    }

    @Test
    void starting_over_ends_what_an_earlier_one_could_not() throws IOException {
        try (DataDirectory directory = DataDirectory.open(parent)) {
            Files.createDirectories(parent.resolve("discarded123/shop/kafka"));
            Files.writeString(parent.resolve("discarded123/shop/kafka/segment"), "events");

            directory.startOver();

            assertThat(parent.resolve("discarded123")).doesNotExist();
        }
    }

    @Test
    void a_database_that_was_given_back_is_kept() throws IOException {
        try (DataDirectory directory = DataDirectory.open(parent)) {
            assertThat(directory.takeDatabase()).isFalse();
            Path rows = databaseFile(directory);
            directory.giveDatabaseBack();

            assertThat(directory.takeDatabase()).isFalse();

            assertThat(rows).exists();
        }
    }

    @Test
    void a_database_whose_process_was_killed_is_thrown_away_and_the_log_is_kept() throws IOException {
        try (DataDirectory directory = DataDirectory.open(parent)) {
            directory.takeDatabase();
            Path rows = databaseFile(directory);
            Path log = Files.createDirectories(directory.kafka());

            assertThat(directory.takeDatabase()).isTrue();

            assertThat(rows).doesNotExist();
            assertThat(log).exists();
        }
    }

    private static Path databaseFile(DataDirectory directory) throws IOException {
        Path file = directory.database().resolveSibling("shop.mv.db");
        Files.createDirectories(file.resolveSibling(""));
        return Files.createFile(file);
    }
}
