package io.myelin.console;

import static io.myelin.console.WrittenLog.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.embeddedkafka.SharedEmbeddedKafka;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class InterruptedExportIT {

    /** More than a pipe and all buffers before it hold, so that the export can't come to its end. */
    private static final int EVENTS = 400;

    private static final int PAYLOAD_BYTES = 1_500;

    @TempDir
    private Path directory;

    @Test
    void an_export_that_is_stopped_leaves_no_file() throws Exception {
        Path file = directory.resolve("export.jsonl.gz");
        Path unfinished = directory.resolve("export.jsonl.gz.part");
        try (WrittenLog log = WrittenLog.create(directory.resolve("index"))) {
            fill(log);
            // Writing into a pipe goes only as far as somebody reads.
            run("mkfifo", unfinished.toString());
            Process export = export(log.name(), file);
            try (InputStream written = Files.newInputStream(unfinished)) {
                assertThat(written.read()).isEqualTo(0x1f); // gzip's first byte: it has begun

                // Not SIGINT, which a build that was started in the background hands on as to be ignored; both end
                // alike.
                run("kill", "-TERM", String.valueOf(export.pid()));

                assertThat(export.waitFor(20, TimeUnit.SECONDS)).isTrue();
            } finally {
                export.destroyForcibly();
            }
        }

        assertThat(file).doesNotExist();
        assertThat(unfinished).doesNotExist();
    }

    private static void fill(WrittenLog log) {
        SplittableRandom random = new SplittableRandom(1);
        byte[] noise = new byte[PAYLOAD_BYTES];
        for (int i = 0; i < EVENTS; i++) {
            random.nextBytes(noise);
            log.commit(event("a", i, "\"" + Base64.getEncoder().encodeToString(noise) + "\""));
        }
    }

    private static Process export(String log, Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Myelin.class.getName(),
                        "log",
                        "export",
                        file.toString(),
                        "--log",
                        log,
                        "--bootstrap-servers",
                        SharedEmbeddedKafka.bootstrapServers())
                .inheritIO()
                .start();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
