package io.myelin.console;

import static io.myelin.console.WrittenLog.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.store.kafka.log.LogScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class IndexCommandsIT {

    @TempDir
    private Path directory;

    @Test
    void a_restored_index_starts_a_node_that_reads_only_the_rest() {
        String name;
        try (WrittenLog log = written()) {
            name = log.name();
        }
        CalledMyelin saved = CalledMyelin.with("index", "backup", path("backup"), "--index", path("index"));
        try (WrittenLog log = WrittenLog.open(name, directory.resolve("index"))) {
            log.commit(event("a", 2)).commit(event("c", 0));
        }

        CalledMyelin restored = CalledMyelin.on(name, "index", "restore", path("backup"), "--index", path("new"));

        assertThat(saved.out()).contains("holds everything below offset 3");
        assertThat(restored.err()).isEmpty();
        assertThat(restored.out())
                .isEqualTo("The index in " + path("new") + " is restored. A node that starts with it has 2 records of '"
                        + name + "' to read.\n");
        try (WrittenLog node = WrittenLog.open(name, directory.resolve("new"))) {
            assertThat(node.readAtStart()).isEqualTo(2);
            assertThat(node.log().events("a", 0)).hasSize(3);
        }
        assertThat(CalledMyelin.on(name, "log", "verify", "--index", path("new"))
                        .exitCode())
                .isZero();
    }

    @Test
    void a_backup_is_not_changed_by_the_node_that_was_restored_from_it() {
        String name;
        try (WrittenLog log = written()) {
            name = log.name();
        }
        String ignored = CalledMyelin.with("index", "backup", path("backup"), "--index", path("index"))
                .out();
        String unused = CalledMyelin.on(name, "index", "restore", path("backup"), "--index", path("first"))
                .out();
        try (WrittenLog log = WrittenLog.open(name, directory.resolve("first"))) {
            log.commit(event("a", 2));
        }

        CalledMyelin second = CalledMyelin.on(name, "index", "restore", path("backup"), "--index", path("second"));

        assertThat(second.out()).contains("has 1 records");
    }

    @Test
    void a_backup_of_another_log_is_refused() {
        written().close();
        String ignored = CalledMyelin.with("index", "backup", path("backup"), "--index", path("index"))
                .out();
        try (WrittenLog other = WrittenLog.create(directory.resolve("other"))) {
            CalledMyelin restored =
                    CalledMyelin.on(other.name(), "index", "restore", path("backup"), "--index", path("new"));

            assertThat(restored.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(restored.err()).contains("is of another log: it is of the topic with id");
            assertThat(directory.resolve("new")).doesNotExist();
        }
    }

    @Test
    void nothing_that_is_there_is_overwritten() throws IOException {
        String name;
        try (WrittenLog log = written()) {
            name = log.name();
        }
        Path full = Files.createDirectory(directory.resolve("full"));
        Files.writeString(full.resolve("file"), "something");
        String ignored = CalledMyelin.with("index", "backup", path("backup"), "--index", path("index"))
                .out();

        CalledMyelin saved = CalledMyelin.with("index", "backup", path("full"), "--index", path("index"));
        CalledMyelin restored = CalledMyelin.on(name, "index", "restore", path("backup"), "--index", path("full"));
        CalledMyelin rebuilt = CalledMyelin.on(name, "index", "rebuild", "--index", path("full"));

        assertThat(saved.err()).contains("is there already and not empty");
        assertThat(restored.err()).contains("is there already and not empty");
        assertThat(rebuilt.err()).contains("holds other files");
        assertThat(full.resolve("file")).hasContent("something");
    }

    @Test
    void an_index_is_rebuilt_from_the_log() throws IOException {
        String name;
        try (WrittenLog log = written()) {
            name = log.name();
        }
        // Damaged beyond use.
        Files.writeString(directory.resolve("index/rocksdb/CURRENT"), "nonsense");

        CalledMyelin rebuilt = CalledMyelin.on(name, "index", "rebuild", "--index", path("index"));

        assertThat(rebuilt.err()).isEmpty();
        assertThat(rebuilt.out())
                .isEqualTo("The index in " + path("index") + " holds everything below offset 3 of '" + name + "'.\n");
        assertThat(CalledMyelin.on(name, "log", "verify", "--index", path("index"))
                        .exitCode())
                .isZero();
    }

    @Test
    void an_index_that_is_missing_is_built() {
        try (WrittenLog log = written();
                LogScan scan = log.scan()) {
            assertThat(CalledMyelin.on(log.name(), "index", "rebuild", "--index", path("another"))
                            .out())
                    .contains("below offset " + scan.end());
        }
    }

    @Test
    void an_index_in_use_is_left_alone() {
        try (WrittenLog log = written()) {
            CalledMyelin saved = CalledMyelin.with("index", "backup", path("backup"), "--index", path("index"));

            assertThat(saved.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(saved.err()).contains("in use");
            assertThat(directory.resolve("backup")).doesNotExist();
            assertThat(log.log().events("a", 0)).hasSize(2);
        }
    }

    @Test
    void a_directory_without_an_index_is_refused() {
        CalledMyelin saved = CalledMyelin.with("index", "backup", path("backup"), "--index", path("nothing"));

        assertThat(saved.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(saved.err()).contains("There is no index in");
        assertThat(directory.resolve("nothing")).doesNotExist();
    }

    private WrittenLog written() {
        return WrittenLog.create(directory.resolve("index"))
                .commit(event("a", 0), event("b", 0))
                .commit(event("a", 1));
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }
}
