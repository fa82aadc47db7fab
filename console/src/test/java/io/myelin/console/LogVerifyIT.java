package io.myelin.console;

import static io.myelin.console.WrittenLog.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.core.EventName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LogVerifyIT {

    @TempDir
    private Path directory;

    @Test
    void a_sound_log_ends_with_0() {
        try (WrittenLog log = written()) {
            CalledMyelin verified = verify(log);

            assertThat(verified.err()).isEmpty();
            assertThat(verified.exitCode()).isZero();
            assertThat(verified.out())
                    .isEqualTo("Read offsets 0 to 3 of '" + log.name()
                            + "': 3 events in 2 commits and 2 groups, 0 void records, 0 fences, 0 foreign records.\n"
                            + "Nothing is wrong with it.\n");
        }
    }

    @Test
    void a_warning_ends_with_1() {
        try (WrittenLog log = written().commit(event("a", 7))) {
            CalledMyelin verified = verify(log);

            assertThat(verified.exitCode()).isEqualTo(ExitCode.WARNINGS);
            assertThat(verified.out())
                    .contains("WARNING: gap in an aggregate's sequence numbers, 1")
                    .contains(
                            "  offset 3: sequence number 7, but 2 would be next (event a#7, 'order-changed' of aggregate a)")
                    .endsWith("\nThe worst of it is a warning.\n");
        }
    }

    @Test
    void damage_ends_with_2() {
        try (WrittenLog log = written().commit(event("a", 7)).commit(event("c", 0, "no json"))) {
            CalledMyelin verified = verify(log);

            assertThat(verified.exitCode()).isEqualTo(ExitCode.DAMAGE);
            assertThat(verified.out())
                    .containsSubsequence("DAMAGE: payload or metadata that is not JSON, 1", "WARNING: gap")
                    .endsWith("\nThe worst of it is damage.\n");
        }
    }

    @Test
    void what_can_not_be_verified_ends_with_3() {
        try (WrittenLog log = written()) {
            CalledMyelin verified =
                    verify(log, "--index", directory.resolve("no-index").toString());

            assertThat(verified.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(verified.err()).startsWith("myelin: There is no index in ");
        }
    }

    @Test
    void an_index_is_compared_once_its_node_is_stopped() {
        WrittenLog log = written();
        log.close();

        assertThat(verify(log, "--index", directory.resolve("index").toString()).exitCode())
                .isZero();
    }

    @Test
    void names_that_the_application_does_not_know_are_found_by_its_list_or_its_jar() throws IOException {
        Path list = Files.writeString(directory.resolve("names.txt"), "# ours\norder-placed\n\n");
        Path jar = jarOf(OrderChanged.class);
        try (WrittenLog log = written()) {
            CalledMyelin byList = verify(log, "--known-events", list.toString());
            CalledMyelin byBoth = verify(log, "--known-events", list.toString(), "--known-events", jar.toString());

            assertThat(byList.exitCode()).isEqualTo(ExitCode.WARNINGS);
            assertThat(byList.out())
                    .contains(
                            "WARNING: unknown event name, 3\n  offset 0: the first one that is called 'order-changed' (event a#0");
            assertThat(byBoth.exitCode()).isZero();
        }
    }

    @Test
    void a_list_without_names_is_refused() throws IOException {
        Path list = Files.writeString(directory.resolve("names.txt"), "\n");
        try (WrittenLog log = written()) {
            assertThat(verify(log, "--known-events", list.toString()).exitCode())
                    .isEqualTo(ExitCode.USAGE);
            assertThat(verify(log, "--known-events", "nowhere").exitCode()).isEqualTo(ExitCode.USAGE);
        }
    }

    @EventName(value = "order-amended", formerly = "order-changed")
    record OrderChanged(String of) {}

    private WrittenLog written() {
        return WrittenLog.create(directory.resolve("index"))
                .commit(event("a", 0), event("b", 0))
                .commit(event("a", 1));
    }

    private static CalledMyelin verify(WrittenLog log, String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "log";
        arguments[1] = "verify";
        System.arraycopy(options, 0, arguments, 2, options.length);
        return CalledMyelin.on(log.name(), arguments);
    }

    private Path jarOf(Class<?> type) throws IOException {
        Path jar = directory.resolve("events.jar");
        String file = type.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                InputStream in = type.getClassLoader().getResourceAsStream(file)) {
            out.putNextEntry(new JarEntry(file));
            in.transferTo(out);
        }
        return jar;
    }
}
